"""Stalls of a county or market by how many complaints were lodged about them in twelve months (T4-5.3.2.4).

A count to look at and no finding: beside it stands how often goods of the stall were re-weighed, and what came out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from quanheng.cases import desk
from quanheng.cases.models import Complaint
from quanheng.measuring.models import Recheck
from quanheng.people.areas import within
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Stall

DAYS = 365


@dataclass(frozen=True)
class StallCount:
    stall: Stall
    lodged: int
    open: int
    rechecks: int
    exceeded: int


def first_day(today: date) -> date:
    return today - timedelta(days=DAYS)


def _begins(today: date) -> datetime:
    return datetime.combine(first_day(today), time(), SHANGHAI)


def counted(viewer: object, area: str, today: date, after: tuple[int, int] | None = None) -> QuerySet[Any]:
    """Rows of stall, lodged and open, the most first, behind a row of so many complaints about such a stall."""
    rows = Complaint.objects.filter(within(viewer), area__startswith=area, lodged_at__gte=_begins(today))
    rows = rows.exclude(stall=None).values("stall")
    rows = rows.annotate(lodged=Count("pk"), open=Count("pk", filter=Q(state__in=desk.open_states())))
    if after:
        rows = rows.filter(Q(lodged__lt=after[0]) | Q(lodged=after[0], stall__gt=after[1]))
    return rows.order_by("-lodged", "stall")


def told(rows: Iterable[dict[str, int]], today: date) -> list[StallCount]:
    rows = list(rows)
    stalls = Stall.objects.select_related("market").in_bulk([row["stall"] for row in rows])
    weighed = _rechecks(stalls, today)
    none = {"rechecks": 0, "exceeded": 0}
    return [
        StallCount(stalls[row["stall"]], row["lodged"], row["open"], **weighed.get(row["stall"], none)) for row in rows
    ]


def _rechecks(stalls: Iterable[int], today: date) -> dict[int, dict[str, int]]:
    """Of goods in their original state that could be paired with a sale."""
    of_stalls = Recheck.objects.filter(trade_scale__stall__in=list(stalls), pairing="paired", original_state=True)
    exceeded = Q(market_exceeded=True) | Q(statute_exceeded=True)
    found = of_stalls.filter(weighed_at__gte=_begins(today)).values("trade_scale__stall")
    found = found.order_by().annotate(rechecks=Count("pk"), exceeded=Count("pk", filter=exceeded))
    return {row.pop("trade_scale__stall"): row for row in found}
