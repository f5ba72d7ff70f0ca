"""What was done in an area, by whom and to what; the latest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from quanheng.people.areas import within
from quanheng.people.models import AuditEntry, User


@dataclass(frozen=True)
class Wanted:
    """What is looked for; every part may be empty. ``before`` is the number of the last entry of the page before."""

    act: str = ""
    subject: str = ""
    person: str = ""
    before: int | None = None


def entries(viewer: object, wanted: Wanted) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.filter(within(viewer)).select_related("user").order_by("-id")
    if wanted.act:
        rows = rows.filter(act=wanted.act)
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.person:
        # Looked up first: joined, the number of the person's entries would be anybody's guess.
        rows = rows.filter(user__in=list(User.objects.filter(username=wanted.person)))
    return rows if wanted.before is None else rows.filter(id__lt=wanted.before)


def of_account(viewer: object, username: str) -> QuerySet[AuditEntry]:
    return entries(viewer, Wanted(subject=f"user:{username}"))


def times(act: str, subject: str) -> list[datetime]:
    """When something was done to one thing, the latest first."""
    return list(AuditEntry.objects.filter(act=act, subject=subject).order_by("-at").values_list("at", flat=True))
