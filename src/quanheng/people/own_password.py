"""A person changes the own password: the old one is asked for, and every other session of it ends."""

from datetime import datetime

from django.db import transaction

from quanheng.people import audit
from quanheng.people.invitations import check_new_password
from quanheng.people.models import User
from quanheng.people.second_step import check_password


def change(user: User, old: str, new: str, again: str, *, address: str, now: datetime) -> User:
    """The person with the new password. Raises Refused for the old one, ValidationError for the new one."""
    check_password(user, old, address, now)
    check_new_password(new, again, user)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        person.set_password(new)
        person.save(update_fields=["password"])
        audit.note("password-changed", f"user:{person.username}", user=person, address=address, area=person.area or "")
    return person
