"""Scales that have to be replaced (N25-3.1 更换底数): how many by which day, how it went so far, who is behind.

Counted are price-computing scales in use or kept as standby; those stopped or scrapped have left already.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, Func, Min, OuterRef, QuerySet, Sum, Value

from quanheng.law.phase_out import may_be_used
from quanheng.register.divisions import COUNTY, Division
from quanheng.register.models import PRICE_SCALES, InstrumentCount, InstrumentState, Place, ReplacementDay
from quanheng.register.replacement_pace import Outlook, outlook

STATUSES = ("in-use", "standby")
# The pace is that of these days: long enough for a week of holidays, short enough to notice that it stopped.
PACE_DAYS = 30


def deadlines(on: date) -> list[date]:
    """The last days of use: of scales that do not conform, and of networked ones among them."""
    days = {
        may_be_used(conforming=False, networked=networked, in_use_since=date.min, on=on).until
        for networked in (False, True)
    }
    return sorted(day for day in days if day)


@dataclass
class Stock:
    """Scales by the last day on which they may be used; None for those that may stay."""

    by_day: Counter[date | None] = field(default_factory=Counter)

    @property
    def conforming(self) -> int:
        return self.by_day[None]

    @property
    def to_replace(self) -> int:
        return self.by_day.total() - self.conforming

    @property
    def total(self) -> int:
        return self.by_day.total()

    @property
    def conforming_per_mille(self) -> int | None:
        return self.conforming * 1000 // self.total if self.total else None


def together(stocks: Iterable[Stock]) -> Stock:
    whole = Stock()
    for stock in stocks:
        whole.by_day.update(stock.by_day)
    return whole


def stocks(division: Division, length: int | None = None) -> dict[str, Stock]:
    """By the part of a division, or by the first ``length`` characters of the area."""
    found: defaultdict[str, Stock] = defaultdict(Stock)
    if division.is_divided:
        rows = InstrumentCount.objects.filter(county__startswith=division.area)
        rows = _grouped(rows.filter(kind__in=PRICE_SCALES, status__in=STATUSES), length or division.part_length)
        for part, day, n in rows.values_list("part", "replace_by").annotate(Sum("n")):
            found[part].by_day[day] += n
    else:
        found[division.area] = Stock(Counter(_scales(division.area).values_list("replace_by", flat=True)))
    return dict(found)


def _grouped(rows: QuerySet, length: int) -> QuerySet:
    return rows.annotate(part=Func(F("county"), Value(length), function="left", output_field=CharField()))


def _scales(area: str) -> QuerySet[InstrumentState]:
    return InstrumentState.objects.filter(area__startswith=area, kind__in=PRICE_SCALES, status__in=STATUSES)


@dataclass(frozen=True)
class Behind:
    area: str
    stock: Stock
    outlook: Outlook


def behind(division: Division, on: date) -> list[Behind]:
    """The counties that will miss a day at today's pace, those with most left to do first."""
    if not division.is_divided:
        return []
    replaced, begun = _replaced_lately(division, on), _begun(division)
    found = []
    for county, stock in stocks(division, COUNTY).items():
        days = _days_of_pace(begun.get(county), on)
        for day in deadlines(on):
            view = outlook(stock.by_day[day], replaced[county, day], days, on, day)
            if view.misses:
                found.append(Behind(county, stock, view))
    return sorted(found, key=lambda one: (-one.outlook.left, one.area))


def whole_outlook(division: Division, stock: Stock, on: date) -> list[Outlook]:
    """For each deadline, how the whole division stands; below a county no history is kept."""
    if not division.is_divided:
        return [outlook(stock.by_day[day], 0, 0, on, day) for day in deadlines(on)]
    replaced: Counter[date] = Counter()
    for (_, day), n in _replaced_lately(division, on).items():
        replaced[day] += n
    days = _days_of_pace(min(_begun(division).values(), default=None), on)
    return [outlook(stock.by_day[day], replaced[day], days, on, day) for day in deadlines(on)]


def _replaced_lately(division: Division, on: date) -> Counter[tuple[str, date]]:
    """By county and day. The first day of a county's history tells what there was, and is no change."""
    of_division = ReplacementDay.objects.filter(county__startswith=division.area)
    earlier = ReplacementDay.objects.filter(county=OuterRef("county"), on__lt=OuterRef("on"))
    rows = of_division.filter(Exists(earlier), on__gt=on - timedelta(days=PACE_DAYS), replace_by__isnull=False)
    changes = rows.values_list("county", "replace_by").annotate(Sum("change"))
    return Counter({(county, by): -change for county, by, change in changes})


def _begun(division: Division) -> dict[str, date]:
    """Since when the history of each county is kept."""
    of_division = ReplacementDay.objects.filter(county__startswith=division.area)
    return dict(of_division.values_list("county").annotate(Min("on")))


def _days_of_pace(begun: date | None, on: date) -> int:
    return min((on - begun).days, PACE_DAYS) if begun else 0


def history(division: Division) -> list[tuple[date, Stock]]:
    """What there was at the end of each day on which something changed."""
    level: Counter[date | None] = Counter()
    days: dict[date, Stock] = {}
    rows = ReplacementDay.objects.filter(county__startswith=division.area).values_list("on", "replace_by")
    for on, day, change in rows.annotate(Sum("change")).order_by("on"):
        level[day] += change
        days[on] = Stock(Counter(level))
    return list(days.items())


def places_to_do(area: str, limit: int) -> list[tuple[Place, int]]:
    """Of one county or market: the places with most scales left to replace."""
    left = _scales(area).filter(replace_by__isnull=False).values_list("instrument__place").annotate(n=Sum(Value(1)))
    found = dict(left.order_by("-n", "instrument__place")[:limit])
    places = Place.objects.in_bulk(found)
    return [(places[pk], n) for pk, n in found.items()]


# The levels are what the history adds up to: both are written in one statement, or neither.
KEEP = """
WITH change AS (
    SELECT county, replace_by, sum(n) AS n FROM (
        SELECT county, replace_by, n FROM register_instrumentcount
        WHERE kind = ANY(%(kinds)s) AND status = ANY(%(used)s)
        UNION ALL SELECT county, replace_by, -n FROM register_replacementlevel
    ) AS both_sides GROUP BY county, replace_by HAVING sum(n) <> 0
), level AS (
    INSERT INTO register_replacementlevel (county, replace_by, n) SELECT county, replace_by, n FROM change
    ON CONFLICT ON CONSTRAINT replacement_level_once DO UPDATE SET n = register_replacementlevel.n + excluded.n
)
INSERT INTO register_replacementday (county, "on", replace_by, change) SELECT county, %(on)s, replace_by, n FROM change
ON CONFLICT ON CONSTRAINT replacement_day_once
DO UPDATE SET change = register_replacementday.change + excluded.change
"""


@transaction.atomic
def keep_day(on: date) -> int:
    """Append to the history what changed since it was last kept; how many rows. Twice a day adds up."""
    with connection.cursor() as cursor:
        # Two nights at once would both add the same change.
        cursor.execute("LOCK TABLE register_replacementlevel IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(KEEP, {"on": on, "kinds": [str(kind) for kind in PRICE_SCALES], "used": list(STATUSES)})
        return cursor.rowcount
