"""What a list of markets says of each (T4-5.3.2.1): stalls, instruments in use, who runs it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register import find
from quanheng.register.models import InstrumentState, Place, PlaceKind, Stall


@dataclass
class MarketLine:
    place: Place
    stalls: int = 0
    in_use: int = 0
    people: list[User] = field(default_factory=list)


def markets(viewer: object, words: str = "", after: str = "") -> QuerySet[Place]:
    """In the order of their areas; ``after`` is the area of the last one of the page before."""
    if words:
        return find.places(viewer, words, after).filter(kind=PlaceKind.MARKET)
    rows = Place.objects.filter(within(viewer), kind=PlaceKind.MARKET).select_related("region").order_by("area")
    return rows.filter(area__gt=after) if after else rows


def market(viewer: object, number: int) -> Place:
    """Raises Place.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return Place.objects.filter(within(viewer), kind=PlaceKind.MARKET).select_related("region", "run_by").get(pk=number)


def lines(places: list[Place]) -> list[MarketLine]:
    """A fixed number of questions, however many markets."""
    told = {place.pk: MarketLine(place) for place in places}
    for number, stalls in (
        Stall.objects.filter(market__in=places, closed_on=None).values_list("market").annotate(Count("pk"))
    ):
        told[number].stalls = stalls
    _add_instruments(told)
    _add_people(told)
    return list(told.values())


def _add_instruments(told: dict[int, MarketLine]) -> None:
    in_use = InstrumentState.objects.filter(status="in-use", instrument__place__in=told)
    for number, n in in_use.values_list("instrument__place").annotate(Count("pk")):
        told[number].in_use = n


def _add_people(told: dict[int, MarketLine]) -> None:
    by_area = defaultdict(list)
    areas = [line.place.area for line in told.values()]
    staff = User.objects.filter(area__in=areas, is_active=True, role__in=(Role.MARKET_MANAGER, Role.ADMINISTRATOR))
    for person in staff.order_by("-role", "username"):
        by_area[person.area].append(person)
    for line in told.values():
        line.people = by_area[line.place.area]
