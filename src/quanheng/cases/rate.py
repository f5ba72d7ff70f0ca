"""What the complainant thinks of how it was handled, once it has ended (one to five, with a reason for a bad one)."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.law.complaint_flow import flow

RATE: Final = "rate"
WORST, BEST = 1, 5
# Who is content need not say why; who is not helps the next shopper by saying it.
BAD = 2
# One that was joined to another is rated as that other one.
UNRATED = frozenset({"withdrawn", "joined"})


def can_rate(complaint: Complaint) -> bool:
    """When the market or the authority has ended it, each time; who withdrew has ended it themselves."""
    return complaint.stars is None and _has_ended(complaint)


def _has_ended(complaint: Complaint) -> bool:
    return flow().states[complaint.state].final and complaint.state not in UNRATED


@transaction.atomic
def rate(complaint_id: int, *, stars: int, reason: str, at: datetime) -> ComplaintEvent:
    """Once; the same rating sent again is the same rating. Raises ValidationError."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    reason = _checked(stars, reason)
    if complaint.stars is not None:
        return _already(complaint, stars, reason)
    if not _has_ended(complaint):
        raise ValidationError({"stars": _("You can rate a complaint when it has been closed.")})
    complaint.stars = stars
    complaint.save(update_fields=["stars"])
    return ComplaintEvent.objects.create(
        complaint=complaint,
        at=at,
        move=RATE,
        state=complaint.state,
        actor_role="consumer",
        facts={"stars": stars},
        note=reason,
    )


def _checked(stars: int, reason: str) -> str:
    if not WORST <= stars <= BEST:
        raise ValidationError({"stars": _("Please choose one to five stars.")})
    try:
        reason = move_fields.plain(reason)
    except ValueError as problem:
        raise ValidationError({"reason": str(problem)}) from None
    if stars <= BAD and not reason:
        raise ValidationError({"reason": _("Please say what went wrong, so that it can be put right.")})
    return reason


def _already(complaint: Complaint, stars: int, reason: str) -> ComplaintEvent:
    rated = complaint.events.filter(move=RATE).latest("id")
    if (rated.facts["stars"], rated.note) != (stars, reason):
        raise ValidationError({"stars": _("You have rated this complaint already.")})
    return rated
