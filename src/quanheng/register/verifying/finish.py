"""End a verification: the law proposes, the verifier confirms, the instrument's life and a paper tell it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.law.verification import is_sealed
from quanheng.people.models import User
from quanheng.register import standby
from quanheng.register.identity.checking import bears_codes
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, InstrumentEvent, Verification
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import Report, record
from quanheng.register.usage import lawful_kind
from quanheng.register.verifying.last_day import NOTHING, last_day
from quanheng.register.verifying.moves import hold, told
from quanheng.register.verifying.numbering import CERTIFICATE, NOTICE, next_number
from quanheng.register.verifying.paper import paper_of
from quanheng.register.verifying.readings import Sheet, sheet
from quanheng.register.verifying.reasons import required_reason

PASS, FAIL = "pass", "fail"
SEAL_LENGTH = 60
# What a verification ends: a failed one, or a weekly check that a check scale did not pass (T4-5.2).
FAILED_KINDS = ("failed", "check-failed")
STANDING_KINDS = (*FAILED_KINDS, "stopped", "resumed", "put-into-use", "put-on-standby", "lent", "returned")


@transaction.atomic
def finish(
    number: str,
    outcome: str,
    *,
    reason: str,
    by: User,
    at: datetime,
    seal_number: str = "",
    given: Mapping[str, str] = NOTHING,
) -> Verification:
    """Raises ValidationError where the readings do not carry the outcome.

    ``given`` has the last day and its source, asked for where no period is on file for the kind.
    """
    held = hold(number, by, VerificationState.DOING)
    readings = sheet(held)
    if outcome == PASS:
        _pass(held, readings, _plain(seal_number), given, by, at)
    elif outcome == FAIL:
        _fail(held, readings, reason, by, at)
    else:
        raise ValidationError({"outcome": _("Choose passed or failed.")})
    told(held, outcome, VerificationState.DOING, by, held.reason)
    return held


def _plain(seal_number: str) -> str:
    plain = " ".join(seal_number.replace("\0", "").split())
    if len(plain) > SEAL_LENGTH:
        raise ValidationError({"seal_number": _("Enter the number of the seal, at most 60 characters.")})
    return plain


def _pass(
    held: Verification, readings: Sheet, seal_number: str, given: Mapping[str, str], by: User, at: datetime
) -> None:
    if not readings.outcome.passed:
        raise ValidationError({"outcome": readings.outcome.explain(get_language() or "zh-hans")})
    last = last_day(held.instrument, legal_day(at), given)
    held.state, held.verifier, held.ended_at = VerificationState.PASSED, by, at
    held.paper_number = next_number(CERTIFICATE, legal_day(at))
    held.paper = paper_of(held, readings, last.on, last.source)
    held.save()
    certificate = {
        "certificate_number": held.paper_number,
        "verification_body": held.body.name,
        "valid_until": last.on.isoformat(),
    }
    if bears_codes(held.instrument):
        # No format of verification codes is published: ours is the number that the label and the certificate bear.
        certificate["verification_code"] = held.paper_number
    reports = [Report("verified", at, held.number, certificate)]
    if is_sealed(lawful_kind(held.instrument.kind)):
        sealed = {"seal_number": seal_number} if seal_number else {}
        reports.append(Report("sealed", at, f"{held.number}-sealed", sealed))
    if _left_use_by_failing(held.instrument):
        reports.append(Report("resumed", at, f"{held.number}-resumed"))
    record(held.instrument, *reports, source="staff", by=by)
    standby.bring_back(held.instrument, key=held.number, at=at, by=by)


def _fail(held: Verification, readings: Sheet, reason: str, by: User, at: datetime) -> None:
    """Readings that fail speak for themselves; anything else that fails a scale has to be written down."""
    held.reason = reason.strip() if readings.outcome.failed and not reason.strip() else required_reason(reason)
    held.state, held.verifier, held.ended_at = VerificationState.FAILED, by, at
    held.paper_number = next_number(NOTICE, legal_day(at))
    held.paper = paper_of(held, readings, None)
    held.save()
    facts = {"notice_number": held.paper_number, "verification_body": held.body.name}
    was_in_use = held.instrument.state.status == "in-use"
    record(held.instrument, Report("failed", at, held.number, facts), source="staff", by=by)
    if was_in_use:
        standby.lend_for(held.instrument, key=held.number, at=at, by=by)


def _left_use_by_failing(instrument: Instrument) -> bool:
    """A scale that a person stopped stays stopped until a person lets it return."""
    events = InstrumentEvent.objects.filter(instrument=instrument, kind__in=STANDING_KINDS)
    last = events.order_by("-happened_at", "-id").first()
    return last is not None and last.kind in FAILED_KINDS
