"""Whose accounts a person looks after: those in the own area and never above it, of the roles that one answers for."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quanheng.people.areas import contains, within
from quanheng.people.models import Role, User

REASON_MAX = 500
ANSWERS_FOR = {
    Role.REGULATOR: set(Role),
    Role.MARKET_MANAGER: {Role.ADMINISTRATOR, Role.OPERATOR},
}


def may_appoint(by: User, role: str, area: str) -> bool:
    return contains(by, area) and role in ANSWERS_FOR.get(by.role, ())


def may_administer(by: User, person: User) -> bool:
    """Nobody the own account: who locked themselves out, or somebody at their open page, asks a colleague."""
    return by.pk != person.pk and person.area is not None and may_appoint(by, person.role, person.area)


def accounts(viewer: User, words: str = "", role: str = "", after: str = "") -> QuerySet[User]:
    """In the order of user names; ``after`` is the last one of the page before."""
    rows = User.objects.filter(within(viewer)).order_by("username")
    if words:
        rows = rows.filter(Q(username__istartswith=words) | Q(name__icontains=words))
    if role in Role.values:
        rows = rows.filter(role=role)
    return rows.filter(username__gt=after) if after else rows


def account(viewer: User, number: int) -> User:
    """Raises User.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return User.objects.filter(within(viewer)).get(pk=number)


def taken_up(by: User, person: User) -> User:
    """The row, locked for a change; raises PermissionDenied for an account that is not theirs to look after."""
    user = User.objects.select_for_update().get(pk=person.pk)
    if not may_administer(by, user):
        raise PermissionDenied
    return user


def given_reason(text: str) -> str:
    if told := text.replace("\0", "").strip()[:REASON_MAX]:
        return told
    raise ValidationError({"reason": _("Say why.")})
