"""One partition of weighings a legal day: made before the first weighing of that day is stored."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from quanheng.register.legal_day import SHANGHAI

TABLE = "measuring_weighing"
# Any number will do as long as every process of ours takes the same one.
ADVISORY_LOCK = 20_041_201


def name_of(day: date) -> str:
    return f"{TABLE}_{day:%Y%m%d}"


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in Shanghai."""
    start = datetime.combine(day, time(), SHANGHAI)
    return start, start + timedelta(days=1)


def ensure(days: Iterable[date]) -> None:
    """Make what is missing. In a transaction of its own: making a partition locks the table against writers."""
    wanted = sorted(set(days))
    with connection.cursor() as cursor:
        # One look in the catalogue each time, rather than a memory of ours that an archived day would belie.
        cursor.execute(
            "SELECT n FROM unnest(%s::text[]) WITH ORDINALITY AS t (name, n) WHERE to_regclass(name) IS NULL",
            [[name_of(day) for day in wanted]],
        )
        missing = [wanted[n - 1] for (n,) in cursor.fetchall()]
    for day in missing:
        _make(day)


def _make(day: date) -> None:
    start, end = bounds_of(day)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name_of(day)} PARTITION OF {TABLE} "
            f"FOR VALUES FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
        )
