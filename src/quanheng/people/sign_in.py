"""Let a person in, or not: the password, and a code of the phone where the person has set that up."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.db import transaction

from quanheng.people import audit, lock_out, second_step
from quanheng.people.lock_out import Refused
from quanheng.people.models import User


def recognise(username: str, password: str, address: str, now: datetime) -> User:
    """The person behind name and password. A locked name is refused even with the right password.

    Whoever has a second step is not in yet, and wrong codes of before still count.
    """
    username = username.strip()
    if "\0" in username + password:  # no account has such a name, and no row can hold it
        raise Refused
    lock_out.refuse_locked(username, address, now)
    user = authenticate(None, username=username, password=password)
    if user is None:
        lock_out.remember_failure(username, address, now)
        raise Refused
    if not second_step.is_on(user):
        _entered(user, address)
    return user


def answer_code(user: User, code: str, address: str, now: datetime) -> None:
    """The second step of a person who was recognised. Raises Refused as with a wrong password."""
    second_step.take_code(user, code, address, now)
    _entered(user, address)


@transaction.atomic
def _entered(user: User, address: str) -> None:
    lock_out.forget(user.username, address)
    audit.note("sign-in", f"user:{user.username}", user=user, address=address, area=user.area or "")
