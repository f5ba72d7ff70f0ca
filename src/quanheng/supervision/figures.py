"""How much volunteers looked at, and in how many checks something was found: by market and month, and by activity."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.models import Place
from quanheng.supervision.models import Activity, SpotCheck

MONTHS = 12
WEIGHED = Q(recheck__isnull=False) | Q(typed_mg__isnull=False)


@dataclass(frozen=True)
class Figures:
    """``market`` is none in the row of a whole month."""

    month: date
    market: Place | None
    checks: int
    weighed: int
    found: int
    exceeded: int
    decided: int

    @property
    def share_per_mille(self) -> int | None:
        return self.found * 1000 // self.checks if self.checks else None


COUNTS = {
    "checks": Count("pk"),
    "weighed": Count("pk", filter=WEIGHED),
    "found": Count("pk", filter=~Q(state="clear")),
    "exceeded": Count("pk", filter=Q(exceeded=True)),
    "decided": Count("pk", filter=Q(state="decided")),
}


def months(today: date) -> list[date]:
    """The present one first."""
    number = today.year * 12 + today.month - 1
    return [date((number - back) // 12, (number - back) % 12 + 1, 1) for back in range(MONTHS)]


def by_market(viewer: User, month: date, after: str = "") -> QuerySet:
    """One row a market where somebody checked in the month, in the order of their areas, as dictionaries."""
    rows = _of_month(viewer, month).filter(market__area__gt=after) if after else _of_month(viewer, month)
    return rows.values("market", "market__area").annotate(**COUNTS).order_by("market__area")


def in_figures(rows: list[dict], month: date) -> list[Figures]:
    places = Place.objects.in_bulk([row["market"] for row in rows])
    counted = [{name: row[name] for name in COUNTS} for row in rows]
    return [Figures(month, places[row["market"]], **told) for row, told in zip(rows, counted, strict=True)]


def of_month(viewer: User, month: date) -> Figures:
    return Figures(month, None, **_of_month(viewer, month).aggregate(**COUNTS))


def of_activity(activity: Activity) -> Figures:
    return Figures(localdate(activity.starts_at), None, **activity.checks.aggregate(**COUNTS))


def _of_month(viewer: User, month: date) -> QuerySet[SpotCheck]:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return SpotCheck.objects.filter(within(viewer), checked_on__gte=month, checked_on__lt=following)
