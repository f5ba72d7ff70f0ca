"""A verification worked by the verbs that work it in life, for tests that need one at some stage."""

from datetime import UTC, datetime
from itertools import count

from quanheng.law.test_programme import programme
from quanheng.people.models import User
from quanheng.register.identity.checking import check, marks_on_record
from quanheng.register.identity.looking_up import code_of
from quanheng.register.identity.marks import TEXTS
from quanheng.register.legal_day import legal_day
from quanheng.register.models import IdentityCheck, Instrument, Organisation, Verification
from quanheng.register.record import Report, record
from quanheng.register.verifying.apply import apply
from quanheng.register.verifying.finish import finish
from quanheng.register.verifying.moves import schedule, start
from quanheng.register.verifying.readings import enter
from quanheng.register.verifying.weighing_sheet import metrology

# Each form has a key of its own.
_KEYS = count(1)


def as_on_record(instrument: Instrument, **otherwise: str) -> dict[str, str]:
    """The form of a check of identity, filled in as the register has it and as given."""
    instrument = Instrument.objects.select_related("place", "stall", "state").get(pk=instrument.pk)
    known = marks_on_record(instrument)
    told = {name: getattr(known, name) for name in TEXTS}
    where = {"place": instrument.place.name, "stall": instrument.stall.number if instrument.stall else ""}
    seal = {"seal": "intact" if known.seal_intact else "broken", "key": f"key-{next(_KEYS)}"}
    return told | where | seal | {"code": code_of(instrument)} | otherwise


def compared(instrument: Instrument, by: User, at: datetime, **otherwise: str) -> IdentityCheck:
    return check(as_on_record(instrument, **otherwise), by=by, at=at)


def of_the_new_kind(instrument: Instrument) -> Instrument:
    """With three codes and a numbered seal on record since the day of its verification in June 2026."""
    Instrument.objects.filter(pk=instrument.pk).update(conforming=True)
    instrument = Instrument.objects.get(pk=instrument.pk)
    june = datetime(2026, 6, 1, 4, 0, 1, tzinfo=UTC)
    codes = {"production_code": f"P-{instrument.serial}", "repair_code": f"R-{instrument.serial}"}
    certificate = {"valid_until": "2027-05-31", "verification_code": f"V-{instrument.serial}"}
    told = (
        Report("production-code", june, "codes", codes),
        Report("sealed", june, "numbered-seal", {"seal_number": f"F-{instrument.serial}"}),
        Report("verified", june, "verified-with-code", certificate),
    )
    record(instrument, *told, source="maker")
    return instrument


def applied(instrument: Instrument, by: User, at: datetime) -> Verification:
    (made,) = apply([instrument.device_id], by=by, at=at).verifications
    return made


def scheduled(instrument: Instrument, by: User, verifier: User, at: datetime) -> Verification:
    made = applied(instrument, by, at)
    body = Organisation.objects.get(verifies=True)
    schedule([made.number], planned_on=legal_day(at), body_id=body.pk, verifier_id=verifier.pk, by=verifier, at=at)
    return made


def doing(instrument: Instrument, by: User, verifier: User, at: datetime) -> Verification:
    made = scheduled(instrument, by, verifier, at)
    compared(instrument, verifier, at)
    return start(made.number, by=verifier, at=at)


def enter_all(made: Verification, verifier: User, at: datetime, *, off_g: int = 0) -> None:
    """Every point as loaded, or as far off as given."""
    for point in programme(*metrology(made.instrument)):
        shown = f"{point.load_mg // 1000 + off_g}"
        enter(made.number, point.trial, point.ordinal, indication=shown, added="", by=verifier, at=at)


def ended(instrument: Instrument, by: User, verifier: User, at: datetime, *, off_g: int = 0) -> Verification:
    """Passed, or failed where the readings are off."""
    made = doing(instrument, by, verifier, at)
    enter_all(made, verifier, at, off_g=off_g)
    return finish(made.number, "fail" if off_g else "pass", reason="", by=verifier, at=at)
