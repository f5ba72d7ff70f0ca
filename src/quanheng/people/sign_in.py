"""Let a person in, or not: five wrong passwords from one address lock that name there for a quarter of an hour."""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction

from quanheng.people import audit
from quanheng.people.models import SignInFailure, User

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)


class Refused(Exception):
    """The name or the password is wrong; which of the two is nobody's business."""


class LockedOut(Refused):
    """Too many wrong passwords; ``until`` says when the next attempt counts again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def locked_until(username: str, address: str, now: datetime) -> datetime | None:
    recent = SignInFailure.objects.filter(username=username, address=address, at__gt=now - LOCKED_FOR)
    latest = list(recent.order_by("-at").values_list("at", flat=True)[:FAILURES_ALLOWED])
    return latest[-1] + LOCKED_FOR if len(latest) == FAILURES_ALLOWED else None


def recognise(username: str, password: str, address: str, now: datetime) -> User:
    """The person behind name and password. A locked name is refused even with the right password."""
    username = username.strip()
    if "\0" in username + password:  # no account has such a name, and no row can hold it
        raise Refused
    if until := locked_until(username, address, now):
        raise LockedOut(until)
    user = authenticate(None, username=username, password=password)
    if user is None:
        _remember_failure(username, address, now)
        raise Refused
    with transaction.atomic():
        SignInFailure.objects.filter(username=username, address=address).delete()
        audit.note("sign-in", f"user:{username}", user=user, address=address, area=user.area or "")
    return user


@transaction.atomic
def _remember_failure(username: str, address: str, now: datetime) -> None:
    SignInFailure.objects.filter(at__lt=now - LOCKED_FOR).delete()
    SignInFailure.objects.create(username=username, address=address, at=now)
    audit.note("sign-in-refused", f"user:{username}", address=address)
