"""How many places and instruments a region has, and how many of them are verified (T4-5.3.2.2).

From the ledgers of counts: a region's figures cost the same however many instruments it has. A verification runs out on
a day and the ledger knows months, so the instruments of the running month, and only they, are asked for exactly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import CharField, F, Func, Sum, Value
from django.db.models.aggregates import Count

from quanheng.register.divisions import Division
from quanheng.register.models import DueCount, InstrumentCount, InstrumentState, Place, PlaceCount, PlaceKind

IN_USE = "in-use"


@dataclass
class Figures:
    """Of the instruments in use: ``valid`` + ``overdue`` + ``unverified`` is all of them."""

    places: Counter[str] = field(default_factory=Counter)
    in_use: Counter[str] = field(default_factory=Counter)
    valid: int = 0
    overdue: int = 0
    unverified: int = 0
    ends: Counter[date] = field(default_factory=Counter)

    @property
    def markets(self) -> int:
        return self.places[PlaceKind.MARKET]

    @property
    def total_in_use(self) -> int:
        return self.in_use.total()

    @property
    def without_valid(self) -> int:
        return self.overdue + self.unverified

    @property
    def valid_per_mille(self) -> int | None:
        """The verification rate, rounded down: a region with one scale overdue is not at 100 %."""
        total = self.valid + self.without_valid
        return self.valid * 1000 // total if total else None

    def add(self, other: "Figures") -> None:
        for name in ("places", "in_use", "ends"):
            getattr(self, name).update(getattr(other, name))
        self.valid += other.valid
        self.overdue += other.overdue
        self.unverified += other.unverified


def total(parts: Iterable[Figures]) -> Figures:
    whole = Figures()
    for part in parts:
        whole.add(part)
    return whole


def figures(division: Division, on: date) -> dict[str, Figures]:
    """By the part of the division; a county, and what lies below one, is its own only part."""
    if not division.is_divided:
        return {division.area: _asked(division.area, on)}
    found: defaultdict[str, Figures] = defaultdict(Figures)
    for part, kind, n in _summed(PlaceCount, division, "kind"):
        found[part].places[kind] += n
    for part, kind, n in _summed(InstrumentCount, division, "kind", status=IN_USE):
        found[part].in_use[kind] += n
    this_month = on.replace(day=1)
    for part, month, n in _summed(DueCount, division, "due_month"):
        if month != this_month:
            _sort(found[part], month, n, on)
    for part, day, n in _this_month(division, this_month):
        _sort(found[part], day, n, on)
    return dict(found)


def _part(division: Division, column: str) -> Func:
    return Func(F(column), Value(division.part_length), function="left", output_field=CharField())


def _summed(ledger: type, division: Division, key: str, **wanted: str) -> Iterator[tuple[str, object, int]]:
    rows = ledger.objects.filter(county__startswith=division.area, **wanted)
    return rows.annotate(part=_part(division, "county")).values_list("part", key).annotate(Sum("n")).iterator()


def _this_month(division: Division, first: date) -> Iterator[tuple[str, date, int]]:
    """Those whose verification runs out this month, day by day, from an index of just those in use."""
    ending = InstrumentState.objects.filter(status=IN_USE, due_on__gte=first, due_on__lt=_next_month(first))
    below = ending.filter(area__startswith=division.area) if division.area else ending
    return below.annotate(part=_part(division, "area")).values_list("part", "due_on").annotate(n=Count("*")).iterator()


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _sort(part: Figures, ends: date | None, n: int, on: date) -> None:
    if ends is None:
        part.unverified += n
        return
    part.ends[ends.replace(day=1)] += n
    if ends < on:
        part.overdue += n
    else:
        part.valid += n


def _asked(area: str, on: date) -> Figures:
    """Of one market or stall: few enough to count."""
    asked = Figures()
    for kind in Place.objects.filter(area__startswith=area).values_list("kind", flat=True):
        asked.places[kind] += 1
    in_use = InstrumentState.objects.filter(status=IN_USE, area__startswith=area)
    for kind, ends in in_use.values_list("kind", "due_on"):
        asked.in_use[kind] += 1
        _sort(asked, ends, 1, on)
    return asked
