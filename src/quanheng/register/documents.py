"""The photographs and papers of an instrument: added, looked at by those who see it, withdrawn by a mark (TZ-2.2)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register.form_key import form_key
from quanheng.register.kept_files import write
from quanheng.register.models import DocumentWithdrawal, Instrument, InstrumentDocument
from quanheng.register.models.document import Sort
from quanheng.register.pictures import PhotographRefused, copy_without_metadata
from quanheng.register.verifying.reasons import required_reason

MOST = 60
TITLE_LENGTH = 80
PDF, PDF_END = b"%PDF-", b"%%EOF"
# What makes a paper act when it is opened.
LIVELY = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
ENDINGS = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}


@transaction.atomic
def add(device_id: str, given: Mapping[str, str], content: bytes, *, by: User, at: datetime) -> InstrumentDocument:
    """Raises Instrument.DoesNotExist for a stranger, ValidationError by field. A form sent twice adds once."""
    rows = Instrument.objects.select_for_update(no_key=True).filter(within(by))
    instrument = rows.get(device_id=device_id)
    key = form_key(given)
    if already := instrument.documents.filter(key=key).first():
        return already
    sort, title = _checked(given)
    media, kept = _kept(content)
    digest = sha256(kept).hexdigest()
    counting = instrument.documents.filter(withdrawal=None)
    if counting.filter(sha256=digest).exists():
        raise ValidationError({"file": _("This instrument has this document already.")})
    if counting.count() >= MOST:
        raise ValidationError({"file": _("An instrument has at most %(most)d documents.") % {"most": MOST}})
    write(_path(digest, media), kept)
    made = InstrumentDocument.objects.create(
        instrument=instrument,
        area=instrument.area,
        sort=sort,
        title=title,
        media=media,
        sha256=digest,
        size=len(kept),
        key=key,
        added_at=at,
        added_by=by,
    )
    told = {"sort": sort, "title": title, "sha256": digest}
    audit.note("instrument-document-added", device_id, user=by, area=instrument.area, after=told)
    return made


def _checked(given: Mapping[str, str]) -> tuple[str, str]:
    sort, title = given.get("sort", ""), given.get("title", "").replace("\0", "").strip()
    wrong = {}
    if sort not in Sort.values:
        wrong["sort"] = _("Say what it is.")
    if len(title) > TITLE_LENGTH:
        wrong["title"] = _("Enter at most %(most)d characters.") % {"most": TITLE_LENGTH}
    if wrong:
        raise ValidationError(wrong)
    return sort, title


def _kept(content: bytes) -> tuple[str, bytes]:
    """The media type by what the bytes are, whatever the file is called; and the bytes to keep."""
    if not content:
        raise ValidationError({"file": _("Choose a photograph or a PDF.")})
    if len(content) > settings.DOCUMENT_BYTES_MAX:
        most = settings.DOCUMENT_BYTES_MAX // 2**20
        raise ValidationError({"file": _("The file is larger than %(most)d MB.") % {"most": most}})
    if content.startswith(PDF):
        return "application/pdf", _plain_pdf(content)
    try:
        return "image/jpeg", copy_without_metadata(content)
    except PhotographRefused as why:
        raise ValidationError({"file": _REFUSED[why.reason]()}) from why


_REFUSED = {
    "too-large": lambda: _("The photograph has too many pixels."),
    "not-a-photograph": lambda: _("Only JPEG, PNG and PDF files are taken; this one cannot be read."),
}


def _plain_pdf(content: bytes) -> bytes:
    if PDF_END not in content[-2048:]:
        raise ValidationError({"file": _("The PDF is cut off; send it again.")})
    if any(name in content for name in LIVELY):
        raise ValidationError({"file": _("The PDF contains programs or other files; print it to a plain PDF first.")})
    return content


def _path(digest: str, media: str) -> Path:
    return Path(settings.DOCUMENTS_DIR) / digest[:2] / f"{digest}{ENDINGS[media]}"


def of_instrument(instrument: Instrument) -> QuerySet[InstrumentDocument]:
    """The latest first, withdrawn ones with their mark."""
    rows = instrument.documents.select_related("added_by", "withdrawal__withdrawn_by")
    return rows.order_by("-pk")


def document(viewer: object, device_id: str, number: int) -> InstrumentDocument:
    """Of an instrument that the viewer sees. Raises InstrumentDocument.DoesNotExist, as for one that is not there."""
    seen = InstrumentDocument.objects.filter(within(viewer, "instrument__area"), instrument__device_id=device_id)
    return seen.select_related("instrument").get(pk=number)


def content_of(one: InstrumentDocument) -> bytes | None:
    """None where the file is gone from the disk."""
    try:
        return _path(one.sha256, one.media).read_bytes()
    except FileNotFoundError:
        return None


def may_withdraw(one: InstrumentDocument, user: User) -> bool:
    """The office and the manager; and whoever added it."""
    return may(user, "withdraw-documents") or (may(user, "add-documents") and one.added_by_id == user.pk)


@transaction.atomic
def withdraw(device_id: str, number: int, reason: str, *, by: User, at: datetime) -> DocumentWithdrawal:
    """Mark that it no longer counts. Raises InstrumentDocument.DoesNotExist, ValidationError."""
    seen = document(by, device_id, number)
    one = InstrumentDocument.objects.select_for_update().get(pk=seen.pk)
    if not may_withdraw(one, by):
        raise ValidationError({"state": _("Only the office, the manager or who added it may withdraw it.")})
    why = required_reason(reason)
    if already := DocumentWithdrawal.objects.filter(document=one).first():
        return already
    made = DocumentWithdrawal.objects.create(document=one, reason=why, withdrawn_at=at, withdrawn_by=by)
    told = {"sort": one.sort, "title": one.title, "sha256": one.sha256}
    audit.note("instrument-document-withdrawn", device_id, user=by, area=one.area, before=told, reason=why)
    return made
