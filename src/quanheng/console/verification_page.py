"""What the page of one verification shows, and the choices of its forms."""

from django.utils import timezone

from quanheng.console.move_forms import Attempt
from quanheng.law.verification import is_sealed
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register import standby
from quanheng.register.identity.looking_up import code_of
from quanheng.register.identity.matching import latest
from quanheng.register.kinds import told
from quanheng.register.models import Organisation, Verification
from quanheng.register.models.verification import VerificationState
from quanheng.register.usage import lawful_kind
from quanheng.register.verifying.last_day import has_period
from quanheng.register.verifying.moves import verifiers
from quanheng.register.verifying.readiness import readiness
from quanheng.register.verifying.readings import sheet
from quanheng.register.verifying.subject import subject_of

NOT_BEGUN = (VerificationState.APPLIED, VerificationState.SCHEDULED)
TRIED = (VerificationState.DOING, VerificationState.PASSED, VerificationState.FAILED)


def context_of(verification: Verification, viewer: User, attempt: Attempt) -> dict[str, object]:
    verifies, state = may(viewer, "verify"), verification.state
    instrument = verification.instrument
    starts = verifies and state == VerificationState.SCHEDULED
    withdraws = may(viewer, "apply-for-verification") and state in NOT_BEGUN
    described = told.described(subject_of(verification))
    return {
        "verification": verification,
        "instrument": instrument,
        "sheet": sheet(verification) if state in TRIED else None,
        "own_lines": told.lines(described),
        "own_sheets": told.sheets(described),
        "asks_last_day": not has_period(instrument, timezone.localdate()),
        "asks_seal": is_sealed(lawful_kind(instrument.kind)),
        "starts": starts,
        "ready": readiness(instrument, timezone.now()) if starts else None,
        "compared": latest(instrument) if starts else None,
        "label": code_of(instrument),
        "enters": verifies and state == VerificationState.DOING,
        "withdraws": withdraws or (verifies and state in (*NOT_BEGUN, VerificationState.DOING)),
        "stand_ins": standby.stand_ins(instrument),
        "attempt": attempt,
        **(plan_choices(viewer, verification) if verifies and state in NOT_BEGUN else {}),
    }


def plan_choices(viewer: User, verification: Verification) -> dict[str, object]:
    """What a verifier chooses from; what is planned already, or most likely, is chosen first."""
    return {
        "plans": True,
        "bodies": Organisation.objects.filter(verifies=True).order_by("name"),
        "verifiers": verifiers(viewer),
        "planned_on": verification.planned_on or timezone.localdate(),
        "body_id": verification.body_id,
        "verifier_id": verification.verifier_id or viewer.pk,
    }
