"""Where a volunteer stands: by a scanned code, or by market and stall; never where they have a stake."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.cases.places import Whereabouts, resolve
from quanheng.people.areas import contains, within
from quanheng.people.models import User
from quanheng.register.models import Place, PlaceKind, Stall
from quanheng.supervision.interests import forbids
from quanheng.supervision.models import Volunteer

CODE_LENGTH = 600
MARKETS_SHOWN, STALLS_SHOWN = 300, 600
WHERE_PEOPLE_BUY = (PlaceKind.MARKET, PlaceKind.SHOP, PlaceKind.STREET)


def markets(viewer: User) -> list[Place]:
    rows = Place.objects.filter(within(viewer), kind__in=WHERE_PEOPLE_BUY, closed_on=None)
    return list(rows.order_by("area")[:MARKETS_SHOWN])


def stalls(market: Place) -> list[Stall]:
    return list(Stall.objects.filter(market=market, closed_on=None).order_by("number")[:STALLS_SHOWN])


def standing_at(given: Mapping[str, str], volunteer: Volunteer, by: User) -> Whereabouts:
    """Raises ValidationError beside the field: unknown, outside the area, or where the volunteer may not check."""
    found = _found(given, by)
    if not contains(by, found.area):
        raise ValidationError({_asked(given): _("This is outside the area you were appointed for.")})
    if forbids(volunteer, found.area):
        raise ValidationError(
            {_asked(given): _("You or a relative of yours trade here, as declared: somebody else checks this stall.")}
        )
    return found


def _asked(given: Mapping[str, str]) -> str:
    return "code" if given.get("code") else "stall" if given.get("stall") else "market"


def _found(given: Mapping[str, str], by: User) -> Whereabouts:
    code = given.get("code", "").replace("\0", "").strip()[:CODE_LENGTH]
    if code:
        return _of_code(code, given.get("stall", ""))
    rows = Place.objects.filter(within(by), kind__in=WHERE_PEOPLE_BUY)
    market = rows.filter(pk=_number(given.get("market", ""))).first()
    if market is None:
        raise ValidationError({"market": _("Scan a code, or choose the market.")})
    return _at_stall(market, given.get("stall", ""))


def _of_code(code: str, stall: str) -> Whereabouts:
    try:
        found = resolve(code)
    except ValidationError as unknown:
        raise ValidationError({"code": unknown.messages[0]}) from None
    # The sign of a market names no stall: that one is chosen.
    return found if found.stall or found.scale or not stall else _at_stall(found.market, stall)


def _at_stall(market: Place, number: str) -> Whereabouts:
    if not number:
        return Whereabouts(market)
    stall = Stall.objects.filter(market=market, pk=_number(number)).first()
    if stall is None:
        raise ValidationError({"stall": _("This place has no stall of this number.")})
    return Whereabouts(market, stall)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
