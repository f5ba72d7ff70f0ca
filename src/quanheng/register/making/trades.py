"""Who a maker's or repairer's account belongs to, and which instruments that lets a person see."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.models import Organisation


def organisation_of(user: User, trade: str) -> Organisation | None:
    """``trade`` is makes or repairs: the organisation of the account, where it is on the register for that."""
    rows = Organisation.objects.filter(uscc=user.organisation, closed_on__isnull=True, **{trade: True})
    return rows.first() if user.organisation else None


def seen_by(viewer: User) -> Q:
    """The instruments that a person may see: of the own area; to a maker those of its own making, wherever they are."""
    if viewer.role != Role.MAKER:
        return within(viewer)
    maker = organisation_of(viewer, "makes")
    return Q(maker=maker.name) if maker else Q(pk__in=[])


def require_repairer(user: User) -> None:
    """Whoever repairs for money is on the register as a repairer; the authority and the market enter what they did."""
    if user.role == Role.REPAIRER and organisation_of(user, "repairs") is None:
        raise ValidationError({"state": _("Your account belongs to no repairer on the register; ask the regulator.")})
