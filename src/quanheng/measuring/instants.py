"""Instants on the wire, in the database and on the calendar of Shanghai."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from quanheng.register.legal_day import SHANGHAI

EPOCH_2000 = datetime(2000, 1, 1, tzinfo=UTC)
EPOCH_2000_MS = int(EPOCH_2000.timestamp() * 1000)
MICROSECOND = timedelta(microseconds=1)
EPOCH_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def from_millis(at_ms: int) -> datetime:
    """Exact, where a float of seconds would not be; raises OverflowError beyond the calendar."""
    return EPOCH_1970 + timedelta(milliseconds=at_ms)


def to_millis(at: datetime) -> int:
    return (at - EPOCH_1970) // timedelta(milliseconds=1)


def millis_since_2000(at_ms: int) -> int:
    """PostgreSQL counts from 2000, the wire from 1970."""
    return at_ms - EPOCH_2000_MS


def microseconds_since_2000(at: datetime) -> int:
    return (at - EPOCH_2000) // MICROSECOND


@lru_cache(maxsize=4096)
def legal_day(hours_since_1970: int) -> date:
    """Shanghai is a whole number of hours from UTC, so that every instant of one such hour has one legal day."""
    return (EPOCH_1970 + timedelta(hours=hours_since_1970)).astimezone(SHANGHAI).date()
