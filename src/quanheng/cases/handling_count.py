"""Count how complaints were handled, once a night: only the regions and months of which a complaint changed.

A trigger marks the county and month of every complaint that comes or changes. The night takes the marks of one region,
counts it anew, marks the region above it, and goes on until none is left: from counties, which read their complaints,
up to the nation, which adds up its provinces. Each region is a transaction: killed, it goes on where it stopped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from quanheng.cases import repeated
from quanheng.cases.desk import ended_states
from quanheng.cases.handling_course import ASKED, course
from quanheng.cases.handling_sums import Sums
from quanheng.cases.models import Complaint, HandlingCounted, HandlingFigures, HandlingMark
from quanheng.register.divisions import COUNTY, LEVEL
from quanheng.register.legal_day import SHANGHAI

MONTHS = 12
MARKET_LEVEL = 4
NOT_STATED = "not-stated"
# Any number will do as long as every count of ours takes the same one.
ADVISORY_LOCK = 20_260_415

Key = tuple[str, date, str, str]  # area, month, by, key
Cells = defaultdict[Key, Sums]


def first_month(today: date) -> date:
    """Of the twelve months that a page tells of."""
    number = today.year * 12 + today.month - MONTHS
    return date(number // 12, number % 12 + 1, 1)


def count(at: datetime, told: Callable[[str], object] = lambda _area: None) -> int:
    """How many regions were counted; ``told`` hears of each. What has left the twelve months is forgotten."""
    since, done = first_month(localdate(at)), 0
    HandlingMark.objects.filter(month__lt=since).delete()
    HandlingFigures.objects.filter(month__lt=since).delete()
    repeated.forget(since)
    for level in range(3, -1, -1):
        for area in _marked(level):
            _count_region(area, level, since)
            told(area)
            done += 1
    HandlingCounted.objects.update_or_create(pk=1, defaults={"at": at})
    return done


def mark_all() -> None:
    """Count everything anew the next time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_handlingmark (area, month) "
            "SELECT DISTINCT register_county(area), cases_month(lodged_at) FROM cases_complaint"
        )


def _marked(level: int) -> list[str]:
    areas = HandlingMark.objects.filter(area__regex=rf"^([0-9]{{2}}/){{{level}}}$")
    return sorted(set(areas.values_list("area", flat=True)))


@transaction.atomic
def _count_region(area: str, level: int, since: date) -> None:
    with connection.cursor() as cursor:  # two counts at once would both write the same rows
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        cursor.execute("DELETE FROM cases_handlingmark WHERE area = %s RETURNING month", [area])
        months = sorted({month for (month,) in cursor.fetchall()})
    cells: Cells = defaultdict(Sums)
    found = _add_parts(cells, area, level, months)
    # Places stand in counties; in a city, and in a province, where it has none.
    if len(area) >= COUNTY - LEVEL or not found:
        operators = repeated.OperatorMonths()
        _add_complaints(cells, operators, area, months)
        if not found:
            operators.replace(area, months, since)
    _replace(cells, area, level, months)
    if level:
        HandlingMark.objects.bulk_create(HandlingMark(area=area[:-LEVEL], month=month) for month in months)


def _add_parts(cells: Cells, area: str, level: int, months: list[date]) -> bool:
    """Add up the regions directly below; whether there was any."""
    if len(area) == COUNTY:
        return False
    below = HandlingFigures.objects.filter(level=level + 1, area__startswith=area, month__in=months)
    rows = list(below.filter(area__regex=rf"^{area}[0-9]{{2}}/$"))
    for row in rows:
        cells[area, row.month, row.by, row.key].add(row)
    return bool(rows)


def _add_complaints(cells: Cells, operators: repeated.OperatorMonths, area: str, months: list[date]) -> None:
    """Of the places directly in the region, each also for itself, and of the operators there."""
    ended = set(ended_states())
    for complaint in _complaints(area, months):
        market = area + complaint.area.removeprefix(area).partition("/")[0] + "/"
        lodged_on = localdate(complaint.lodged_at)
        closed_on = complaint.closed_at and localdate(complaint.closed_at)
        deeds = sorted((number, move, localdate(at)) for number, move, at in _deeds(complaint))
        run = course(lodged_on, [deed[1:] for deed in deeds], closed_on, to_recover_fen=complaint.to_recover_fen)
        operators.enter(complaint, lodged_on.replace(day=1), run)
        for place in (area, market):
            for by, key in _kinds_of_sums(complaint):
                sums = cells[place, lodged_on.replace(day=1), by, key]
                sums.enter(run, ended=complaint.state in ended, stars=complaint.stars)


def _complaints(area: str, months: list[date]) -> QuerySet[Complaint]:
    wanted = Q(pk__in=[])
    for first in months:
        start, end = (datetime(day.year, day.month, 1, tzinfo=SHANGHAI) for day in (first, first + timedelta(days=31)))
        wanted |= Q(lodged_at__gte=start, lodged_at__lt=end)
    told = Q(events__move__in=ASKED)
    rows = Complaint.objects.filter(wanted, area__startswith=area).select_related("market")
    rows = rows.exclude(area__regex=rf"^{area}[0-9]{{2}}/")  # those of a region below
    return rows.annotate(
        told_numbers=ArrayAgg("events__id", filter=told, default=[]),
        told_moves=ArrayAgg("events__move", filter=told, default=[]),
        told_at=ArrayAgg("events__at", filter=told, default=[]),
    )


def _deeds(complaint: Complaint) -> Iterator[tuple[int, str, datetime]]:
    return zip(complaint.told_numbers, complaint.told_moves, complaint.told_at, strict=True)


def _kinds_of_sums(complaint: Complaint) -> Iterable[tuple[str, str]]:
    return (
        (HandlingFigures.ALL, ""),
        (HandlingFigures.CATEGORY, complaint.category or NOT_STATED),
        (HandlingFigures.GOODS, complaint.goods_class or NOT_STATED),
        (HandlingFigures.KIND, complaint.market.kind),
    )


def _replace(cells: Cells, area: str, level: int, months: list[date]) -> None:
    own = HandlingFigures.objects.filter(month__in=months)
    own.filter(area=area).delete()
    if len(area) >= COUNTY - LEVEL or any(place != area for place, *_ in cells):
        own.filter(level=MARKET_LEVEL, area__regex=rf"^{area}[^0-9/][^/]*/$", area__startswith=area).delete()
    HandlingFigures.objects.bulk_create(
        (
            HandlingFigures(
                area=place,
                level=level if place == area else MARKET_LEVEL,
                month=month,
                by=by,
                key=key,
                **sums.columns(),
            )
            for (place, month, by, key), sums in cells.items()
        ),
        batch_size=1000,
    )
