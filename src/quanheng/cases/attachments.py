"""Photographs of a complainant: handed in piece by piece, each piece once, counted when whole.

Only who holds a complaint may add to it, so the disk is not open to strangers. The phone says first which bytes it
will send, by digest and size; a connection that broke goes on where it stopped. What is kept is a copy without
metadata: a camera writes where somebody lives.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.cases.models import Attachment, Complaint
from quanheng.law.complaint_flow import flow
from quanheng.register.kept_files import write
from quanheng.register.pictures import PhotographRefused, copy_without_metadata

MOST = 6
ABANDONED_AFTER = timedelta(days=2)


class OutOfPlace(ValueError):
    """A piece that does not join what we hold; ``received`` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@dataclass(frozen=True)
class Begun:
    attachment: Attachment
    new: bool


@transaction.atomic
def begin(complaint_id: int, *, digest: str, size: int, at: datetime) -> Begun:
    """Announced again it is the same photograph, with what has arrived of it. Raises ValidationError."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    already = complaint.attachments.filter(sha256=digest).first()
    if already:
        if already.size != size:
            raise ValidationError({"size": _("This photograph was announced with another size.")})
        return Begun(already, new=False)
    if not 0 < size <= settings.PHOTOGRAPH_BYTES_MAX:
        raise ValidationError({"size": _("The photograph is too large.")})
    if flow().states[complaint.state].final:
        raise ValidationError({"sha256": _("This complaint has ended; nothing can be added.")})
    if complaint.attachments.count() >= MOST:
        raise ValidationError({"sha256": _("At most %(most)s photographs, please.") % {"most": MOST}})
    return Begun(Attachment.objects.create(complaint=complaint, sha256=digest, size=size, begun_at=at), new=True)


@transaction.atomic
def add_piece(complaint_id: int, digest: str, *, offset: int, piece: bytes, at: datetime) -> Attachment:
    """Raises Attachment.DoesNotExist, OutOfPlace, or PhotographRefused when the last piece makes no photograph.

    A piece whose answer was lost comes again: what we hold already is not written twice.
    """
    attachment = Attachment.objects.select_for_update().get(complaint_id=complaint_id, sha256=digest)
    fresh = piece[max(0, attachment.received - offset) :]
    if offset > attachment.received or offset + len(piece) > attachment.size:
        raise OutOfPlace(attachment.received)
    if attachment.whole_at is not None or not fresh:
        return attachment
    _write(attachment, fresh)
    attachment.received += len(fresh)
    if attachment.received == attachment.size:
        _finish(attachment, at)
    attachment.save(update_fields=["received", "whole_at"])
    return attachment


def refuse(complaint_id: int, digest: str) -> None:
    """Let go of pieces that made no photograph: the phone may send them anew from the start."""
    for attachment in Attachment.objects.filter(complaint_id=complaint_id, sha256=digest, whole_at=None):
        unfinished(attachment).unlink(missing_ok=True)
        attachment.delete()


def _write(attachment: Attachment, fresh: bytes) -> None:
    path = unfinished(attachment)
    path.parent.mkdir(parents=True, exist_ok=True)
    # At the place we counted to: a crash may have left more bytes than were committed.
    with open(path, "r+b" if path.exists() else "w+b") as file:
        file.truncate(attachment.received)
        file.seek(attachment.received)
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())


def _finish(attachment: Attachment, at: datetime) -> None:
    content = unfinished(attachment).read_bytes()
    if sha256(content).hexdigest() != attachment.sha256:
        raise PhotographRefused("wrong-digest")
    write(kept(attachment), copy_without_metadata(content))
    transaction.on_commit(lambda: unfinished(attachment).unlink(missing_ok=True))
    attachment.whole_at = at


def shown(attachment: Attachment) -> bytes | None:
    """A JPEG without metadata, or None while it is not whole."""
    if attachment.whole_at is None:
        return None
    try:
        return kept(attachment).read_bytes()
    except FileNotFoundError:
        return None


def kept(attachment: Attachment) -> Path:
    return _home(attachment) / f"{attachment.sha256}.jpg"


def unfinished(attachment: Attachment) -> Path:
    return _home(attachment) / f"{attachment.sha256}.part"


def _home(attachment: Attachment) -> Path:
    return Path(settings.PHOTOGRAPHS_DIR) / "complaints" / str(attachment.complaint_id)


def of_complaint(complaint: Complaint) -> list[Attachment]:
    """The whole ones, in the order they came."""
    return list(complaint.attachments.exclude(whole_at=None).order_by("id"))


def clear_abandoned(at: datetime) -> int:
    """Take away what was begun and never finished; how many."""
    left = Attachment.objects.filter(whole_at=None, begun_at__lt=at - ABANDONED_AFTER)
    for attachment in left:
        refuse(attachment.complaint_id, attachment.sha256)
    return len(left)
