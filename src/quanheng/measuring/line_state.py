"""Whether a scale is on the line right now, for lists and its own page; the board counts by the same words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When

from quanheng.measuring.live import is_quiet
from quanheng.measuring.models import Presence
from quanheng.register.models import Instrument

ONLINE, SILENT = "online", "silent"


@dataclass(frozen=True)
class LineState:
    """``code`` is online, quiet (on the line, but no record for half an hour of trade), offline, never, or no-line."""

    code: str
    since: datetime | None = None
    last_record_at: datetime | None = None


def line_states(instruments: Iterable[Instrument], now: datetime) -> dict[int, LineState]:
    """By the instrument's key; two queries for any number of them."""
    instruments = list(instruments)
    present = Presence.objects.filter(instrument__in=instruments)
    quiet = set(present.filter(is_quiet(now)).values_list("pk", flat=True))
    known = {row.pk: row for row in present}
    return {one.pk: _state(one, known.get(one.pk), quiet) for one in instruments}


def _state(instrument: Instrument, presence: Presence | None, quiet: set[int]) -> LineState:
    if presence is None:
        return LineState("never" if instrument.networked else "no-line")
    code = "offline" if not presence.online else "quiet" if presence.pk in quiet else "online"
    return LineState(code, presence.since, presence.last_record_at)


def only(instruments: QuerySet[Instrument], line: str, now: datetime) -> QuerySet[Instrument]:
    """Those online, or those silent, as the board counts them; all of them for any other word.

    Asked of one networked scale after the other, in the order of the list, until a page is full: a join would first
    look for all of them.
    """
    if line not in (ONLINE, SILENT):
        return instruments
    present = Presence.objects.filter(pk=OuterRef("pk"))
    heard = Case(When(is_quiet(now), then=False), default=F("online"))
    asked = instruments.filter(networked=True).annotate(heard=Subquery(present.values(told=heard)))
    return asked.filter(heard=True) if line == ONLINE else asked.exclude(heard=True)
