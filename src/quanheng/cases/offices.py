"""Which office has a complaint in hand: the market's manager first, and above it county, city and province."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.cases.models import Complaint
from quanheng.people.models import User
from quanheng.register.area_names import place_name
from quanheng.register.models import Place, Region


def is_in_hand_of(complaint: Complaint, person: User) -> bool:
    """An office may also act for those below it; those below not for it."""
    return person.area is not None and complaint.desk.startswith(person.area)


def line(market: Place) -> list[str]:
    """From the market up to the province, those that are on the register."""
    steps = market.area.rstrip("/").split("/")
    above = ["/".join(steps[:length]) + "/" for length in range(len(steps) - 1, 0, -1)]
    known = set(Region.objects.filter(area__in=above).values_list("area", flat=True))
    return [market.area, *(area for area in above if area in known)]


def above(complaint: Complaint) -> str | None:
    """The next office up; None where there is none."""
    offices = line(complaint.market)
    at = offices.index(complaint.desk) if complaint.desk in offices else 0
    return offices[at + 1] if at + 1 < len(offices) else None


def authority(complaint: Complaint) -> str:
    """The lowest office that is not the market itself; the market where there is no other."""
    offices = line(complaint.market)
    at = offices.index(complaint.desk) if complaint.desk in offices else 0
    return offices[max(at, 1)] if len(offices) > 1 else offices[0]


def with_names(complaints: list[Complaint]) -> list[Complaint]:
    """Each with the name of the office that has it, all of them asked for at once."""
    areas = {one.desk for one in complaints if one.desk != one.market.area}
    names = {region.area: place_name(region) for region in Region.objects.filter(area__in=areas)}
    for one in complaints:
        one.desk_name = names.get(one.desk, "") or place_name(one.market)
    return complaints


def choices(complaint: Complaint) -> tuple[tuple[str, str], ...]:
    """To whom it may be handed: every office of its line but the one that has it."""
    others = [area for area in line(complaint.market) if area != complaint.desk]
    named = {region.area: place_name(region) for region in Region.objects.filter(area__in=others)}
    return tuple((area, named.get(area, place_name(complaint.market))) for area in others)


def place_named(name: str) -> Place:
    """The one place of exactly this name; raises ValidationError."""
    found = list(Place.objects.filter(name=name.strip())[:2])
    if len(found) != 1:
        raise ValidationError({"place": _("There is no place, or more than one, of exactly this name.")})
    return found[0]
