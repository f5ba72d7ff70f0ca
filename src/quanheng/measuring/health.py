"""Whether the database answers, and how much it holds."""

from django.db import DatabaseError, InterfaceError
from django.db.models import Sum

from quanheng.measuring.models import Intake


def weighings_stored() -> int:
    return Intake.objects.aggregate(total=Sum("weighings"))["total"] or 0


def weighings_stored_or_none() -> int | None:
    """None when the database does not answer: only for whoever asks whether it does."""
    try:
        return weighings_stored()
    except (DatabaseError, InterfaceError):
        return None
