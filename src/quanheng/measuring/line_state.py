"""Whether a scale is on the line right now, for lists and its own page; the board counts by the same words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from quanheng.measuring.live import is_quiet
from quanheng.measuring.models import Presence
from quanheng.register.models import Instrument

ONLINE, SILENT = "online", "silent"
FEW = 2000


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

    Where there are few they are looked for first, in no order. Many are asked one networked scale after the other, in
    the order of the list, until a page is full: a join would first look for all of them.
    """
    if line not in (ONLINE, SILENT):
        return instruments
    networked = instruments.filter(networked=True)
    heard = Q(presence__online=True) & ~is_quiet(now, "presence__", "")
    few = _few(networked.filter(heard if line == ONLINE else Q(presence=None) | ~heard))
    if few is not None:
        return instruments.filter(pk__in=few)
    told = Case(When(is_quiet(now), then=False), default="online")
    present = Presence.objects.filter(pk=OuterRef("pk")).values(told=told)
    # Who was never heard of has no presence.
    return networked.alias(heard=Coalesce(Subquery(present), False)).filter(heard=line == ONLINE)


def _few(wanted: QuerySet[Instrument]) -> list[int] | None:
    """None where there are more: then a page of them is full soon."""
    found = list(wanted.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None
