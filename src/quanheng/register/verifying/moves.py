"""Schedule, start and withdraw verifications: the row is locked, the state is asked, the act is put on the trail."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.law.verification import Codes, Readiness, may_be_verified
from quanheng.people import audit
from quanheng.people.areas import contains, within
from quanheng.people.models import Role, User
from quanheng.register.legal_day import legal_day
from quanheng.register.life import LifeState
from quanheng.register.models import Organisation, Verification
from quanheng.register.models.instrument import PRICE_SCALES
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import life_state

# What a verifier looks for on the scale before anything is weighed (three codes, seal, identity).
FOUND = ("production_code", "repair_code", "verification_code", "seal", "identity")
REASON_LENGTH = 2000


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
    plan = _plan(planned_on, body_id, verifier_id, by, at)
    for number in sorted(numbers):
        one = hold(number, by, VerificationState.APPLIED, VerificationState.SCHEDULED)
        if not contains(plan[1], one.area):
            raise ValidationError({"verifier": _("This verifier is not appointed for the area.")})
        before, one.state = one.state, VerificationState.SCHEDULED
        one.planned_on, one.verifier, one.body = plan
        one.save()
        told(one, "schedule", before, by)


def _plan(
    planned_on: date | None, body_id: int | None, verifier_id: int | None, by: User, at: datetime
) -> tuple[date, User, Organisation]:
    wrong = {}
    if planned_on is None or planned_on < legal_day(at):
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
def start(number: str, *, found: Mapping[str, bool], by: User, at: datetime) -> Verification:
    """Begin, once codes, seal and identity are as the law asks; whoever starts is the verifier."""
    held = hold(number, by, VerificationState.SCHEDULED)
    state = life_state(held.instrument.state)
    if state.locked:
        raise ValidationError({"state": _("It is locked and cannot weigh; it has to be unlocked first.")})
    if held.instrument.kind in PRICE_SCALES and held.instrument.conforming:
        ready = _readiness(state, found)
        if not ready.ready:
            raise ValidationError({"state": ready.explain(get_language() or "zh-hans")})
    elif not found.get("identity"):
        raise ValidationError({"identity": _("Compare the nameplate with the register first.")})
    before, held.state = held.state, VerificationState.DOING
    held.verifier, held.started_at = by, at
    held.save()
    told(held, "start", before, by)
    return held


def _readiness(state: LifeState, found: Mapping[str, bool]) -> Readiness:
    """A mark counts when it is on record and was found. Without a code on record, passing makes a new one."""
    return may_be_verified(
        Codes(
            state.production_code and found.get("production_code", False),
            state.repair_code and found.get("repair_code", False),
            state.verification_code and found.get("verification_code", False),
        ),
        seal_intact=state.seal_intact and found.get("seal", False),
        identity_matches=found.get("identity", False),
        first=not state.verification_code,
    )


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


def required_reason(reason: str) -> str:
    """The reason in plain text; raises ValidationError for none, or one too long to be read."""
    plain = reason.replace("\0", "").strip()
    if not plain or len(plain) > REASON_LENGTH:
        raise ValidationError({"reason": _("Say why, in at most 2000 characters.")})
    return plain
