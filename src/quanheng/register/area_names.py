"""What an area path is called: the place itself and the one above it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.register.models import FormerArea, Place, Region, Stall


def name_of_area(area: str | None) -> str:
    """ "虚构省", "东屏区", "晨光农贸市场", "晨光农贸市场 s012 …"; the nation for the empty path."""
    if area is None:
        return _("no area")
    if not area:
        return _("the whole country")
    if stall := Stall.objects.select_related("market").filter(area=area).first():
        return f"{place_name(stall.market)} · {stall}"
    place = Place.objects.filter(area=area).first() or Region.objects.filter(area=area).first()
    if place is None and (before := FormerArea.objects.select_related("place", "stall").filter(area=area).first()):
        return f"{place_name(before.place)} · {before.stall}" if before.stall else place_name(before.place)
    return place_name(place) if place else area


def place_name(place: Place | Region) -> str:
    """In the reader's language; in Chinese where it has no English name."""
    english = (get_language() or "").startswith("en")
    return (place.name_en if english else "") or place.name
