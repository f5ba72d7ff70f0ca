"""How complaints are handled: how long each step takes, how many in time, how many remedied, how satisfied.

Counted once a night for the nation and each province, city, county and market, over the twelve months of lodging: what
a page then reads are a few rows, whatever the number of complaints.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from quanheng.cases.desk import ended_states
from quanheng.cases.models import HandlingFigures
from quanheng.people.areas import within

MONTHS = 12
COUNTY = 3
# Fewer could point at one person, or at one stall; the public is not told how many.
PUBLIC_LEAST = 5
COUNTIES_MOST = 4000

COUNT = """
INSERT INTO cases_handlingfigures
    (area, level, month, category, lodged, ended, remedied, decided, decided_in_time, days_to_decide, days_to_end,
     rated, stars, counted_at)
WITH one AS (
    SELECT c.area, c.category, date_trunc('month', c.lodged_at AT TIME ZONE 'Asia/Shanghai')::date AS month,
           c.state = ANY(%(ended)s) AS ended, c.stars, e.remedied,
           e.decided_at IS NOT NULL AS decided,
           (e.decided_at AT TIME ZONE 'Asia/Shanghai')::date <= c.accept_due_on AS in_time,
           extract(epoch FROM e.decided_at - c.lodged_at) / 86400 AS to_decide,
           extract(epoch FROM c.closed_at - c.lodged_at) / 86400 AS to_end
    FROM cases_complaint c CROSS JOIN LATERAL (
        SELECT min(at) FILTER (WHERE move IN ('accept', 'refuse')) AS decided_at,
               coalesce(bool_or(move IN ('pay', 'advance')), false) AS remedied
        FROM cases_complaintevent WHERE complaint_id = c.id) AS e
    WHERE c.lodged_at >= %(since)s::date AT TIME ZONE 'Asia/Shanghai')
SELECT coalesce(substring(one.area FROM '^(?:[^/]+/){' || level || '}'), ''), level, month, coalesce(category, ''),
       count(*), count(*) FILTER (WHERE ended), count(*) FILTER (WHERE remedied), count(*) FILTER (WHERE decided),
       count(*) FILTER (WHERE decided AND in_time), percentile_cont(0.5) WITHIN GROUP (ORDER BY to_decide),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY to_end), count(stars), avg(stars), %(at)s
FROM one, generate_series(0, 4) AS level
GROUP BY 1, level, GROUPING SETS ((month, category), (month), (category), ())
"""


def first_month(today: date) -> date:
    number = today.year * 12 + today.month - MONTHS
    return date(number // 12, number % 12 + 1, 1)


@transaction.atomic
def count(at: datetime) -> int:
    """Anew, for all; how many rows. Readers see the old ones until it is done."""
    HandlingFigures.objects.all().delete()
    told = {"ended": ended_states(), "since": first_month(localdate(at)), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, told)
        return cursor.rowcount


@dataclass(frozen=True)
class Handling:
    whole: HandlingFigures | None
    months: list[HandlingFigures]
    categories: list[HandlingFigures]


def handling(viewer: object, area: str) -> Handling:
    """Of a region or market of one's own area."""
    rows = HandlingFigures.objects.filter(within(viewer), area=area)
    return Handling(
        rows.filter(month=None, category="").first(),
        list(rows.filter(month__isnull=False, category="").order_by("month")),
        list(rows.filter(month=None).exclude(category="").order_by("-lodged", "category")),
    )


def parts(viewer: object, area: str, after: str = "") -> QuerySet[HandlingFigures]:
    """The regions directly below, or the markets of a county, over all twelve months; in the order of their areas."""
    rows = HandlingFigures.objects.filter(within(viewer), level=area.count("/") + 1, month=None, category="")
    rows = rows.filter(area__startswith=area) if area else rows
    return rows.filter(area__gt=after).order_by("area")


def published(month: date, after: str = "") -> QuerySet[HandlingFigures]:
    """What anybody may know of each county in a month: nothing of counties with fewer than a few complaints."""
    rows = HandlingFigures.objects.filter(level=COUNTY, month=month, category="", lodged__gte=PUBLIC_LEAST)
    return rows.filter(area__gt=after).order_by("area")


def published_months() -> list[date]:
    """The latest first; the one that has not ended is not told."""
    rows = HandlingFigures.objects.filter(area="", category="", month__lt=localdate().replace(day=1))
    return list(rows.order_by("-month").values_list("month", flat=True))
