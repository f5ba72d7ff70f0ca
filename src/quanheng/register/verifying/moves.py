"""Schedule, start and withdraw verifications: the row is locked, the state is asked, the act is put on the trail."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import contains, within
from quanheng.people.models import Role, User
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, Organisation, Verification
from quanheng.register.models.instrument import SCALES
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import life_state
from quanheng.register.verifying.programmes import programme_of
from quanheng.register.verifying.readiness import readiness
from quanheng.register.verifying.reasons import required_reason
from quanheng.register.verifying.subject import subject_as_it_is
from quanheng.register.verifying.weighing_sheet import metrology


def hold(number: str, by: User, *states: VerificationState) -> Verification:
    """The row, locked. Raises Verification.DoesNotExist for a stranger, ValidationError in any other state."""
    # No join here: FOR UPDATE must lock this row alone.
    held = Verification.objects.select_for_update().filter(within(by)).get(number=number)
    if held.state not in states:
        raise ValidationError({"state": _("Somebody has moved it on: look at it again.")})
    return held


def told(verification: Verification, act: str, before: str, by: User, reason: str = "") -> None:
    audit.note(
        f"verification-{act}",
        verification.number,
        user=by,
        area=verification.area,
        before={"state": before},
        after={"state": verification.state},
        reason=reason,
    )


@transaction.atomic
def schedule(
    numbers: list[str], *, planned_on: date | None, body_id: int | None, verifier_id: int | None, by: User, at: datetime
) -> None:
    """Set or change day, body and verifier of verifications that have not begun."""
    planned = plan(planned_on, body_id, verifier_id, by, legal_day(at))
    for number in sorted(numbers):
        one = hold(number, by, VerificationState.APPLIED, VerificationState.SCHEDULED)
        if not contains(planned[1], one.area):
            raise ValidationError({"verifier": _("This verifier is not appointed for the area.")})
        before, one.state = one.state, VerificationState.SCHEDULED
        one.planned_on, one.verifier, one.body = planned
        one.save()
        told(one, "schedule", before, by)


def plan(
    planned_on: date | None, body_id: int | None, verifier_id: int | None, by: User, today: date
) -> tuple[date, User, Organisation]:
    """Day, verifier and body as they can be planned. Raises ValidationError by field."""
    wrong = {}
    if planned_on is None or planned_on < today:
        wrong["planned_on"] = _("Name a day from today on.")
    verifier = verifiers(by).filter(pk=verifier_id).first()
    if verifier is None:
        wrong["verifier"] = _("Choose who verifies.")
    body = Organisation.objects.filter(pk=body_id, verifies=True).first()
    if body is None:
        wrong["body"] = _("Choose the verification body.")
    if planned_on is None or verifier is None or body is None or wrong:
        raise ValidationError(wrong)
    return planned_on, verifier, body


def verifiers(by: User) -> object:
    """The colleagues whom a verifier may appoint: those who see no more than the verifier does."""
    return User.objects.filter(within(by), role=Role.VERIFICATION_BODY, is_active=True).order_by("name")


@transaction.atomic
def start(number: str, *, by: User, at: datetime) -> Verification:
    """Begin, once codes, seal and identity are as the law asks; whoever starts is the verifier."""
    held = hold(number, by, VerificationState.SCHEDULED)
    if life_state(held.instrument.state).locked:
        raise ValidationError({"state": _("It is locked and cannot weigh; it has to be unlocked first.")})
    ready = readiness(held.instrument, at)
    if not ready.ready:
        raise ValidationError({"identity": ready.explain(get_language() or "zh-hans")})
    _refuse_without_programme(held.instrument, legal_day(at), first=held.is_first)
    before, held.state = held.state, VerificationState.DOING
    held.verifier, held.started_at, held.subject = by, at, subject_as_it_is(held.instrument)
    held.save()
    told(held, "start", before, by)
    return held


def _refuse_without_programme(instrument: Instrument, on: date, *, first: bool) -> None:
    """What cannot be tried is not begun: a scale without Max and e, a set of weights without its pieces."""
    if instrument.kind in SCALES:
        metrology(instrument)
    else:
        programme_of(instrument, on, first=first)


@transaction.atomic
def withdraw(number: str, *, reason: str, by: User, at: datetime) -> Verification:
    """Take it back before it has begun; once it has, only the verifier can, as the scale may not be fit to try."""
    states = [VerificationState.APPLIED, VerificationState.SCHEDULED]
    if by.role == Role.VERIFICATION_BODY:
        states.append(VerificationState.DOING)
    held = hold(number, by, *states)
    before, held.state = held.state, VerificationState.WITHDRAWN
    held.reason, held.ended_at = required_reason(reason), at
    held.save()
    told(held, "withdraw", before, by, held.reason)
    return held
