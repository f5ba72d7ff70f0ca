"""The key by which a shopper's phone is known again: `Authorization: Bearer …`."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from quanheng.api.errors import Refused, refused
from quanheng.cases import shoppers
from quanheng.cases.models import Shopper
from quanheng.cases.pace import TooMany

UNKNOWN = _("this phone is not known here any more: ask for a new key")


class PhoneKey(HttpBearer):
    """Needed where a request is about this phone and about no complaint in particular."""

    def authenticate(self, _request: HttpRequest, token: str) -> Any:
        return _known(token)


needed = PhoneKey()


def of(request: HttpRequest) -> Shopper | None:
    """Whose phone this is; None for one that shows no key. A key nobody has is refused, so that the phone notices."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    return _known(key.strip()) if scheme.lower() == "bearer" else None


def _known(key: str) -> Shopper:
    shopper = shoppers.known_by(key, at=timezone.now())
    if shopper is None:
        raise refused(401, "Authorization", "Bearer", UNKNOWN)
    return shopper


def slow_down(many: TooMany) -> Refused:
    """429, with the seconds after which there is room again."""
    minutes = max(1, -(-many.seconds // 60))
    message = _("too many at once: try again in %(minutes)s minutes, or call 12315") % {"minutes": minutes}
    why = refused(429, "request", f"at most {many.most} an hour", message)
    why.headers["Retry-After"] = str(many.seconds)
    return why
