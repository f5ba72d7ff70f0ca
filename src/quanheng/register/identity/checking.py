"""Check one scale as a person found it: compare it, ask its maker, keep what was found and what it amounts to.

The maker is asked before anything is written, so that no row waits for a stranger's server.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.form_key import form_key
from quanheng.register.identity.asking import Heard, ask, maker_of
from quanheng.register.identity.looking_up import CODE_LENGTH, by_nameplate, code_of, instrument_of, named
from quanheng.register.identity.marks import (
    AT_ANOTHER_PLACE,
    BROKEN,
    DIFFERS,
    INTACT,
    SAME,
    TEXTS,
    Compared,
    Marks,
    compare,
    on_record,
)
from quanheng.register.identity.outcome import Proof, Sighting, heard_while_off, outcome_of, seen_twice
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import PRICE_SCALES, IdentityCheck, Instrument, InstrumentEvent, Place, Stall
from quanheng.register.record import happening_of

MARK_LENGTH = 120
READ_BY = ("camera", "typed", "register")


@dataclass(frozen=True, slots=True)
class Seen:
    """A scale as the person before it found it."""

    code: str
    read_by: str
    marks: Marks
    place: Place
    stall: Stall | None
    is_off: bool
    key: str

    @property
    def area(self) -> str:
        return self.stall.area if self.stall else self.place.area


def check(given: Mapping[str, str], *, by: User, at: datetime, heard_at: datetime | None = None) -> IdentityCheck:
    """``heard_at`` is when the register last heard the instrument that the code names.

    Raises ValidationError with each field at fault; the same form sent again is the check it was.
    """
    seen = read(given, by)
    if before := IdentityCheck.objects.filter(checked_by=by, key=seen.key).first():
        return before
    instrument = instrument_of(seen.code, by) if seen.code else by_nameplate(*_nameplate(seen.marks))
    # Our own number or a serial number is no code for its maker; the register has the one on the label.
    code = named(seen.code if instrument is None or named(seen.code).is_code else code_of(instrument))
    maker = maker_of(instrument.maker if instrument else seen.marks.maker)
    heard = ask(maker, gtin=code.gtin, giai=code.giai, found=seen.marks, at=at)
    return _keep(seen, instrument, heard, by=by, at=at, heard_at=heard_at)


def _nameplate(marks: Marks) -> tuple[str, str, str]:
    return marks.maker, marks.model, marks.serial


def read(given: Mapping[str, str], by: User) -> Seen:
    form = FilledIn(given)
    code = form.text("code", CODE_LENGTH)
    texts = {name: form.text(name, MARK_LENGTH) for name in TEXTS}
    if not code and not all(texts[name] for name in ("maker", "model", "serial")):
        form.refuse("code", _("Enter the code on the label; where there is none, all of the nameplate."))
    intact = form.choice("seal", (INTACT, BROKEN)) == INTACT
    place, stall = _where(form, by)
    key = ""
    try:
        key = form_key(given)
    except ValidationError as stale:
        form.refuse("state", stale.message_dict["state"][0])
    form.done()
    assert place is not None
    read_by = given.get("read_by", "")
    marks = Marks(**texts, seal_intact=intact)
    return Seen(code, read_by if read_by in READ_BY else "typed", marks, place, stall, form.ticked("off"), key)


def _where(form: FilledIn, by: User) -> tuple[Place | None, Stall | None]:
    name, number = form.text("place", 80, must=True), form.text("stall", 20)
    places = list(Place.objects.filter(within(by), name=name)[:2]) if name else []
    if name and len(places) != 1:
        form.refuse("place", _("There is no place, or more than one, of exactly this name in your area."))
    place = places[0] if len(places) == 1 else None
    stall = Stall.objects.filter(market=place, number=number).first() if place and number else None
    if place and number and stall is None:
        form.refuse("stall", _("This place has no stall of this number."))
    return place, stall


def marks_on_record(instrument: Instrument) -> Marks:
    plate = Marks(instrument.maker, instrument.model, instrument.serial)
    return on_record(plate, map(happening_of, InstrumentEvent.objects.filter(instrument=instrument)))


def bears_codes(instrument: Instrument) -> bool:
    """Three codes are asked only of price-computing scales of the new kind."""
    return instrument.kind in PRICE_SCALES and instrument.conforming


@transaction.atomic
def _keep(
    seen: Seen, instrument: Instrument | None, heard: Heard, *, by: User, at: datetime, heard_at: datetime | None
) -> IdentityCheck:
    if instrument:
        # Two people who look at two places at once are told of each other.
        instrument = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    compared = _compared(seen, instrument)
    proofs = _proofs(seen, instrument, by, at, heard_at) if instrument else []
    outcome = outcome_of(
        known=instrument is not None,
        is_against=heard.is_against or any(one.is_against for one in compared),
        is_elsewhere=instrument is not None and instrument.place_id != seen.place.pk,
        proofs=proofs,
    )
    made, is_new = IdentityCheck.objects.get_or_create(
        checked_by=by,
        key=seen.key,
        defaults={
            "area": seen.area,
            "place": seen.place,
            "stall": seen.stall,
            "instrument": instrument,
            "checked_at": at,
            "code": seen.code,
            "read_by": seen.read_by,
            "found": asdict(seen.marks),
            "compared": [asdict(one) for one in compared],
            "outcome": outcome,
            "proofs": [{"kind": one.kind, "at": one.at.isoformat(), "number": one.number} for one in proofs],
            "maker_answer": heard.as_dict(),
        },
    )
    if is_new:
        subject = instrument.device_id if instrument else seen.code[:80] or seen.marks.serial[:80]
        after = {"outcome": outcome, "check": made.pk}
        audit.note("identity-check", subject, user=by, area=seen.area, after=after)
    return made


def _compared(seen: Seen, instrument: Instrument | None) -> list[Compared]:
    if instrument is None:
        return []
    told = list(compare(marks_on_record(instrument), seen.marks, with_codes=bears_codes(instrument)))
    told.append(_place(instrument.place.name, seen.place.name, is_there=instrument.place_id == seen.place.pk))
    if instrument.place_id == seen.place.pk and (instrument.stall or seen.stall):
        stalls = [str(one or "") for one in (instrument.stall, seen.stall)]
        told.append(Compared("stall", *stalls, SAME if stalls[0] == stalls[1] else AT_ANOTHER_PLACE))
    if instrument.state.status == "scrapped":
        told.append(Compared("life", "scrapped", "in-use", DIFFERS))
    return told


def _place(expected: str, found: str, *, is_there: bool) -> Compared:
    return Compared("place", expected, found, SAME if is_there else AT_ANOTHER_PLACE)


def _proofs(seen: Seen, instrument: Instrument, by: User, at: datetime, heard_at: datetime | None) -> list[Proof]:
    """Another check by the same person is a correction of the first: nobody is at two places."""
    this = Sighting(at, seen.place.pk)
    carried = timedelta(minutes=settings.IDENTITY_CARRY_MINUTES)
    near = IdentityCheck.objects.filter(instrument=instrument, checked_at__range=(at - carried, at + carried))
    others = [Sighting(row.checked_at, row.place_id, row.pk) for row in near.exclude(checked_by=by)]
    moves = InstrumentEvent.objects.filter(instrument=instrument, kind__in=("moved", "lent", "returned"))
    moved = moves.filter(happened_at__range=(at - carried, at + carried)).values_list("happened_at", flat=True)
    off_for = timedelta(minutes=settings.IDENTITY_OFF_MINUTES)
    found = (
        seen_twice(this, others, moved, carried),
        heard_while_off(this, instrument.place_id, heard_at, off=seen.is_off, off_for=off_for),
    )
    return [one for one in found if one]
