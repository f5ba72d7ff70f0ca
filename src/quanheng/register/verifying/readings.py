"""Enter what an instrument shows at each point of its programme, judged at once by the law, whatever its kind."""

from datetime import datetime
from typing import Any

from django.db import transaction

from quanheng.law.kind_trials import Judged
from quanheng.law.test_programme import PointJudgement
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.models import Instrument, Verification, VerificationReading
from quanheng.register.models.instrument import SCALES
from quanheng.register.models.verification import VerificationState
from quanheng.register.verifying import trial_sheet, weighing_sheet
from quanheng.register.verifying.moves import hold
from quanheng.register.verifying.trial_sheet import TrialSheet
from quanheng.register.verifying.weighing_sheet import WeighingSheet

Sheet = WeighingSheet | TrialSheet


def sheet(verification: Verification) -> Sheet:
    """Raises ValidationError where the register lacks what the programme is made of."""
    kind = weighing_sheet if is_weighed(verification.instrument) else trial_sheet
    return kind.sheet(verification)


def is_weighed(instrument: Instrument) -> bool:
    """Scales are tried with loads; everything else against a reference."""
    return instrument.kind in SCALES


@transaction.atomic
def enter(number: str, trial: str, ordinal: int, *, by: User, at: datetime, **given: str) -> PointJudgement | Judged:
    """Keep one reading; entered again it replaces the first, on record, as long as the verification goes on.

    Raises ValidationError with the field at fault, LookupError for a point that the programme does not have.
    """
    held = hold(number, by, VerificationState.DOING)
    kind = weighing_sheet if is_weighed(held.instrument) else trial_sheet
    kept, judgement = kind.read(held, trial, ordinal, given)
    first = VerificationReading.objects.filter(verification=held, trial=trial, ordinal=ordinal).first()
    VerificationReading.objects.update_or_create(
        verification=held, trial=trial, ordinal=ordinal, defaults={**kept, "entered_at": at}
    )
    if first:
        _tell_replaced(first, kept, held, by)
    return judgement


def _tell_replaced(first: VerificationReading, kept: dict[str, Any], held: Verification, by: User) -> None:
    """What stood there before is in the trail alone: the sheet shows the last reading."""
    changed = [name for name, value in kept.items() if getattr(first, name) != value]
    if not changed:
        return
    point = {"point": f"{first.trial} {first.ordinal}"}
    audit.note(
        "verification-reading-replaced",
        held.number,
        user=by,
        area=held.area,
        before=point | {name: getattr(first, name) for name in changed},
        after=point | {name: kept[name] for name in changed},
    )
