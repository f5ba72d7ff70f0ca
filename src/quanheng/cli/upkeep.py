"""Commands for a timer and for the day a law changes. Imports stand inside, as with the other processes."""

from typing import Annotated

import typer

from quanheng.cli.processes import start_django

upkeep = typer.Typer()


@upkeep.command()
def nightly() -> None:
    """Keep the day in the history of replacement and fold the counts; once a day, from a timer."""
    start_django()
    from django.utils.timezone import localdate

    from quanheng.workers.nightly import run

    kept, folded = run(localdate())
    typer.echo(f"{kept} changes kept, {folded} rows folded")


@upkeep.command()
def retell(
    area: Annotated[str, typer.Argument(help="An area such as 99/01/; all of them when none is given.")] = "",
) -> None:
    """Ask the law anew about every instrument: after a change of the law's tables."""
    start_django()
    from quanheng.register.retell import retell as tell

    typer.echo(f"{tell(area)} instruments told anew")
