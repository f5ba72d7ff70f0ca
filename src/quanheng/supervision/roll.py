"""Who the volunteer supervisors of an area are, and who would be one."""

from datetime import date

from django.db.models import QuerySet

from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.supervision.models import Volunteer
from quanheng.supervision.models.volunteer import VolunteerState

STATES = tuple(VolunteerState.values)


def volunteers(viewer: object, state: str = "", before: int | None = None) -> QuerySet[Volunteer]:
    """The newest first."""
    rows = Volunteer.objects.filter(within(viewer)).select_related("user").order_by("-pk")
    if state in STATES:
        rows = rows.filter(state=state)
    return rows if before is None else rows.filter(pk__lt=before)


def volunteer(viewer: object, number: int) -> Volunteer:
    """Raises Volunteer.DoesNotExist for a stranger's as for none."""
    return Volunteer.objects.filter(within(viewer)).select_related("user").get(pk=number)


def of_user(user: User) -> Volunteer | None:
    """The appointment behind an account; None for an account of the role that nobody appointed."""
    return Volunteer.objects.filter(user=user).first()


def serving(user: User, day: date) -> Volunteer | None:
    """The appointment under which somebody may check today."""
    found = of_user(user)
    return found if found and found.serves_on(day) else None
