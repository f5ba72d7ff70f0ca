"""The readings of an instrument that is no scale: what it showed against a reference, judged at once by the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.law.kind_trials import UNITS, Judged, Limit, Programme, Taken, Trial, TrialOutcome, judge, judge_reading
from quanheng.register.kinds import decimals
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Verification, VerificationReading
from quanheng.register.verifying.programmes import programme_of
from quanheng.register.verifying.subject import subject_of

MOST = 10**15
SOURCE_LENGTH = 120
# A relative limit is typed in per cent.
PERCENT_DECIMALS = 4
# Below nought there is no volume, energy, mass, way or time; a clock may be behind and a lens diverge.
SIGNED = ("mdpt", "ms")

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TriedOnce:
    """A trial of the programme with what was taken and its judgement, None as long as it was not tried."""

    point: Trial
    reading: Taken | None
    judgement: Judged | None


@dataclass(frozen=True, slots=True)
class TrialSheet:
    """The whole programme of one verification as it stands, and what the law proposes.

    ``last_limits`` are what the verifier entered last for each trial: most often the next point has the same source.
    """

    rows: list[TriedOnce]
    outcome: TrialOutcome
    last_limits: Mapping[str, Limit]
    weighs = False

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row.reading is not None)


def sheet(verification: Verification) -> TrialSheet:
    programme = _programme(verification)
    rows = list(verification.readings.order_by("entered_at", "pk"))
    entered = {(row.trial, row.ordinal): _taken(programme.find(row.trial, row.ordinal), row) for row in rows}
    judged, outcome = judge(programme, entered)
    limits = {trial: taken.limit for (trial, _ordinal), taken in entered.items() if taken.limit}
    keyed = [(one, (one.trial, one.ordinal)) for one in programme.trials]
    return TrialSheet([TriedOnce(one, entered.get(key), judged.get(key)) for one, key in keyed], outcome, limits)


def _programme(verification: Verification) -> Programme:
    begun = verification.started_at or verification.applied_at
    return programme_of(subject_of(verification), legal_day(begun), first=verification.is_first)


def _taken(trial: Trial, row: VerificationReading) -> Taken:
    limit = Limit(row.limit, trial.is_relative, source=row.limit_source) if row.limit is not None else None
    return Taken(row.indicated, row.reference or 0, limit)


def read(verification: Verification, trial: str, ordinal: int, given: Given) -> tuple[dict[str, Any], Judged]:
    """What is to be kept of a reading, and its judgement. LookupError where the programme has no such trial."""
    asked = _programme(verification).find(trial, ordinal)
    wrong: dict[str, str] = {}
    reference = asked.reference
    if reference is None:
        reference = _amount(asked, "reference", given, wrong)
        if asked.is_relative and not wrong and reference <= 0:
            wrong["reference"] = _("The reference is above nought.")
    indicated = _amount(asked, "indication", given, wrong)
    limit = _limit(asked, given, wrong) if asked.limit is None else None
    if wrong:
        raise ValidationError(wrong)
    kept = {
        "unit": asked.unit,
        "indicated": indicated,
        "reference": reference,
        "added": None,
        "limit": limit.amount if limit else None,
        "limit_source": limit.source if limit else "",
    }
    return kept, judge_reading(asked, Taken(indicated, reference, limit))


def _amount(asked: Trial, name: str, given: Given, wrong: dict[str, str]) -> int:
    unit, places = UNITS[asked.unit]
    try:
        amount = decimals.read(given.get(name, ""), places)
    except ValueError:
        wrong[name] = _("Enter a number in %(unit)s, with at most %(places)d decimals.") % {
            "unit": unit,
            "places": places,
        }
        return 0
    if abs(amount) > MOST or (amount < 0 and asked.unit not in SIGNED):
        wrong[name] = _("No instrument of this kind shows that.")
    return amount


def _limit(asked: Trial, given: Given, wrong: dict[str, str]) -> Limit:
    unit, places = ("%", PERCENT_DECIMALS) if asked.is_relative else UNITS[asked.unit]
    try:
        amount = decimals.read(given.get("limit", ""), places)
    except ValueError:
        amount = 0
    if not 0 < amount <= MOST:
        wrong["limit"] = _("No figure is on file: enter the limit in %(unit)s.") % {"unit": unit}
    source = given.get("limit_source", "").replace("\0", "").strip()
    if not source or len(source) > SOURCE_LENGTH:
        wrong["limit_source"] = _("Say where the limit is written, in at most 120 characters.")
    return Limit(amount, asked.is_relative, source=source)
