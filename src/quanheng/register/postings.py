"""Where people get an account, and with which role: offices have regions, managers markets, operators stalls."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.people.invitations import invite
from quanheng.people.models import Role, User
from quanheng.register.credit_code import compact
from quanheng.register.models import Organisation, Place, PlaceKind, Region, Stall

ROLES_AT = {
    Region: (Role.REGULATOR, Role.VERIFICATION_BODY, Role.MAKER, Role.REPAIRER, Role.VOLUNTEER, Role.ASSOCIATION),
    Place: (Role.MARKET_MANAGER, Role.ADMINISTRATOR),
    Stall: (Role.OPERATOR,),
}
TRADES = {Role.MAKER: "makes", Role.REPAIRER: "repairs"}
# Of what an association may be one.
TRADES_OFFERED = {kind.value: kind.label for kind in PlaceKind if kind != PlaceKind.WORKS}
# What a person picks from; a county with more places is narrowed from the page of the market.
OFFERED_MAX = 1000


def level_of(area: str) -> type[Region] | type[Place] | type[Stall] | None:
    """None for what is not on the register. The nation is a region of its own."""
    if not area:
        return Region
    return next((model for model in ROLES_AT if model.objects.filter(area=area).exists()), None)


def roles_at(area: str) -> tuple[Role, ...]:
    level = level_of(area)
    return ROLES_AT[level] if level else ()


def areas_below(area: str) -> list[str]:
    """Directly below: regions of a region, places of a county, stalls of a place."""
    level = level_of(area)
    if level is Place:
        rows = Stall.objects.filter(market__area=area)
    elif level is Region:
        rows = Region.objects.filter(area__regex=rf"^{area}[0-9]{{2}}/$")
        rows = rows if rows.exists() else Place.objects.filter(region__area=area)
    else:
        return []
    return list(rows.order_by("area").values_list("area", flat=True)[:OFFERED_MAX])


def appoint(
    by: User,
    *,
    username: str,
    name: str,
    role: str,
    area: str,
    organisation: str = "",
    trades: Iterable[str] = (),
    address: str | None,
    now: datetime,
) -> tuple[User, str]:
    """Invite somebody to a post that there is: the new account and the token of its link."""
    if role not in roles_at(area):
        raise ValidationError({"role": _("You cannot give this role here.")})
    told = {"organisation": _organisation(role, organisation), "trades": _trades(role, trades)}
    return invite(by, username=username, name=name, role=role, area=area, **told, address=address, now=now)


def _trades(role: str, given: Iterable[str]) -> str:
    """The kinds of places of an association, in the order of the register; others have none."""
    if role != Role.ASSOCIATION:
        return ""
    known = [kind for kind in TRADES_OFFERED if kind in set(given)]
    if not known:
        raise ValidationError({"trades": _("Choose the trade of the association: one kind of place or more.")})
    return ",".join(known)


def _organisation(role: str, given: str) -> str:
    """Makers and repairers work for an organisation that is on the register for it; others for none."""
    if role not in TRADES:
        return ""
    known = Organisation.objects.filter(uscc=compact(given), closed_on__isnull=True, **{TRADES[role]: True})
    if not known.exists():
        raise ValidationError(
            {"organisation": _("No organisation of this credit code is on the register for this trade.")}
        )
    return compact(given)
