"""Where the verification service of a maker answers, and whose signature its answers bear: kept by the regulator."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people.areas import within
from quanheng.register.identity.asking import Heard, ask
from quanheng.register.identity.marks import Marks
from quanheng.register.keeping.change import Doer, note
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Organisation

KEY_BYTES = 32
URL_LENGTH = 200
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def makers(viewer: object, after: str = "") -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(within(viewer), makes=True, closed_on__isnull=True).order_by("uscc")
    return rows.filter(uscc__gt=after) if after else rows


def maker(viewer: object, number: int) -> Organisation:
    """Raises Organisation.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return makers(viewer).get(pk=number)


@transaction.atomic
def keep(row: Organisation, given: Mapping[str, Any], by: Doer) -> None:
    """Both empty takes the service off the record. Raises ValidationError by field."""
    form = FilledIn(given)
    url, key = _url(form), _key(form)
    if bool(url) != bool(key):
        form.refuse("service_key" if url else "service_url", _("Address and key belong together."))
    reason = form.reason()
    form.done()
    held = Organisation.objects.select_for_update().get(pk=row.pk)
    before, after = told(held), {"service_url": url, "service_key": b64encode(key).decode()}
    if before == after:
        form.refuse("service_url", _("Nothing was changed."))
        form.done()
    held.service_url, held.service_key = url, key or None
    held.save(update_fields=["service_url", "service_key"])
    note("maker-service-kept", held, by, before=before, after=after, reason=reason)


def told(row: Organisation) -> dict[str, str]:
    return {"service_url": row.service_url, "service_key": b64encode(bytes(row.service_key or b"")).decode()}


def _url(form: FilledIn) -> str:
    """The network reads it, so it is checked: https, and plain http on this machine only."""
    said = form.text("service_url", URL_LENGTH)
    if not said:
        return ""
    try:
        parts = urlsplit(said)
        is_good = parts.hostname is not None and parts.port != 0 and not parts.username and not parts.fragment
    except ValueError:
        is_good = False
    if not is_good or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        form.refuse("service_url", _("An address that begins with https://."))
    return said


def _key(form: FilledIn) -> bytes:
    said = form.text("service_key", 100)
    try:
        key = b64decode(said, validate=True)
    except (NotBase64, ValueError):
        key = b"?"
    if said and len(key) != KEY_BYTES:
        form.refuse("service_key", _("The public Ed25519 key of the maker: 32 bytes in Base64."))
    return key if said else b""


def tried(row: Organisation, at: datetime) -> Heard:
    """Ask about a scale that nobody made: any signed answer shows that address and key are right."""
    return ask(row if row.service_url and row.service_key else None, gtin="", giai="", found=Marks(serial="-"), at=at)
