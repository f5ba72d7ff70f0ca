"""What is tried on a weighing instrument at its verification, and whether each reading and the whole pass.

JJG 539—2016; OIML R 76-1, A.4.4 (weighing), A.4.7 (eccentricity), A.4.10 (repeatability).
Requirements T4-4.2.5, N25-3.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from quanheng.law.instruments import AccuracyClass, Intervals, change_points_mg, mpe_ug
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Milligrams
from quanheng.law.wording import in_language

Trial = Literal["weighing", "eccentricity", "repeatability"]
TRIALS: Final = ("weighing", "eccentricity", "repeatability")

_TRIAL_NAMES: Final = {
    "weighing": ("称量", "Weighing"),
    "eccentricity": ("偏载", "Eccentricity"),
    "repeatability": ("重复性", "Repeatability"),
}
_POSITIONS: Final = {
    "centre": ("中心", "centre"),
    "front-left": ("左前", "front left"),
    "back-left": ("左后", "back left"),
    "back-right": ("右后", "back right"),
    "front-right": ("右前", "front right"),
}
_REASONS: Final = {
    "error-over-mpe": ("示值误差超过最大允许误差", "an error is above the maximum permissible error"),
    "repeatability-over-mpe": (
        "重复性超过最大允许误差",
        "the readings of one load differ by more than its permissible error",
    ),
    "not-complete": ("还有检定点没有记录", "not every point was tried"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One load to put on: `ordinal` counts from 1 within its trial, `position` is of the eccentricity trial."""

    trial: Trial
    ordinal: int
    load_mg: Milligrams
    position: str = ""

    def name(self, lang: str) -> str:
        """What the point is called: the trial, and where or which time."""
        trial = in_language(lang, *_TRIAL_NAMES[self.trial])
        if self.position:
            return f"{trial} · {in_language(lang, *_POSITIONS[self.position])}"
        return f"{trial} {self.ordinal}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the instrument showed under a point's load.

    `added_mg` is ΔL, the small weights added until the indication jumped by one e; None takes the reading as shown.
    """

    indication_mg: int
    added_mg: int | None = None


@dataclass(frozen=True, slots=True)
class PointJudgement:
    """The error of one reading, in micrograms, and the largest that is permitted."""

    error_ug: int
    mpe_ug: int

    @property
    def passed(self) -> bool:
        """Whether the reading stays within the permissible error; exactly at it passes."""
        return abs(self.error_ug) <= self.mpe_ug


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the law proposes for the whole: `reasons` are stable codes, none where the instrument passes."""

    reasons: tuple[str, ...]
    spread_ug: int | None
    spread_mpe_ug: int
    clause: Clause

    @property
    def passed(self) -> bool:
        """Whether everything was tried and is within its limits."""
        return not self.reasons

    @property
    def failed(self) -> bool:
        """Whether what was tried so far already shows that the instrument does not pass."""
        return any(reason != "not-complete" for reason in self.reasons)

    def explain(self, lang: str) -> str:
        """The outcome in one sentence."""
        return explain_reasons(self.reasons, lang)


def explain_reasons(reasons: Sequence[str], lang: str) -> str:
    """What the codes of reasons propose, in one sentence; none propose that the instrument passes."""
    if not reasons:
        return in_language(lang, "各检定点均未超过最大允许误差：合格。", "Every point is within its limit: passed.")
    failed = any(code != "not-complete" for code in reasons)
    # An instrument that has failed needs no further points to fail.
    told = [code for code in reasons if code != "not-complete" or not failed]
    why = in_language(lang, "；", "; ").join(in_language(lang, *_REASONS[code]) for code in told)
    if failed:
        return in_language(lang, f"不合格：{why}。", f"Failed: {why}.")
    return in_language(lang, f"尚不能判定：{why}。", f"Not decided yet: {why}.")


def programme(class_: AccuracyClass, intervals: Intervals) -> tuple[Point, ...]:
    """The points to try, in the order of work. Raises `OutsideTable` where the instrument exceeds its class."""
    rules = load("test_programme")
    ecc, rep = rules["eccentricity"], rules["repeatability"]
    weighing = [Point("weighing", place, mass) for place, mass in enumerate(_loads(class_, intervals), start=1)]
    third, most = _share(intervals, ecc["load"]), _share(intervals, rep["load"])
    corners = [Point("eccentricity", place, third, name) for place, name in enumerate(ecc["positions"], start=1)]
    times = [Point("repeatability", place, most) for place in range(1, rep["readings"][class_] + 1)]
    return (*weighing, *corners, *times)


def _loads(class_: AccuracyClass, intervals: Intervals) -> list[Milligrams]:
    """Zero, Min, where the permissible error changes, the middle, the end of each range, Max."""
    middle = _share(intervals, load("test_programme")["middle"])
    ends = [part.max_mg for part in intervals.ranges]
    asked = {Milligrams(0), intervals.min_mg(class_), middle, *ends, *change_points_mg(class_, intervals)}
    return sorted(asked)


def _share(intervals: Intervals, part: Mapping[str, int]) -> Milligrams:
    """A share of Max, down to a whole interval, so that usual weights make it up."""
    share = intervals.max_mg * part["numerator"] // part["denominator"]
    return Milligrams(share - share % intervals.e_at(share))


def judge_point(class_: AccuracyClass, intervals: Intervals, point: Point, reading: Reading) -> PointJudgement:
    """The error of a reading against the error permitted on verification, first or subsequent.

    With ΔL the reading before rounding is I + e/2 − ΔL (R 76-1, A.4.4.3); without it the indication counts as shown.
    Raises `ValueError` for a ΔL below zero or above e.
    """
    error_ug = (reading.indication_mg - point.load_mg) * 1000
    if reading.added_mg is not None:
        e_mg = intervals.e_at(point.load_mg)
        if not 0 <= reading.added_mg <= e_mg:
            raise ValueError("the added weights lie between nought and one interval")
        error_ug += e_mg * 500 - reading.added_mg * 1000
    return PointJudgement(error_ug, mpe_ug(class_, intervals, point.load_mg, "initial"))


def judge(
    class_: AccuracyClass, intervals: Intervals, readings: Mapping[tuple[str, int], Reading]
) -> tuple[dict[tuple[str, int], PointJudgement], Outcome]:
    """Each reading, by trial and ordinal, and the proposal for the whole; unknown points are not looked at."""
    points = programme(class_, intervals)
    tried = [(one, readings[one.trial, one.ordinal]) for one in points if (one.trial, one.ordinal) in readings]
    judged: dict[tuple[str, int], PointJudgement] = {
        (one.trial, one.ordinal): judge_point(class_, intervals, one, reading) for one, reading in tried
    }
    spread_ug = _spread([judged[key].error_ug for key in judged if key[0] == "repeatability"])
    repeated_mg = next(one.load_mg for one in points if one.trial == "repeatability")
    spread_mpe_ug = mpe_ug(class_, intervals, repeated_mg, "initial")
    found = {
        "error-over-mpe": any(not one.passed for one in judged.values()),
        "repeatability-over-mpe": spread_ug is not None and spread_ug > spread_mpe_ug,
        "not-complete": len(tried) < len(points),
    }
    reasons = tuple(code for code, is_so in found.items() if is_so)
    return judged, Outcome(reasons, spread_ug, spread_mpe_ug, clause_from(load("test_programme")["clause"]))


def _spread(errors_ug: Sequence[int]) -> int | None:
    return max(errors_ug) - min(errors_ug) if len(errors_ug) > 1 else None
