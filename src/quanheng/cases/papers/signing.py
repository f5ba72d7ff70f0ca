"""Both sides write their names on the screen, below exactly what they read."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.models import Complaint, Signature
from quanheng.cases.papers.content import PARTIES, NothingToWrite, Paper, paper
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User

NAME_MAX = 40
LARGEST = 1000
STROKES_MOST, POINTS_MOST, POINTS_FEWEST = 200, 5000, 8


def signatures(complaint: Complaint, of: Paper) -> dict[str, Signature]:
    """By party; only those below what the paper says now."""
    rows = Signature.objects.filter(complaint=complaint, paper=of.kind, digest=of.digest)
    return {row.party: row for row in rows.select_related("taken_by")}


def earlier(complaint: Complaint, of: Paper) -> int:
    """How many were given below an older wording."""
    return Signature.objects.filter(complaint=complaint, paper=of.kind).exclude(digest=of.digest).count()


@transaction.atomic
def sign(
    complaint_id: int, kind: str, party: str, *, name: str, strokes: str, digest: str, by: User, at: datetime
) -> Signature:
    """Raises Complaint.DoesNotExist for a stranger, ValidationError by field. Pressed twice it is one signature."""
    complaint = Complaint.objects.select_for_update().filter(within(by)).get(pk=complaint_id)
    try:
        signed = paper(complaint, kind)
    except (KeyError, NothingToWrite):
        raise ValidationError({"paper": _("There is nothing to sign yet.")}) from None
    if party not in PARTIES[kind]:
        raise ValidationError({"party": _("Please choose one of the list.")})
    if digest != signed.digest:
        raise ValidationError({"paper": _("The paper says something else now. Read it again, then sign.")})
    row = Signature(
        complaint=complaint,
        paper=kind,
        party=party,
        name=_name(name),
        strokes=_lines(strokes),
        digest=digest,
        signed_at=at,
        taken_by=by,
    )
    return _kept(row, by)


def _kept(row: Signature, by: User) -> Signature:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        once = {"complaint": row.complaint, "paper": row.paper, "party": row.party, "digest": row.digest}
        return Signature.objects.get(**once)
    after = {"paper": row.paper, "party": row.party, "digest": row.digest}
    audit.note("paper-signed", row.complaint.number, user=by, area=row.complaint.area, after=after)
    return row


def _name(name: str) -> str:
    try:
        told = move_fields.plain(name)
    except ValueError as problem:
        raise ValidationError({"name": str(problem)}) from None
    if not told or len(told) > NAME_MAX:
        raise ValidationError({"name": _("Enter the name of who signs, at most 40 characters.")})
    return told


def _lines(strokes: str) -> list[list[int]]:
    """A signature has some length; a dot is a slip of the finger."""
    try:
        told = json.loads(strokes or "[]")
    except ValueError:
        told = None
    if not _are_lines(told) or sum(map(len, told)) < 2 * POINTS_FEWEST:
        raise ValidationError({"strokes": _("Please sign in the field.")})
    return told


def _are_lines(told: Any) -> bool:
    if not isinstance(told, list) or len(told) > STROKES_MOST:
        return False
    if not all(isinstance(line, list) and len(line) % 2 == 0 for line in told):
        return False
    points = [one for line in told for one in line]
    return len(points) <= POINTS_MOST and all(type(one) is int and 0 <= one <= LARGEST for one in points)
