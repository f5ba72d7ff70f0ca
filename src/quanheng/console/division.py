"""The part of one's own area that a page is asked about, and the way back up."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from quanheng.people.areas import contains
from quanheng.register.area_names import name_of_area, place_name
from quanheng.register.divisions import Division
from quanheng.register.models import Place, Region


@dataclass(frozen=True)
class Step:
    area: str
    name: str


def asked_division(request: HttpRequest) -> Division:
    """One's own area where none is asked for. What lies outside it and what is not there look the same."""
    own = request.user.area
    area = request.GET.get("area", own)
    if area is None or not contains(request.user, area) or not (area == own or _exists(area)):
        raise Http404
    return Division(area)


def _exists(area: str) -> bool:
    return not area or any(model.objects.filter(area=area).exists() for model in (Region, Place))


def way_up(request: HttpRequest, division: Division) -> list[Step]:
    """From one's own area down to the division asked about."""
    return [Step(area, name_of_area(area)) for area in division.line(request.user.area)]


def names_of(areas: list[str]) -> dict[str, str]:
    """Of many at once; an area without a region of its own is called by its path."""
    known = {region.area: region for region in Region.objects.filter(area__in=areas)}
    return {area: place_name(known[area]) if area in known else name_of_area(area) for area in areas}
