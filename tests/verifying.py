"""A verification worked by the verbs that work it in life, for tests that need one at some stage."""

from datetime import datetime

from quanheng.law.test_programme import programme
from quanheng.people.models import User
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, Organisation, Verification
from quanheng.register.verifying.apply import apply
from quanheng.register.verifying.finish import finish
from quanheng.register.verifying.moves import FOUND, schedule, start
from quanheng.register.verifying.readings import enter, metrology

ALL_FOUND = dict.fromkeys(FOUND, True)


def applied(instrument: Instrument, by: User, at: datetime) -> Verification:
    (made,) = apply([instrument.device_id], by=by, at=at).verifications
    return made


def scheduled(instrument: Instrument, by: User, verifier: User, at: datetime) -> Verification:
    made = applied(instrument, by, at)
    body = Organisation.objects.get(verifies=True)
    schedule([made.number], planned_on=legal_day(at), body_id=body.pk, verifier_id=verifier.pk, by=verifier, at=at)
    return made


def doing(instrument: Instrument, by: User, verifier: User, at: datetime) -> Verification:
    return start(scheduled(instrument, by, verifier, at).number, found=ALL_FOUND, by=verifier, at=at)


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
