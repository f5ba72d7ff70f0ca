"""The minutes of a day folded into one row a market, once the day has ended: what is compared over half a year."""

from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet, Sum

from quanheng.measuring.models import DayTally
from quanheng.register.legal_day import SHANGHAI

# Minutes are those in which weighings came in, so that nothing can be added to a day that has ended.
FOLD = """
INSERT INTO measuring_daytally (market_id, day, weighings, area)
SELECT t.market_id, (t.minute AT TIME ZONE 'Asia/Shanghai')::date, sum(t.weighings), max(t.area)
FROM measuring_tally t WHERE t.minute >= %s AND t.minute < %s GROUP BY 1, 2
ON CONFLICT (market_id, day) DO NOTHING
"""
ADVISORY_LOCK = 20_041_202


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


@transaction.atomic
def fold(today: date) -> int:
    """Every ended day that is not folded yet; how many rows. Costs what these days have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        last = DayTally.objects.aggregate(day=Max("day"))["day"]
        since = _midnight(last) if last else datetime.min.replace(tzinfo=SHANGHAI, year=2000)
        cursor.execute(FOLD, [since, _midnight(today)])
        return cursor.rowcount


def weighings(area: str, since: date) -> int:
    """Taken in from the markets of an area, from a day on."""
    return _total(DayTally.objects.filter(area__startswith=area, day__gte=since))


def first_day(area: str, since: date) -> date | None:
    """On which anything was taken in there, from a day on: before it nothing says how much was sold."""
    return DayTally.objects.filter(area__startswith=area, day__gte=since).aggregate(day=Min("day"))["day"]


def _total(rows: QuerySet[DayTally]) -> int:
    return rows.aggregate(n=Sum("weighings"))["n"] or 0
