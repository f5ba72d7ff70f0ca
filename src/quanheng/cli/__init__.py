"""The `quanheng` command: what is mounted here is what it can do."""

import typer

from quanheng.cli.checklist import checklist
from quanheng.cli.judge import judge
from quanheng.cli.judge_instruments import instruments
from quanheng.cli.processes import processes
from quanheng.cli.regions import regions
from quanheng.cli.score import score
from quanheng.cli.upkeep import upkeep

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Quanheng 权衡: civic-metrology supervision.",
)
app.add_typer(processes)
app.add_typer(upkeep)
app.add_typer(regions, name="regions")
judge.add_typer(instruments)
app.add_typer(judge, name="judge")
app.add_typer(score, name="score")
app.add_typer(checklist, name="checklist")
