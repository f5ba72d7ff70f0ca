"""Photographs and papers of instruments and licences: added, looked at by those who see them, withdrawn by a mark."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register import kept_documents
from quanheng.register.form_key import form_key
from quanheng.register.models import Document, DocumentWithdrawal, Instrument, Licence
from quanheng.register.models.document import Sort
from quanheng.register.verifying.reasons import required_reason

MOST = 60
TITLE_LENGTH = 80
OF_INSTRUMENTS = [sort for sort in Sort if sort != Sort.LICENCE]


@transaction.atomic
def add(device_id: str, given: Mapping[str, str], content: bytes, *, by: User, at: datetime) -> Document:
    """Raises Instrument.DoesNotExist for a stranger, ValidationError by field. A form sent twice adds once."""
    rows = Instrument.objects.select_for_update(no_key=True).filter(within(by))
    return _add(rows.get(device_id=device_id), given, content, by, at)


@transaction.atomic
def add_scan(licence: int, given: Mapping[str, str], content: bytes, *, by: User, at: datetime) -> Document:
    """Raises Licence.DoesNotExist for a stranger, ValidationError by field. A form sent twice adds once."""
    rows = Licence.objects.select_for_update(no_key=True, of=("self",)).filter(within(by))
    return _add(rows.get(pk=licence), {**given, "sort": Sort.LICENCE}, content, by, at)


def _add(held: Instrument | Licence, given: Mapping[str, str], content: bytes, by: User, at: datetime) -> Document:
    key = form_key(given)
    if already := held.documents.filter(key=key).first():
        return already
    sort, title = _checked(given, Sort if isinstance(held, Licence) else OF_INSTRUMENTS)
    kept = kept_documents.checked(content)
    counting = held.documents.filter(withdrawal=None)
    if counting.filter(sha256=kept.sha256).exists():
        raise ValidationError({"file": _("This document is kept already.")})
    if counting.count() >= MOST:
        raise ValidationError({"file": _("At most %(most)d documents are kept of one.") % {"most": MOST}})
    kept.keep()
    told = {"sort": sort, "title": title, "sha256": kept.sha256}
    made = held.documents.create(
        area=held.area, media=kept.media, size=len(kept.content), key=key, added_at=at, added_by=by, **told
    )
    _note("added", made, by, after=told)
    return made


def _checked(given: Mapping[str, str], sorts: object) -> tuple[str, str]:
    sort, title = given.get("sort", ""), given.get("title", "").replace("\0", "").strip()
    wrong = {}
    if sort not in list(sorts):
        wrong["sort"] = _("Say what it is.")
    if len(title) > TITLE_LENGTH:
        wrong["title"] = _("Enter at most %(most)d characters.") % {"most": TITLE_LENGTH}
    if wrong:
        raise ValidationError(wrong)
    return sort, title


def _note(act: str, one: Document, by: User, **told: object) -> None:
    held, subject = (
        ("instrument", one.instrument.device_id) if one.instrument else ("licence", f"licence:{one.licence_id}")
    )
    audit.note(f"{held}-document-{act}", subject, user=by, area=one.area, **told)


def of(held: Instrument | Licence) -> QuerySet[Document]:
    """The latest first, withdrawn ones with their mark."""
    return held.documents.select_related("added_by", "withdrawal__withdrawn_by").order_by("-pk")


def document(viewer: object, device_id: str, number: int) -> Document:
    """Of an instrument that the viewer sees. Raises Document.DoesNotExist, as for one that is not there."""
    return _seen(number, within(viewer, "instrument__area"), instrument__device_id=device_id)


def scan(viewer: object, licence: int, number: int) -> Document:
    """Of a licence that the viewer sees. Raises Document.DoesNotExist, as for one that is not there."""
    return _seen(number, within(viewer, "licence__area"), licence=licence)


def _seen(number: int, near: Q, **held: object) -> Document:
    return Document.objects.filter(near, **held).select_related("instrument", "licence").get(pk=number)


def content_of(one: Document) -> bytes | None:
    """None where the file is gone from the disk."""
    try:
        return kept_documents.path_of(one.sha256, one.media).read_bytes()
    except FileNotFoundError:
        return None


def may_add(held: Instrument | Licence, user: User) -> bool:
    return may(user, "keep-market" if isinstance(held, Licence) else "add-documents")


def may_withdraw(one: Document, user: User) -> bool:
    """The office and the manager; and whoever added it."""
    held = one.licence or one.instrument
    return may(user, "withdraw-documents") or (may_add(held, user) and one.added_by_id == user.pk)


@transaction.atomic
def withdraw(seen: Document, reason: str, *, by: User, at: datetime) -> DocumentWithdrawal:
    """Mark that it no longer counts. Raises ValidationError."""
    # The lock is of this row alone: the instrument and the licence may be null.
    one = Document.objects.select_for_update().get(pk=seen.pk)
    if not may_withdraw(one, by):
        raise ValidationError({"state": _("Only the office, the manager or who added it may withdraw it.")})
    why = required_reason(reason)
    if already := DocumentWithdrawal.objects.filter(document=one).first():
        return already
    made = DocumentWithdrawal.objects.create(document=one, reason=why, withdrawn_at=at, withdrawn_by=by)
    _note("withdrawn", one, by, before={"sort": one.sort, "title": one.title, "sha256": one.sha256}, reason=why)
    return made
