"""Five wrong answers lock a name for a quarter of an hour: passwords at one address, codes from everywhere."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from quanheng.people import audit
from quanheng.people.models import SignInFailure
from quanheng.people.request_address import line_of

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)


class Refused(Exception):
    """The name, the password or the code is wrong; which of them is nobody's business."""


class LockedOut(Refused):
    """Too many wrong answers; ``until`` says when the next attempt counts again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def locked_until(username: str, address: str, now: datetime) -> datetime | None:
    counted = Q(address=line_of(address)) | Q(is_of_code=True)
    recent = SignInFailure.objects.filter(counted, username=username, at__gt=now - LOCKED_FOR)
    latest = list(recent.order_by("-at").values_list("at", flat=True)[:FAILURES_ALLOWED])
    return latest[-1] + LOCKED_FOR if len(latest) == FAILURES_ALLOWED else None


def refuse_locked(username: str, address: str, now: datetime) -> None:
    if until := locked_until(username, address, now):
        raise LockedOut(until)


@transaction.atomic
def remember_failure(username: str, address: str, now: datetime, *, is_of_code: bool = False) -> None:
    SignInFailure.objects.filter(at__lt=now - LOCKED_FOR).delete()
    SignInFailure.objects.create(username=username, address=line_of(address), at=now, is_of_code=is_of_code)
    audit.note("code-refused" if is_of_code else "sign-in-refused", f"user:{username}", address=address)


def forget(username: str, address: str) -> None:
    """Who got in has nothing held against them any more."""
    SignInFailure.objects.filter(Q(address=line_of(address)) | Q(is_of_code=True), username=username).delete()
