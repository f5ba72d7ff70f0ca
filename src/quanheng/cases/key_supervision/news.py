"""About which stalls something speaks that was not on record yet: all that a night looks at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet

from quanheng.cases.key_supervision.asked import OF_OTHER_THINGS, SETTLING_MOVES
from quanheng.cases.key_supervision.opened import OPENED
from quanheng.cases.key_supervision.others import midnight
from quanheng.cases.models import Card, Complaint, ComplaintEvent, KeyCount
from quanheng.cases.models.card import STANDING
from quanheng.measuring.models import Recheck
from quanheng.measuring.recheck_list import EXCEEDED
from quanheng.register.models import IdentityDecision, InstrumentEvent, InstrumentState


@dataclass(frozen=True)
class _Appended:
    """Rows that are only ever added: those with a higher number than the last one seen are new."""

    rows: QuerySet
    at: str
    stall: str
    telling: Q

    def name(self) -> str:
        return self.rows.model._meta.db_table

    def stalls(self, seen: int, since: date) -> Iterable[int]:
        told = {"pk__gt": seen, f"{self.at}__gte": midnight(since), f"{self.stall}__isnull": False}
        return self.rows.filter(self.telling, **told).values_list(self.stall, flat=True)


_APPENDED = (
    _Appended(Complaint.objects.all(), "lodged_at", "stall", ~Q(category=OF_OTHER_THINGS)),
    _Appended(ComplaintEvent.objects.order_by(), "at", "complaint__stall", Q(move__in=SETTLING_MOVES)),
    _Appended(Recheck.objects.all(), "checked_at", "trade_scale__stall", EXCEEDED),
    _Appended(IdentityDecision.objects.all(), "decided_at", "check_made__stall", Q(kind="referred")),
    _Appended(InstrumentEvent.objects.all(), "happened_at", "instrument__stall", Q(kind=OPENED)),
)


def last_numbers() -> dict[str, int]:
    """Of each table, as they stand now."""
    return {one.name(): one.rows.order_by().aggregate(n=Max("pk"))["n"] or 0 for one in _APPENDED}


def stalls(at: datetime, today: date, since: date, overdue_days: int) -> list[int]:
    """From the count before the last one on: a row whose number was given before that count and which was stored after
    it is not missed. To look twice changes nothing.
    """
    counts = list(KeyCount.objects.order_by("-pk")[:2])
    before = counts[1] if len(counts) == 2 else None
    seen = before.seen if before else {}
    found = {stall for one in _APPENDED for stall in one.stalls(seen.get(one.name(), 0), since)}
    last = before.counted_at if before else midnight(since)
    for more in (_cards, _overdue(today, overdue_days)):
        found.update(more(last, at))
    return sorted(found)


def _cards(since: datetime, at: datetime) -> Iterable[int]:
    rows = Card.objects.filter(state__in=STANDING, decided_at__gte=since, decided_at__lte=at)
    return rows.values_list("stall", flat=True)


def _overdue(today: date, days: int) -> Callable[[datetime, datetime], Iterable[int]]:
    """Those that became overdue for so long since then."""

    def of(since: datetime, _at: datetime) -> Iterable[int]:
        ended = timedelta(days=days + 1)
        span = (since.date() - ended - timedelta(days=1), today - ended)
        rows = InstrumentState.objects.filter(status="in-use", due_on__range=span, instrument__stall__isnull=False)
        return rows.values_list("instrument__stall", flat=True)

    return of
