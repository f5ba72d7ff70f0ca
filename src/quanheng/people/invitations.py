"""Accounts begin, and forgotten passwords end, with a link that works once: only its owner ever knows a password."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.administering import given_reason, may_appoint, taken_up
from quanheng.people.models import Invitation, Role, User

VALID_FOR = timedelta(hours=72)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
NAME_MAX, PASSWORD_MAX = 80, 200


@transaction.atomic
def invite(
    by: User,
    *,
    username: str,
    name: str,
    role: str,
    area: str,
    organisation: str = "",
    trades: str = "",
    address: str | None,
    now: datetime,
) -> tuple[User, str]:
    """The new account, which nobody can sign in to yet, and the token of its link: it is told this once."""
    username, name = username.strip(), name.replace("\0", "").strip()
    if wrong := _wrong(by, username, name, role, area):
        raise ValidationError(wrong)
    user = User(username=username, name=name, role=role, area=area, organisation=organisation, trades=trades)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise ValidationError({"username": _("This user name is taken.")}) from None
    asked = {"organisation": organisation, "trades": trades}
    after = {"name": name, "role": role, "area": area} | {key: value for key, value in asked.items() if value}
    audit.note("account-invited", f"user:{username}", user=by, address=address, area=area, after=after)
    return user, _issue(user, by, now)


def _wrong(by: User, username: str, name: str, role: str, area: str) -> dict[str, str]:
    wrong = {}
    if not USERNAME.fullmatch(username):
        wrong["username"] = _("3 to 60 small letters, digits, dots, hyphens or underscores.")
    elif User.objects.filter(username=username).exists():
        wrong["username"] = _("This user name is taken.")
    if not 0 < len(name) <= NAME_MAX:
        wrong["name"] = _("Enter the name, at most 80 characters.")
    if role not in Role.values or not may_appoint(by, role, area):
        wrong["role"] = _("You cannot give this role here.")
    return wrong


@transaction.atomic
def renew(by: User, person: User, *, reason: str, address: str | None, now: datetime) -> str:
    """The token of a link to a new password. The old password, and whoever is signed in with it, ends at once."""
    user = taken_up(by, person)
    if not user.is_active:
        raise ValidationError({"reason": _("This account is closed; open it again first.")})
    reason = given_reason(reason)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.note("account-reset", f"user:{user.username}", user=by, address=address, area=user.area, reason=reason)
    return _issue(user, by, now)


@transaction.atomic
def set_active(by: User, person: User, active: bool, *, reason: str, address: str | None, now: datetime) -> None:
    """Close an account, which ends its sessions and links, or open it again."""
    user = taken_up(by, person)
    reason = given_reason(reason)
    if user.is_active == active:
        raise ValidationError({"reason": _("It is so already.")})
    user.is_active = active
    user.save(update_fields=["is_active"])
    _void(user, now)
    audit.note(
        "account-reopened" if active else "account-closed",
        f"user:{user.username}",
        user=by,
        address=address,
        area=user.area,
        before={"active": not active},
        after={"active": active},
        reason=reason,
    )


def _issue(user: User, by: User, now: datetime) -> str:
    _void(user, now)
    token = token_urlsafe(32)
    Invitation.objects.create(user=user, digest=_digest(token), issued_by=by, issued_at=now, expires_at=now + VALID_FOR)
    return token


def _void(user: User, now: datetime) -> None:
    Invitation.objects.filter(user=user, ended_at=None).update(ended_at=now)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def standing_invitation(token: str, now: datetime) -> Invitation | None:
    """None for a link that was used, ran out, was made void or never was: which of these is nobody's business."""
    standing = Invitation.objects.filter(ended_at=None, expires_at__gt=now, user__is_active=True)
    return standing.select_related("user").filter(digest=_digest(token)).first()


@transaction.atomic
def accept(token: str, password: str, again: str, *, address: str | None, now: datetime) -> User | None:
    """The person who may sign in now; None where the link does not stand."""
    invitation = standing_invitation(token, now)
    if invitation is None:
        return None
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if standing_invitation(token, now) is None:  # somebody else came first while we waited for the row
        return None
    check_new_password(password, again, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _void(user, now)
    audit.note("password-set", f"user:{user.username}", user=user, address=address, area=user.area or "")
    return user


def check_new_password(password: str, again: str, user: User) -> None:
    """Raises ValidationError for one that is weak, or was mistyped."""
    if "\0" in password or len(password) > PASSWORD_MAX:
        raise ValidationError({"password": _("At most 200 characters, none of them invisible.")})
    try:
        validate_password(password, user)
    except ValidationError:
        raise ValidationError({"password": _("At least 10 characters, and not a common one.")}) from None
    if password != again:
        raise ValidationError({"again": _("The two passwords differ.")})
