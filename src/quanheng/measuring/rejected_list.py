"""The messages that could not be taken as facts, for a person to look at."""

from datetime import datetime

from django.db.models import QuerySet

from quanheng.measuring.models import RejectedMessage
from quanheng.measuring.models.rejected import REASONS
from quanheng.people.areas import within


def rejected(viewer: object, reason: str = "", before: tuple[datetime, int] | None = None) -> QuerySet[RejectedMessage]:
    """The latest first, without their bytes: a page of 64 KiB bodies would be megabytes."""
    rows = RejectedMessage.objects.filter(within(viewer)).defer("body").order_by("-received_at", "-id")
    if reason:
        rows = rows.filter(reason=reason)
    if before is None:
        return rows
    at, number = before
    return rows.filter(received_at__lte=at).exclude(received_at=at, id__gte=number)


def reasons(viewer: object) -> list[str]:
    """The reasons that occur in the viewer's area; each is looked for, as a flood of messages has few of them."""
    rows = RejectedMessage.objects.filter(within(viewer))
    return [reason for reason in sorted(REASONS) if rows.filter(reason=reason).exists()]


def rejected_message(viewer: object, number: int) -> RejectedMessage:
    """Raises RejectedMessage.DoesNotExist for one outside the viewer's area."""
    return RejectedMessage.objects.filter(within(viewer)).select_related("instrument").get(pk=number)
