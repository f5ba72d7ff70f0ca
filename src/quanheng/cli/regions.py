"""The regions of an installation: looked up in the code table and entered, before anybody can sign in."""

from datetime import datetime
from typing import Annotated

import typer

from quanheng.cli.processes import start_django
from quanheng.law import divisions

regions = typer.Typer(no_args_is_help=True, help="Provinces, cities and counties: the code table, and first set-up.")
Code = Annotated[str, typer.Argument(help="Six digits, such as 331000; nothing for the whole country.")]
InYear = Annotated[int, typer.Option("--year", help="As the table has it for this year.", show_default="this year")]


def this_year() -> int:
    return datetime.now().astimezone().year


@regions.command()
def table(code: Code = "", year: InYear = 0) -> None:
    """Say what the code table has below a code."""
    asked = year or this_year()
    found = divisions.below(code, asked)
    if not found and divisions.division(code, asked) is None:
        raise typer.BadParameter(f"{code}: no such code in {asked}; {divisions.edition()}")
    for one in found:
        typer.echo(f"{one.code}  {one.name}")
    typer.echo(divisions.edition(), err=True)


@regions.command()
def add(code: Code, year: InYear = 0) -> None:
    """Enter a division of the table with all above and below it; a second time changes nothing."""
    start_django()
    from quanheng.register.keeping.change import Doer
    from quanheng.register.keeping.regions import pick, whole

    asked = year or this_year()
    codes = whole(code, asked)
    if not codes:
        raise typer.BadParameter(f"{code}: no such code in {asked}; {divisions.edition()}")
    made = pick(codes, Doer(None), asked)
    for region in made:
        typer.echo(f"{region.code}  {region.name}  {region.area}")
    typer.echo(f"{len(made)} entered, {len(codes) - len(made)} there already; {divisions.edition()}")


@regions.command()
def enter(code: Code, name: str, name_en: Annotated[str, typer.Option("--english")] = "") -> None:
    """Enter one that the table lacks: drawn later, or invented (99…)."""
    start_django()
    from django.core.exceptions import ValidationError

    from quanheng.register.keeping.change import Doer
    from quanheng.register.keeping.regions import enter as enter_region

    try:
        region = enter_region({"code": code, "name": name, "name_en": name_en}, Doer(None))
    except ValidationError as wrong:
        raise typer.BadParameter("; ".join(wrong.messages)) from None
    typer.echo(f"{region.code}  {region.name}  {region.area}")


@regions.command()
def merge(
    gone: Code,
    into: Code,
    reason: Annotated[str, typer.Option(help="Why, with the document that says so; it stands on the audit trail.")],
    last_day: Annotated[datetime, typer.Option("--last-day", formats=["%Y-%m-%d"], help="Of the county that goes.")],
    do: Annotated[bool, typer.Option("--do", help="Move it; else only say what would move.")] = False,
) -> None:
    """Move what stands in a county into the one it was merged into; called again, a killed run goes on.

    Places, stalls, instruments, accounts and open cases move; what happened before keeps its old area.
    """
    start_django()
    from django.core.exceptions import ValidationError
    from django.utils.timezone import now

    from quanheng.cases import merged_county
    from quanheng.register.keeping.merging import regions_of

    try:
        old, new = regions_of(gone, into)
        for what, n in merged_county.would_move(old).items():
            typer.echo(f"{n:>8}  {what}")
        if not do:
            typer.echo(f"Nothing is moved yet: say --do to move all this from {old} to {new}.")
            return
        moved, people = merged_county.move(old, new, last_day.date(), now(), reason, _told)
    except ValidationError as wrong:
        raise typer.BadParameter("; ".join(wrong.messages)) from None
    typer.echo(f"{moved} places moved, {people} accounts of the office")


def _told(old: str, new: str) -> None:
    typer.echo(f"{old} → {new}")
