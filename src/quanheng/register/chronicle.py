"""The life of an instrument as people read it: the latest first, page after page; and its state on any past day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from quanheng.register.legal_day import SHANGHAI
from quanheng.register.life import LifeState
from quanheng.register.models import Instrument, InstrumentEvent
from quanheng.register.record import life_state, state_on
from quanheng.register.usage import Usage, usage_of

# What a shopper may see: what the law asks of a scale, without who entered it and why.
PUBLIC_KINDS = (
    *("produced", "type-approved", "production-code", "put-into-use", "seal-broken", "housing-opened", "locked"),
    *("unlocked", "repair", "part-replacement", "sealed", "verified", "failed", "check-failed", "stopped", "resumed"),
    "scrapped",
)


@dataclass(frozen=True)
class OnDay:
    on: date
    state: LifeState
    usage: Usage


def events(instrument: Instrument, before: tuple[datetime, int] | None = None) -> QuerySet[InstrumentEvent]:
    rows = InstrumentEvent.objects.filter(instrument=instrument).select_related("recorded_by")
    if before is not None:
        at, number = before
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, id__lt=number))
    return rows.order_by("-happened_at", "-id")


def public_events(instrument: Instrument) -> QuerySet[InstrumentEvent]:
    return events(instrument).filter(kind__in=PUBLIC_KINDS)


def today(instrument: Instrument, on: date) -> OnDay:
    """By the kept state."""
    state = life_state(instrument.state)
    return OnDay(on, state, usage_of(instrument, state, on))


def on_day(instrument: Instrument, on: date) -> OnDay:
    """As it was at the end of a past day, from the events alone."""
    midnight = datetime.combine(on + timedelta(days=1), time(), SHANGHAI)
    state = state_on(instrument, midnight - timedelta(microseconds=1))
    return OnDay(on, state, usage_of(instrument, state, on))
