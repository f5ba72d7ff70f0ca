"""The weekly check of a check scale with weights: is every reading right, and do the readings agree?

T/GDSM 0004—2022, 4.2.3.4 and 5.2; JJG 539—2016 for error and repeatability. Requirements T4-4.2.3.4, T4-5.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import AccuracyClass, Intervals, Stage, mpe_ug
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Milligrams, format_mass
from quanheng.law.weights import WeightClass, weights_mpe_ug
from quanheng.law.wording import in_language

_REASONS: Final = {
    "error-over-mpe": ("示值误差超过最大允许误差", "an error is above the maximum permissible error"),
    "repeatability-over-mpe": (
        "重复性超过最大允许误差",
        "the readings differ by more than that error allows",
    ),
}


@dataclass(frozen=True, slots=True)
class WeeklyCheck:
    """The answer to one check: `errors_mg` is reading less weights, `reasons` are stable codes, none if all is well."""

    load_mg: Milligrams
    errors_mg: tuple[Milligrams, ...]
    mpe_ug: int
    clauses: tuple[Clause, ...]

    @property
    def repeatability_mg(self) -> Milligrams:
        """The greatest reading less the smallest."""
        return Milligrams(max(self.errors_mg) - min(self.errors_mg))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, as stable codes."""
        found = {
            "error-over-mpe": any(abs(error) * 1000 > self.mpe_ug for error in self.errors_mg),
            "repeatability-over-mpe": self.repeatability_mg * 1000 > self.mpe_ug,
        }
        return tuple(code for code, is_so in found.items() if is_so)

    @property
    def passed(self) -> bool:
        """Whether the scale may stay in use; if not it is stopped until it was verified again (5.2)."""
        return not self.reasons

    def explain(self, lang: str) -> str:
        """The outcome, and what has to be done."""
        errors = "、".join(format_mass(error) for error in self.errors_mg)
        allowed, spread = f"±{format_mass(self.mpe_ug // 1000)}", format_mass(self.repeatability_mg)
        told = in_language(
            lang,
            f"砝码 {format_mass(self.load_mg)}，误差 {errors}，重复性 {spread}，最大允许误差 {allowed}。",
            f"Weights of {format_mass(self.load_mg)}, errors {errors}, repeatability {spread}, allowed {allowed}. ",
        )
        if self.passed:
            return told + in_language(lang, "核查正常。", "All is well.")
        why = in_language(lang, "；", "; ").join(in_language(lang, *_REASONS[code]) for code in self.reasons)
        return told + in_language(
            lang,
            f"{why}：立即停用，通知厂家维护，经检定合格后方可恢复使用。",
            f"Stop the scale at once, it may return after repair and verification: {why}.",
        )

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The answer in JSON; clauses are cited in `lang`."""
        return {
            "covered": True,
            "passed": self.passed,
            "reasons": list(self.reasons),
            "load_mg": self.load_mg,
            "errors_mg": list(self.errors_mg),
            "repeatability_mg": self.repeatability_mg,
            "mpe_ug": self.mpe_ug,
            "clauses": [clause.cite(lang) for clause in self.clauses],
        }


def weekly_check(
    class_: AccuracyClass,
    intervals: Intervals,
    load_mg: int,
    readings_mg: Sequence[int],
    *,
    stage: Stage = "in-service",
    weights: WeightClass = "M1",
) -> WeeklyCheck:
    """Judge the readings of a scale under weights of `load_mg`.

    Raises `ValueError` for another number of readings than the method has, `OutsideTable` above Max or where the
    weights are not accurate enough to show anything about the scale.
    """
    rules = load("weekly_check")
    if len(readings_mg) != rules["readings"] or load_mg <= 0:
        raise ValueError(f"a check has {rules['readings']} readings under weights above nought")
    allowed_ug = mpe_ug(class_, intervals, load_mg, stage)
    if weights_mpe_ug(weights, load_mg) * int(rules["weights_share"]) > allowed_ug:
        raise OutsideTable("weights-too-coarse")
    errors = tuple(Milligrams(reading - load_mg) for reading in readings_mg)
    clauses = clause_from(rules["clause"]), clause_from(rules["method_clause"])
    return WeeklyCheck(Milligrams(load_mg), errors, allowed_ug, clauses)


def readings_wanted() -> int:
    """How many readings the method has."""
    return int(load("weekly_check")["readings"])


def recommended_load_mg(intervals: Intervals) -> Milligrams:
    """The weights to check with: about half of Max."""
    return Milligrams(intervals.max_mg // int(load("weekly_check")["load_share_of_max"]))


def load_bounds_mg(intervals: Intervals) -> tuple[Milligrams, Milligrams]:
    """The least and the most weights, in milligrams, that still are about half of Max."""
    least, most = load("weekly_check")["load_percent"]
    return Milligrams(-(-intervals.max_mg * least // 100)), Milligrams(intervals.max_mg * most // 100)


def next_check_on(last_on: date) -> date:
    """The last day for the next check: at least once a week (4.2.3.4)."""
    return last_on + timedelta(days=load("weekly_check")["every_days"])


def oldest_in_time(on: date) -> date:
    """The earliest day whose check still is the last one needed on a day: the inverse of `next_check_on`."""
    return on - timedelta(days=load("weekly_check")["every_days"])
