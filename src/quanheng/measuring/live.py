"""What is happening now below one area: the numbers of the live board."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum

from quanheng.measuring.models import Recheck, Tally
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Instrument, Kind

MINUTE = timedelta(minutes=1)
MINUTES_SHOWN = 60
RECHECKS_SHOWN = 12
SILENT_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Scales:
    """``silent`` are networked scales off the line, or trade scales without a record for half an hour of trade."""

    networked: int
    online: int
    silent: int


@dataclass(frozen=True)
class Board:
    at: datetime
    weighings_per_second: float
    minutes: list[tuple[datetime, int]]
    weighings_last_hour: int
    recent_rechecks: list[Recheck]
    rechecks_today: int
    shortfalls_today: int
    scales: Scales


def board(area: str, now: datetime | None = None) -> Board:
    """Everything below the area; the empty area is the nation."""
    now = now or datetime.now(UTC)
    minutes = minutes_of_last_hour(area, now)
    rechecks_today, shortfalls_today = counts_today(area, now)
    return Board(
        now,
        per_second(minutes, now),
        minutes,
        sum(weighings for _, weighings in minutes),
        recent_rechecks(area),
        rechecks_today,
        shortfalls_today,
        scales(area, now),
    )


def minutes_of_last_hour(area: str, now: datetime) -> list[tuple[datetime, int]]:
    """Weighings received in each minute, oldest first; the last one still runs."""
    last = now.replace(second=0, microsecond=0)
    first = last - (MINUTES_SHOWN - 1) * MINUTE
    found = dict(
        Tally.objects.filter(minute__gte=first, area__startswith=area)
        .values_list("minute")
        .annotate(total=Sum("weighings"))
    )
    return [(minute, found.get(minute, 0)) for minute in (first + n * MINUTE for n in range(MINUTES_SHOWN))]


def per_second(minutes: list[tuple[datetime, int]], now: datetime) -> float:
    """Over the last whole minute and the running one; over the running one alone just after a start."""
    (_, before), (running_since, running) = minutes[-2:]
    elapsed = max((now - running_since).total_seconds(), 1.0)
    return (before + running) / (60 + elapsed) if before else running / elapsed


def recent_rechecks(area: str, limit: int = RECHECKS_SHOWN) -> list[Recheck]:
    rows = Recheck.objects.filter(area__startswith=area).order_by("-checked_at")
    return list(rows.select_related("check_scale__place", "trade_scale__stall")[:limit])


def is_shortfall() -> Q:
    """Beyond what either text allows, in goods still as they were sold."""
    return Q(market_exceeded=True) | Q(statute_exceeded=True)


def counts_today(area: str, now: datetime) -> tuple[int, int]:
    """Paired rechecks of this legal day, and how many of them fell short."""
    midnight = datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    today = Recheck.objects.filter(checked_at__gte=midnight, area__startswith=area, pairing="paired")
    counted = today.aggregate(all=Count("pk"), short=Count("pk", filter=is_shortfall()))
    return counted["all"], counted["short"]


def in_opening_hours(now: datetime) -> bool:
    opens, closes = settings.OPENING_HOURS
    return opens <= now.astimezone(SHANGHAI).hour < closes


def scales(area: str, now: datetime) -> Scales:
    """In one look: an index has all that is asked of the networked, and nothing of the rest is read."""
    on_line = Q(presence__online=True)
    told = Instrument.objects.filter(area__startswith=area, networked=True).aggregate(
        networked=Count("pk"),
        connected=Count("pk", filter=on_line),
        heard=Count("pk", filter=on_line & ~is_quiet(now, "presence__", "")),
    )
    return Scales(told["networked"], told["connected"], told["networked"] - told["heard"])


def is_quiet(now: datetime, presence: str = "", instrument: str = "instrument__") -> Q:
    """A check scale may stand idle for hours; a stall that trades cannot. Counted from its birth where it is newer.

    ``presence`` and ``instrument`` are how the rows asked for lead to those two.
    """
    if not in_opening_hours(now):
        return Q(pk__in=[])
    limit = now - SILENT_AFTER
    last = f"{presence}last_record_at"
    no_record = Q(**{f"{last}__lt": limit}) | Q(**{f"{last}__isnull": True})
    return no_record & Q(**{f"{presence}since__lt": limit, f"{instrument}kind": Kind.TRADE_SCALE})
