"""A county's markets side by side: what stands open in each, so that an office sees where to go first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from quanheng.cases import desk
from quanheng.cases.check_scale_need import Need, needs
from quanheng.cases.clock import MEDIATED_STATES
from quanheng.cases.models import Complaint
from quanheng.measuring import check_scale_watch
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.models import Instrument, InstrumentState, Kind, Place, PlaceKind

SOON = timedelta(days=30)
# More than any county has; a city reads its counties first.
MARKETS_MOST = 2000


@dataclass(frozen=True, slots=True)
class MarketOverview:
    market: Place
    need: Need
    in_use: int
    overdue: int
    due_soon: int
    to_replace: int
    not_checked: int
    complaints: int
    complaints_late: int

    @property
    def open_matters(self) -> int:
        """What somebody should have done already; it sorts, and says nothing about anybody."""
        return self.overdue + self.not_checked + self.need.lacking + self.complaints_late


def overview(viewer: User, area: str, at: datetime) -> list[MarketOverview]:
    """Of all markets of a county, or of less; the one with the most open matters first."""
    rows = Place.objects.filter(within(viewer), kind=PlaceKind.MARKET, area__startswith=area).select_related("region")
    places = list(rows.order_by("area")[:MARKETS_MOST])
    states, unchecked, complaints = _states(area, at), _unchecked(viewer, area, at), _complaints(area, at)
    told = [
        MarketOverview(
            place,
            need,
            **states.get(place.pk, dict.fromkeys(("in_use", "overdue", "due_soon", "to_replace"), 0)),
            not_checked=unchecked.get(place.pk, 0),
            **complaints.get(place.pk, {"complaints": 0, "complaints_late": 0}),
        )
        for place, need in zip(places, needs(places, at), strict=True)
    ]
    return sorted(told, key=attrgetter("open_matters"), reverse=True)


def _by_market(rows: QuerySet, place: str, **counted: Count) -> dict[int, dict[str, int]]:
    return {row.pop(place): row for row in rows.order_by().values(place).annotate(**counted)}


def _states(area: str, at: datetime) -> dict[int, dict[str, int]]:
    today = localdate(at)
    in_use = Q(status="in-use")
    return _by_market(
        InstrumentState.objects.filter(area__startswith=area),
        "instrument__place",
        in_use=Count("pk", filter=in_use),
        overdue=Count("pk", filter=in_use & (Q(due_on__lt=today) | Q(due_on=None))),
        due_soon=Count("pk", filter=in_use & Q(due_on__range=(today, today + SOON))),
        to_replace=Count("pk", filter=in_use & Q(replace_by__isnull=False)),
    )


def _unchecked(viewer: User, area: str, at: datetime) -> dict[int, int]:
    rows = check_scale_watch.check_scales(viewer, check_scale_watch.MISSING, localdate(at))
    own = Instrument.objects.filter(pk__in=rows.filter(area__startswith=area, kind=Kind.CHECK_SCALE).values("pk"))
    return {place: counted["n"] for place, counted in _by_market(own, "place", n=Count("pk")).items()}


def _complaints(area: str, at: datetime) -> dict[int, dict[str, int]]:
    today = localdate(at)
    late = Q(state="lodged", accept_due_on__lt=today)
    late |= Q(state__in=MEDIATED_STATES, stopped_on=None, mediate_due_on__lt=today)
    rows = Complaint.objects.filter(area__startswith=area, state__in=desk.open_states())
    return _by_market(rows, "market", complaints=Count("pk"), complaints_late=Count("pk", filter=late))
