"""Which check scales were checked with weights in the last week, and which were not (T4-4.2.3.4)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value

from quanheng.law.weekly_check import next_check_on, oldest_in_time
from quanheng.measuring.models import WeeklyCheck
from quanheng.measuring.partitions import bounds_of
from quanheng.people.areas import within
from quanheng.register.divisions import COUNTY
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, InstrumentState, Kind, Place, Region

COUNTIES_SHOWN = 30
MISSING, STOPPED, ALL = "missing", "stopped", "all"


@dataclass(frozen=True, slots=True)
class CountyChecks:
    region: Region
    in_use: int
    missing: int


def check_scales(viewer: object, show: str, on: date, after: tuple[str, str] | None = None) -> QuerySet[Instrument]:
    """Market after market; each with ``last_at`` and ``last_passed`` of its last check, None where there was none."""
    rows = _with_last_check().filter(within(viewer))
    if show == MISSING:
        rows = rows.filter(~_checked_in_time(on), state__status="in-use")
    elif show == STOPPED:
        # Said of the state too: an index has just these.
        rows = rows.filter(state__status="stopped", state__kind=Kind.CHECK_SCALE)
    if after:
        area, device_id = after
        rows = rows.filter(Q(area__gt=area) | Q(area=area, device_id__gt=device_id))
    return rows.order_by("area", "device_id")


def in_market(market: Place) -> QuerySet[Instrument]:
    return _with_last_check().filter(place=market).order_by("device_id")


def _with_last_check() -> QuerySet[Instrument]:
    last = WeeklyCheck.objects.filter(check_scale=OuterRef("pk")).order_by("-checked_at")
    told = {"last_at": Subquery(last.values("checked_at")[:1]), "last_passed": Subquery(last.values("passed")[:1])}
    rows = Instrument.objects.filter(kind=Kind.CHECK_SCALE).exclude(state__status="scrapped")
    return rows.annotate(**told).select_related("place", "state")


def _checked_in_time(on: date) -> Exists:
    start, _end = bounds_of(oldest_in_time(on))
    return Exists(WeeklyCheck.objects.filter(check_scale=OuterRef("pk"), checked_at__gte=start))


def by_county(viewer: object, on: date) -> list[CountyChecks]:
    """The counties with the most check scales in use that nobody checked in time."""
    in_use = InstrumentState.objects.filter(within(viewer), kind=Kind.CHECK_SCALE, status="in-use")
    present, missing = _in_counties(in_use), _in_counties(in_use.filter(~_checked_in_time(on)))
    most = sorted(present, key=lambda county: (-missing[county], county))[:COUNTIES_SHOWN]
    regions = {region.area: region for region in Region.objects.filter(area__in=most)}
    return [CountyChecks(regions[county], present[county], missing[county]) for county in most if county in regions]


def _in_counties(states: QuerySet[InstrumentState]) -> Counter[str]:
    """Two plain counts cost less than one that looks for the checks of each scale."""
    county = Func(F("area"), Value(COUNTY), function="left", output_field=CharField())
    return Counter(dict(states.annotate(county=county).values_list("county").annotate(Count("pk"))))


def history(check_scale: Instrument) -> QuerySet[WeeklyCheck]:
    return WeeklyCheck.objects.filter(check_scale=check_scale).select_related("checked_by").order_by("-checked_at")


def due_on(last_at: datetime | None) -> date | None:
    return next_check_on(legal_day(last_at)) if last_at else None
