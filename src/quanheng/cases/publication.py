"""What anybody may know of how complaints were handled: whole months, told on stated days, and then left as they are.

A month is told on the stated day of the next one, and again on that day of the two that follow, as complaints end. In
between it does not change, so that no two nights can be compared. Nothing below a county is told, no small number
(quanheng.cases.small_numbers), nothing of a person. Of one kind of places it is for trade associations.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet

from quanheng.cases import trade_facts
from quanheng.cases.handling_count import MARKET_LEVEL, MONTHS, first_month
from quanheng.cases.handling_sums import Sums, together
from quanheng.cases.models import HandlingFigures, Publication, PublishedFigures
from quanheng.cases.small_numbers import SHARES_LEAST, Cell, above, hidden, rounded, share
from quanheng.cases.trade_facts import Facts

EDITIONS = 3


def months_later(month: date, many: int) -> date:
    number = month.year * 12 + month.month - 1 + many
    return date(number // 12, number % 12 + 1, 1)


def stated_day(month: date, edition: int) -> date:
    """On which an edition of a month is told."""
    return months_later(month, edition).replace(day=settings.SUMMARY_DAY)


def due(today: date) -> list[tuple[date, int]]:
    """Months with the edition that should be told of them by now, and is not; none before the first complaint."""
    first = HandlingFigures.objects.aggregate(Min("month"))["month__min"] or today
    months = [month for at in range(MONTHS) if (month := months_later(first_month(today), at)) >= first]
    told = dict(Publication.objects.order_by("edition").values_list("month", "edition"))
    wanted = [
        (month, max((edition for edition in range(1, EDITIONS + 1) if stated_day(month, edition) <= today), default=0))
        for month in months
    ]
    return [(month, edition) for month, edition in wanted if edition > told.get(month, 0)]


def publish(today: date) -> int:
    """How many editions were due; each is told whole or not at all."""
    editions = due(today)
    # The register is read once, however many months are told for the first time on this day.
    instruments = cache(partial(trade_facts.instruments, today))
    for month, edition in editions:
        _publish(month, edition, today, instruments)
    return len(editions)


@transaction.atomic
def _publish(month: date, edition: int, today: date, instruments: Callable[[], Facts]) -> None:
    before = Publication.objects.filter(month=month).order_by("-edition").first()
    made = Publication.objects.create(month=month, edition=edition, published_on=today)
    sums = _sums(month)
    silent = _silent({cell: one.lodged for cell, one in sums.items()}, before)
    rows = {cell: {"lodged": rounded(one.lodged), **_shares(one)} for cell, one in sums.items() if cell not in silent}
    for cell, told in (_facts_before(before) if before else _facts(month, instruments)).items():
        rows[cell] = rows.get(cell, {}) | told
    PublishedFigures.objects.bulk_create(
        (
            PublishedFigures(publication=made, area=area, above=above(area), kind=kind, **told)
            for (area, kind), told in rows.items()
        ),
        batch_size=1000,
    )


def _sums(month: date) -> dict[Cell, Sums]:
    wanted = (HandlingFigures.ALL, HandlingFigures.KIND)
    rows = HandlingFigures.objects.filter(month=month, level__lt=MARKET_LEVEL, by__in=wanted)
    return {(row.area, row.key): together([row]) for row in rows.iterator()}


def _silent(counts: dict[Cell, int], before: Publication | None) -> set[Cell]:
    """What the edition before did not tell of stays untold."""
    if before is None:
        return hidden(counts)
    told = set(before.figures.filter(lodged__isnull=False).values_list("area", "kind"))
    return hidden(counts, counts.keys() - told)


def _shares(one: Sums) -> dict[str, int | None]:
    return {
        "in_time_percent": share(one.decided_in_time, one.decided),
        "ended_percent": share(one.ended, one.lodged),
        "remedied_percent": share(one.remedied, one.lodged),
        "half_stars": round(one.stars * 2 / one.rated) if one.rated >= SHARES_LEAST else None,
        **{f"{step}_half": _days(one, step, 50) for step in ("decide", "end")},
        **{f"{step}_nine_tenths": _days(one, step, 90) for step in ("decide", "end")},
    }


def _days(one: Sums, step: str, per_cent: int) -> int | None:
    return one.within(step, per_cent) if one.took(step) >= SHARES_LEAST else None


def _facts(month: date, instruments: Callable[[], Facts]) -> dict[Cell, dict[str, int | None]]:
    """Of the trades: what was weighed again in the month, what is verified on the day it is told."""
    found: dict[Cell, dict[str, int | None]] = {}
    asked = {
        ("rechecks", "exceeded_percent"): trade_facts.rechecks(month),
        ("in_use", "verified_percent"): instruments(),
    }
    for (counted, percent), (there, true) in asked.items():
        for cell in there.keys() - hidden(there):
            told = {counted: rounded(there[cell]), percent: share(true[cell], there[cell])}
            found[cell] = found.get(cell, {}) | told
    return found


def _facts_before(before: Publication) -> dict[Cell, dict[str, int | None]]:
    """They are of their day, and told once."""
    names = ("rechecks", "exceeded_percent", "in_use", "verified_percent")
    rows = before.figures.exclude(kind="").exclude(rechecks=None, in_use=None)
    return {(row.area, row.kind): {name: getattr(row, name) for name in names} for row in rows}


def latest() -> list[Publication]:
    """The last edition of each month, the latest month first."""
    return list(Publication.objects.order_by("-month", "-edition").distinct("month"))


def published(publication: Publication, area: str = "", after: str = "") -> QuerySet[PublishedFigures]:
    """Of all kinds of places together: a region and all below it, in the order of their areas."""
    rows = PublishedFigures.objects.filter(publication=publication, kind="", lodged__isnull=False)
    rows = rows.filter(area__startswith=area) if area else rows
    return (rows.filter(area__gt=after) if after else rows).order_by("area")


def parts(publication: Publication, area: str, kind: str = "") -> QuerySet[PublishedFigures]:
    """The regions directly below one."""
    rows = PublishedFigures.objects.filter(publication=publication, kind=kind, above=area, area__startswith=area)
    return rows.exclude(area=area).order_by("area")
