"""Markets of a region by name, with what they have in use (T4-5.3.2.2); page after page."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from quanheng.register.models import InstrumentState, Place, PlaceKind


@dataclass(frozen=True)
class Market:
    place: Place
    in_use: int


def markets(area: str, after: str = "") -> QuerySet[Place]:
    """In the order of their areas; ``after`` is the last of the page before."""
    found = Place.objects.filter(kind=PlaceKind.MARKET, area__startswith=area).select_related("region").order_by("area")
    return found.filter(area__gt=after) if after else found


def with_instruments(places: list[Place]) -> list[Market]:
    in_use = InstrumentState.objects.filter(status="in-use", instrument__place__in=places)
    counts = dict(in_use.values_list("instrument__place").annotate(Count("pk")))
    return [Market(place, counts.get(place.pk, 0)) for place in places]
