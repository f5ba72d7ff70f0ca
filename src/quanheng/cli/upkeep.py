"""Commands for a timer and for the day a law changes. Imports stand inside, as with the other processes."""

from typing import Annotated

import typer

from quanheng.cli.processes import start_django

upkeep = typer.Typer()


@upkeep.command()
def nightly() -> None:
    """Keep the day in the history of replacement, fold the counts, erase old contacts; once a day, from a timer."""
    start_django()
    from django.utils.timezone import localdate

    from quanheng.workers.nightly import run

    night = run(localdate())
    typer.echo(f"{night.kept} changes kept, {night.folded} rows folded, {night.erased} contacts erased")
    typer.echo(f"{night.warned} complaints soon due, {night.escalated} overdue and handed up")
    typer.echo(f"{night.counted} regions with changed complaints counted, {night.published} months published")
    typer.echo(f"{night.proposed} operators proposed for key supervision")
    typer.echo(f"{night.abandoned} unfinished photographs and {night.forgotten} unused keys of phones taken away")


@upkeep.command()
def daily() -> None:
    """Remind, and do the work of the night, by itself: at the start and then every morning at 02:30."""
    start_django()
    from quanheng.workers.daily import main

    main()


@upkeep.command()
def retell(
    area: Annotated[str, typer.Argument(help="An area such as 99/01/; all of them when none is given.")] = "",
    after: Annotated[int, typer.Option(help="Go on behind this number, where a run was killed.", min=0)] = 0,
) -> None:
    """Ask the law anew about every instrument: after a change of the law's tables."""
    start_django()
    from quanheng.register.retell import retell as tell

    typer.echo(f"{tell(area, after)} instruments told anew")


@upkeep.command()
def rotate_sealing_key() -> None:
    """Seal contacts and the keys of phones with a new key and forget the old one; called again, it goes on."""
    start_django()
    from quanheng.cases import contact_upkeep, outbox, shoppers
    from quanheng.people import second_step
    from quanheng.people.sealing import SealUnreadable, add_key, drop_old_keys, keys
    from quanheng.supervision import told

    try:
        if len(keys()) == 1:
            add_key()
        typer.echo(f"{contact_upkeep.seal_anew()} contacts sealed anew")
        shoppers.seal_anew()
        outbox.seal_anew()
        second_step.seal_anew()
        told.seal_anew()
        drop_old_keys()
    except SealUnreadable as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from None
