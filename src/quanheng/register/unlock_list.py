"""Scales that are locked, and those that unlocked themselves without an authorisation on record (N25-3.2)."""

from datetime import timedelta

from django.conf import settings
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, QuerySet

from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.making.trades import seen_by
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState

FLAGGED_SHOWN = 30
# A scale's clock may be a little behind ours: what it did after the authorisation then seems to be before it.
CLOCKS_APART = timedelta(minutes=2)


def locked(viewer: User, after: int = 0) -> QuerySet[InstrumentState]:
    """In the order of their entry."""
    held = Instrument.objects.filter(seen_by(viewer))
    rows = InstrumentState.objects.filter(locked=True, instrument_id__gt=after)
    rows = rows.filter(instrument__in=held) if viewer.role == Role.MAKER else rows.filter(within(viewer))
    return rows.exclude(status="scrapped").select_related("instrument__place", "instrument__stall").order_by("pk")


def without_authorisation(viewer: User) -> list[InstrumentEvent]:
    """The latest reports of an unlocking for which nobody had given out a code that still held."""
    rows = _unauthorised()
    held = Instrument.objects.filter(seen_by(viewer))
    rows = rows.filter(instrument__in=held) if viewer.role == Role.MAKER else rows.filter(within(viewer))
    return list(rows.order_by("-happened_at", "-id")[:FLAGGED_SHOWN])


def unauthorised_of(instrument: Instrument) -> list[InstrumentEvent]:
    return list(_unauthorised().filter(instrument=instrument).order_by("-happened_at", "-id")[:FLAGGED_SHOWN])


def _unauthorised() -> QuerySet[InstrumentEvent]:
    valid = timedelta(minutes=settings.UNLOCK_MINUTES)
    earliest = ExpressionWrapper(OuterRef("happened_at") - valid, output_field=DateTimeField())
    latest = ExpressionWrapper(OuterRef("happened_at") + CLOCKS_APART, output_field=DateTimeField())
    given_out = InstrumentEvent.objects.filter(
        instrument=OuterRef("instrument"),
        kind="unlock-authorised",
        happened_at__lte=latest,
        happened_at__gte=earliest,
    )
    reported = InstrumentEvent.objects.filter(kind="unlocked", source="device")
    return reported.exclude(Exists(given_out)).select_related("instrument__place")
