"""Housings that were opened without a repair on record since."""

from collections.abc import Iterable
from datetime import date, datetime

from quanheng.register.legal_day import legal_day
from quanheng.register.models import InstrumentEvent

REPAIRS = ("repair", "part-replacement")
OPENED = "housing-opened"


def opened(lives: Iterable[InstrumentEvent]) -> list[datetime]:
    """When each was told: once a day and instrument. A repair that is entered takes away what it was opened for."""
    found: dict[tuple[int, date], datetime] = {}
    rows = lives.filter(kind__in=(OPENED, *REPAIRS)).order_by("instrument_id", "happened_at", "id")
    for event in rows:
        if event.kind == OPENED:
            found.setdefault((event.instrument_id, legal_day(event.happened_at)), event.recorded_at)
        else:
            found = {key: at for key, at in found.items() if key[0] != event.instrument_id}
    return list(found.values())
