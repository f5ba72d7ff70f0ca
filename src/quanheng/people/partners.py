"""Which other systems may speak for an area: admitted by its authority with a key that is told once, and ended."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import contains, within
from quanheng.people.models import Partner, User

NAME_MAX = 80
KEY_MAX = 200


def partners(viewer: User) -> QuerySet[Partner]:
    return Partner.objects.filter(within(viewer)).select_related("admitted_by").order_by("area", "name")


@transaction.atomic
def admit(by: User, *, name: str, area: str, now: datetime) -> tuple[Partner, str]:
    """The partner and its key. Raises ValidationError by field."""
    name = name.replace("\0", "").strip()
    if not 0 < len(name) <= NAME_MAX:
        raise ValidationError({"name": _("Enter the name of the system, at most 80 characters.")})
    if not contains(by, area):
        raise ValidationError({"area": _("This lies outside your area.")})
    key = token_urlsafe(32)
    partner = Partner(name=name, area=area, digest=_digest(key), admitted_by=by, admitted_at=now)
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError:
        raise ValidationError({"name": _("A system of this name is admitted here already.")}) from None
    audit.note("partner-admitted", f"partner:{name}", user=by, area=area)
    return partner, key


@transaction.atomic
def end(by: User, number: int, *, reason: str, now: datetime) -> None:
    """Its key opens nothing from now on. Raises Partner.DoesNotExist for a stranger's."""
    partner = Partner.objects.select_for_update().filter(within(by)).get(pk=number)
    reason = reason.replace("\0", "").strip()[:500]
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    if partner.ended_at is None:
        partner.ended_at = now
        partner.save(update_fields=["ended_at"])
        audit.note("partner-ended", f"partner:{partner.name}", user=by, area=partner.area, reason=reason)


def recognise(key: str) -> Partner | None:
    """None for a key that is not one, or one that was ended."""
    if not key or len(key) > KEY_MAX:
        return None
    return Partner.objects.filter(digest=_digest(key), ended_at=None).first()


def _digest(key: str) -> str:
    """A key of 256 random bits needs no slow digest."""
    return sha256(key.encode(errors="surrogatepass")).hexdigest()
