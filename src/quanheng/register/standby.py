"""The standby scales of a market: lent while a scale is out of use, and brought back (T4-4.2.5)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from quanheng.people.models import User
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, InstrumentEvent
from quanheng.register.record import Report, life_state, record
from quanheng.register.usage import verification_of

# Of these, the newest tells whether an instrument in use is lent.
STANDING = ("put-into-use", "put-on-standby", "lent", "returned", "stopped", "resumed", "failed", "check-failed")


def lent_out() -> QuerySet:
    """The numbers of those that are lent as nothing came after; whether they are in use now, their state says."""
    later = InstrumentEvent.objects.filter(instrument=OuterRef("instrument"), kind__in=STANDING).filter(
        Q(happened_at__gt=OuterRef("happened_at")) | Q(happened_at=OuterRef("happened_at"), pk__gt=OuterRef("pk"))
    )
    return InstrumentEvent.objects.filter(~Exists(later), kind="lent").values("instrument")


def lend_for(failed: Instrument, *, key: str, at: datetime, by: User) -> Instrument | None:
    """Lend the first standby scale of the market that may be used; None where there is none."""
    waiting = Instrument.objects.filter(place=failed.place_id, kind=failed.kind, state__status="standby")
    free = waiting.exclude(state__locked=True).select_related("state").order_by("pk")
    # Two scales that fail at once take two standbys.
    for spare in free.select_for_update(of=("self",), skip_locked=True):
        held = verification_of(life_state(spare.state), legal_day(at), conforming=spare.conforming, kind=spare.kind)
        if held.valid:
            facts = {"instead_of": failed.device_id, "area": failed.area}
            record(spare, Report("lent", at, f"{key}-lent", facts), source="staff", by=by)
            return spare
    return None


def bring_back(repaired: Instrument, *, key: str, at: datetime, by: User) -> list[Instrument]:
    """Return what was lent instead of a scale that is back in use."""
    spares = stand_ins(repaired)
    for spare in spares:
        record(spare, Report("returned", at, f"{key}-returned", {"area": spare.area}), source="staff", by=by)
    return spares


def _is_last_move(event: InstrumentEvent) -> bool:
    later = InstrumentEvent.objects.filter(instrument=event.instrument_id, kind__in=("lent", "returned"))
    return later.order_by("-happened_at", "-id").first() == event


def stand_ins(instrument: Instrument) -> list[Instrument]:
    """The scales that are lent instead of this one now."""
    lent = InstrumentEvent.objects.filter(
        kind="lent",
        facts__instead_of=instrument.device_id,
        instrument__place=instrument.place_id,
        instrument__state__status="in-use",
    )
    return [event.instrument for event in lent.select_related("instrument") if _is_last_move(event)]
