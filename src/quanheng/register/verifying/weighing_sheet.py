"""The readings of a scale: what it shows under each load, judged at once by the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.law.instruments import Intervals
from quanheng.law.test_programme import Outcome, Point, PointJudgement, Reading, judge, judge_point, programme
from quanheng.law.units import parse_mass
from quanheng.register.models import Instrument, Verification
from quanheng.register.verifying.subject import subject_of


@dataclass(frozen=True, slots=True)
class Tried:
    """A point of the programme with its reading and judgement, None as long as it was not tried."""

    point: Point
    reading: Reading | None
    judgement: PointJudgement | None


@dataclass(frozen=True, slots=True)
class WeighingSheet:
    """The whole programme of one verification as it stands, and what the law proposes."""

    rows: list[Tried]
    outcome: Outcome
    weighs = True

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row.reading is not None)


def sheet(verification: Verification) -> WeighingSheet:
    class_, intervals = metrology(subject_of(verification))
    entered = {(row.trial, row.ordinal): Reading(row.indicated, row.added) for row in verification.readings.all()}
    judged, outcome = judge(class_, intervals, entered)
    points = programme(class_, intervals)
    keyed = [(point, (point.trial, point.ordinal)) for point in points]
    return WeighingSheet([Tried(point, entered.get(key), judged.get(key)) for point, key in keyed], outcome)


def metrology(instrument: Instrument) -> tuple:
    """Class and intervals as the law reads them. Raises ValidationError where the register lacks them."""
    try:
        return instrument.accuracy_class, Intervals.parse(instrument.intervals)
    except ValueError:
        raise ValidationError({"state": _("The register lacks Max and e of this scale; enter them first.")}) from None


def read(
    verification: Verification, trial: str, ordinal: int, given: Mapping[str, str]
) -> tuple[dict[str, Any], PointJudgement]:
    """What is to be kept of a reading, and its judgement. LookupError where the programme has no such point."""
    class_, intervals = metrology(subject_of(verification))
    points = {(one.trial, one.ordinal): one for one in programme(class_, intervals)}
    point = points[trial, ordinal]
    e_mg, most_mg = intervals.e_at(point.load_mg), intervals.max_mg
    reading = Reading(
        _indication(given.get("indication", ""), most_mg + 20 * e_mg), _added(given.get("added", ""), e_mg)
    )
    kept = {"unit": "mg", "indicated": reading.indication_mg, "reference": point.load_mg, "added": reading.added_mg}
    return kept, judge_point(class_, intervals, point, reading)


def _indication(text: str, most_mg: int) -> int:
    """Grams, with a sign where the scale shows one."""
    plain = text.strip().replace("−", "-")
    sign = -1 if plain.startswith("-") else 1
    try:
        indication_mg = sign * parse_mass(plain.removeprefix("-"), default_unit="g")
    except ValueError:
        raise ValidationError({"indication": _("Enter what the scale shows in grams, as 2500 or 2500.5.")}) from None
    if abs(indication_mg) > most_mg:
        raise ValidationError({"indication": _("No scale of this Max shows that much.")})
    return indication_mg


def _added(text: str, e_mg: int) -> int | None:
    if not text.strip():
        return None
    try:
        added_mg = parse_mass(text, default_unit="g")
    except ValueError:
        raise ValidationError({"added": _("Enter the added weights in grams, as 1.5, or nothing.")}) from None
    if added_mg > e_mg:
        raise ValidationError({"added": _("The added weights are at most one scale interval.")})
    return added_mg
