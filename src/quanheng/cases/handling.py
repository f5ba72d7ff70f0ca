"""How complaints were handled in the last twelve months: of a place, its months, its classes and goods, its parts.

Read off what the night counted (quanheng.cases.handling_count): a few hundred rows, whatever the number of complaints.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from quanheng.cases.handling_count import first_month
from quanheng.cases.handling_sums import Sums, together
from quanheng.cases.models import HandlingCounted, HandlingFigures
from quanheng.people.areas import within


@dataclass(frozen=True)
class Handling:
    """``whole`` is None where nothing was lodged; the most frequent classes and goods come first."""

    whole: Sums | None
    months: dict[date, Sums]
    categories: dict[str, Sums]
    goods: dict[str, Sums]


def handling(viewer: object, area: str) -> Handling:
    """Of a region or market of one's own area."""
    wanted = (HandlingFigures.ALL, HandlingFigures.CATEGORY, HandlingFigures.GOODS)
    rows = list(_counted(viewer).filter(area=area, by__in=wanted).order_by("month"))
    everything = [row for row in rows if row.by == HandlingFigures.ALL]
    return Handling(
        together(everything) if everything else None,
        {row.month: together([row]) for row in everything},
        _by_frequency(row for row in rows if row.by == HandlingFigures.CATEGORY),
        _by_frequency(row for row in rows if row.by == HandlingFigures.GOODS),
    )


def _by_frequency(rows: Iterable[HandlingFigures]) -> dict[str, Sums]:
    summed = _summed(rows, lambda row: row.key)
    return dict(sorted(summed.items(), key=lambda one: (-one[1].lodged, one[0])))


def _summed(rows: Iterable[HandlingFigures], key: Callable[[HandlingFigures], str]) -> dict[str, Sums]:
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    for row in rows:
        sums[key(row)].add(row)
    return sums


def parts(viewer: object, area: str, after: str = "") -> QuerySet[HandlingFigures]:
    """The regions directly below, or the markets where there are none; one row of each, in the order of their areas."""
    below = _counted(viewer).filter(by=HandlingFigures.ALL, level=_level_below(viewer, area))
    below = below.filter(area__startswith=area) if area else below
    return below.filter(area__gt=after).order_by("area").distinct("area").only("area")


def _level_below(viewer: object, area: str) -> int:
    """Some cities have no counties: their places stand directly in them."""
    level = area.count("/") + 1
    below = _counted(viewer).filter(by=HandlingFigures.ALL, area__startswith=area)
    return next((one for one in range(level, 5) if below.filter(level=one).exists()), level)


def of_parts(viewer: object, areas: Iterable[str]) -> dict[str, Sums]:
    """Of each, over the twelve months."""
    return _summed(_counted(viewer).filter(by=HandlingFigures.ALL, area__in=list(areas)), lambda row: row.area)


def counted_at() -> datetime | None:
    return HandlingCounted.objects.values_list("at", flat=True).first()


def _counted(viewer: object) -> QuerySet[HandlingFigures]:
    return HandlingFigures.objects.filter(within(viewer), month__gte=first_month(localdate()))
