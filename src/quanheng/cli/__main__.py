"""`python -m quanheng.cli`, as the supervisor starts the parts of the platform."""

from quanheng.cli import app

app(prog_name="quanheng")
