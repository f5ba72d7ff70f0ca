"""The code on a market's poster or a stall's sign: a link to the place, by its area."""

import re
from urllib.parse import unquote, urlsplit

from quanheng.register.models import FormerArea, Place, Stall

# /at/99/01/01/m001 is a place, one step further a stall.
PATH = re.compile(r"/at/((?:[A-Za-z0-9_-]{1,20}/){1,11}[A-Za-z0-9_-]{1,20})/?\Z")


class PlaceUnknown(LookupError):
    """The code names a place that is not in the register."""


def place_path(area: str) -> str:
    return f"/at/{area.rstrip('/')}"


def area_of_code(link: str) -> str | None:
    """The area that a place's link names; None where the text is no such link."""
    try:
        path = unquote(urlsplit(link.strip()).path)
    except ValueError:
        return None
    found = PATH.search(path)
    return f"{found[1]}/" if found else None


def standing_at(area: str) -> tuple[Place, Stall | None]:
    """Raises PlaceUnknown."""
    if stall := Stall.objects.select_related("market__region").filter(area=area).first():
        return stall.market, stall
    if place := Place.objects.select_related("region").filter(area=area).first():
        return place, None
    # A sign that was printed before the county was merged still leads there.
    if before := FormerArea.objects.select_related("place__region", "stall").filter(area=area).first():
        return before.place, before.stall
    raise PlaceUnknown(area)
