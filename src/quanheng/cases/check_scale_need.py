"""How many check scales a market has, needs and had better have, and where shoppers complain most (T4-5.1.2, 5.1.3).

The sections of a market are its stalls by trade: what stands together in a market hall, and what a stall's entry tells.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from quanheng.cases.models import Complaint
from quanheng.law.check_scales import CheckScales, check_scales
from quanheng.people.areas import within
from quanheng.register.models import Instrument, Kind, Place, PlaceKind, SellingArea

# The standard asks for more check scales "where complaints are many" and gives no number; these are ours (C).
CLUSTER_DAYS = 90
CLUSTER_COMPLAINTS = 3
# Complaints that came to nothing say nothing about a section.
UNFOUNDED = ("refused", "withdrawn")


@dataclass(frozen=True, slots=True)
class Section:
    """Stalls of one trade, and the complaints about them."""

    name: str
    complaints: int

    @property
    def is_cluster(self) -> bool:
        return self.complaints >= CLUSTER_COMPLAINTS


@dataclass(frozen=True, slots=True)
class Need:
    """One market: what the law asks for, what is in use, and the sections by complaints, most first."""

    market: Place
    trade_scales: int
    present: int
    law: CheckScales
    sections: tuple[Section, ...]

    @property
    def lacking(self) -> int:
        return max(self.law.required - self.present, 0)

    @property
    def clusters(self) -> list[Section]:
        return [section for section in self.sections if section.is_cluster]


def markets(viewer: object, after: str = "") -> QuerySet[Place]:
    """In the order of their areas; ``after`` is the last of the page before."""
    rows = Place.objects.filter(within(viewer), kind=PlaceKind.MARKET).select_related("region").order_by("area")
    return rows.filter(area__gt=after) if after else rows


def need(market: Place, at: datetime) -> Need:
    return needs([market], at)[0]


def needs(places: list[Place], at: datetime) -> list[Need]:
    """Of a leaf of markets, with as many questions to the database as for one."""
    scales, areas, sections = _scales(places), _areas(places), _sections(places, at)
    return [_need(place, scales[place.pk], areas[place.pk], sections[place.pk]) for place in places]


def _need(place: Place, scales: Counter[str], areas: tuple[int, int], sections: tuple[Section, ...]) -> Need:
    isolated, live_goods = areas
    asked = check_scales(
        trade_scales=scales[Kind.TRADE_SCALE],
        isolated_areas=isolated,
        live_goods_areas=live_goods,
        complaint_areas=sum(section.is_cluster for section in sections),
    )
    return Need(place, scales[Kind.TRADE_SCALE], scales[Kind.CHECK_SCALE], asked, sections)


def _scales(places: list[Place]) -> dict[int, Counter[str]]:
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    in_use = Instrument.objects.filter(
        place__in=places, kind__in=(Kind.TRADE_SCALE, Kind.CHECK_SCALE), state__status="in-use"
    )
    for place, kind, n in in_use.values_list("place", "kind").annotate(Count("pk")):
        found[place][kind] = n
    return found


def _areas(places: list[Place]) -> dict[int, tuple[int, int]]:
    counted = {"isolated": Count("pk", filter=Q(is_enclosed=True)), "live": Count("pk", filter=Q(has_live_goods=True))}
    rows = SellingArea.objects.filter(market__in=places).values_list("market").annotate(**counted)
    return defaultdict(lambda: (0, 0), {market: (isolated, live) for market, isolated, live in rows})


def _sections(places: list[Place], at: datetime) -> dict[int, tuple[Section, ...]]:
    recent = Complaint.objects.filter(market__in=places, lodged_at__gte=at - timedelta(days=CLUSTER_DAYS))
    named = recent.filter(stall__isnull=False).exclude(stall__stall_type="").exclude(state__in=UNFOUNDED)
    found: defaultdict[int, tuple[Section, ...]] = defaultdict(tuple)
    counted = named.values_list("market", "stall__stall_type").annotate(n=Count("pk"))
    for market, name, n in counted.order_by("-n", "stall__stall_type"):
        found[market] += (Section(name, n),)
    return found
