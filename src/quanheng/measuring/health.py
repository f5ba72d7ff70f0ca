"""Whether the database answers, and how much it holds."""

import psycopg
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Sum

from quanheng.measuring.models import Intake

PATIENCE_SECONDS = 2


def weighings_stored() -> int:
    return Intake.objects.aggregate(total=Sum("weighings"))["total"] or 0


def weighings_stored_or_none() -> int | None:
    """None when the database does not answer: only for whoever asks whether it does."""
    try:
        if answers():
            return weighings_stored()
    except (DatabaseError, InterfaceError):
        pass
    return None


def answers() -> bool:
    """Asked beside the pool, which would keep the question waiting as long as any other query."""
    try:
        with psycopg.connect(**connection.get_connection_params() | {"connect_timeout": PATIENCE_SECONDS}) as probe:
            probe.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True
