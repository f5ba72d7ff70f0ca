"""A volunteer joins an activity, and stays away again, until it begins."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.models import User
from quanheng.supervision.activities import seen_by
from quanheng.supervision.checking import serving_volunteer
from quanheng.supervision.models import Activity, Participation
from quanheng.supervision.models.activity import ActivityState


@transaction.atomic
def join(number: int, *, by: User, at: datetime) -> None:
    """Twice is once. Raises Activity.DoesNotExist for a stranger's as for none, ValidationError if too late."""
    row, volunteer = _held(number, by, at), serving_volunteer(by, at)
    mine = row.participations.filter(volunteer=volunteer).first()
    if mine and mine.withdrawn_at is None:
        return
    if row.participations.filter(withdrawn_at=None).count() >= row.wanted:
        raise ValidationError({"state": _("As many as are wanted have signed up already.")})
    told = {"signed_up_at": at, "withdrawn_at": None}
    Participation.objects.update_or_create(activity=row, volunteer=volunteer, defaults=told)
    audit.note("activity-joined", f"activity:{row.pk}", user=by, area=row.area)


@transaction.atomic
def leave(number: int, *, by: User, at: datetime) -> None:
    row, volunteer = _held(number, by, at), serving_volunteer(by, at)
    if row.participations.filter(volunteer=volunteer, withdrawn_at=None).update(withdrawn_at=at):
        audit.note("activity-left", f"activity:{row.pk}", user=by, area=row.area)


def _held(number: int, by: User, at: datetime) -> Activity:
    row = Activity.objects.select_for_update().filter(seen_by(by)).get(pk=number)
    if row.state != ActivityState.PLANNED or at >= row.ends_at:
        raise ValidationError({"state": _("This activity is over or was cancelled.")})
    return row
