"""For which goods a scale may serve to check a weighing, and by which method.

A method needs a scale whose error stays within a share of the permitted negative deviation (Order 66, Art. 6;
T/GDSM 0004—2022, 5.1.5.1). The error grows with the load, so a scale serves a row of Table 1 up to some load, or not at
all. Requirement T4-5.1.5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from quanheng.law.deviation import DeviationGroup, DeviationRow, deviations_on
from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import AccuracyClass, Intervals, Stage, mpe_ug
from quanheng.law.methods import METHODS, Method
from quanheng.law.tables import load
from quanheng.law.units import Milligrams, format_mass
from quanheng.law.wording import in_language


@dataclass(frozen=True, slots=True)
class RowFitness:
    """Up to which load a scale may check goods of a row, by each method; None where it may not at all."""

    group: str
    row: DeviationRow
    equal_accuracy_up_to_mg: Milligrams | None
    high_accuracy_up_to_mg: Milligrams | None
    reach_mg: Milligrams
    named: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether equal accuracy holds for every load of the row that the scale can carry."""
        return self.equal_accuracy_up_to_mg is not None and self.equal_accuracy_up_to_mg >= self.reach_mg

    def explain(self, lang: str) -> str:
        """The row and its methods in one line."""
        none = in_language(lang, "不适用", "not applicable")
        equal, high = (
            in_language(lang, f"至 {format_mass(load_mg)}", f"to {format_mass(load_mg)}") if load_mg else none
            for load_mg in (self.equal_accuracy_up_to_mg, self.high_accuracy_up_to_mg)
        )
        methods = in_language(
            lang, f"等准确度 {equal}，高准确度 {high}", f"equal accuracy {equal}, high accuracy {high}"
        )
        return f"{self.row.id}  {self.row.label(lang)}{in_language(lang, '：', ': ')}{methods}"

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The row in JSON, loads in milligrams."""
        return {
            "row": self.row.id,
            "row_label": self.row.label(lang),
            "deviation_mg": self.row.deviation_mg,
            "equal_accuracy_up_to_mg": self.equal_accuracy_up_to_mg,
            "high_accuracy_up_to_mg": self.high_accuracy_up_to_mg,
            "whole": self.whole,
        }


@dataclass(frozen=True, slots=True)
class Suitability:
    """What a scale may be used for: the rows of Table 1 it can carry, in printed order."""

    max_mg: Milligrams
    min_mg: Milligrams
    rows: tuple[RowFitness, ...]

    def explain(self, lang: str) -> str:
        """One line for each row."""
        head = f"Min {format_mass(self.min_mg)}, Max {format_mass(self.max_mg)}"
        return "\n".join([head, *(row.explain(lang) for row in self.rows)])

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The whole table in JSON."""
        rows = [row.as_dict(lang) for row in self.rows]
        return {"covered": True, "max_mg": self.max_mg, "min_mg": self.min_mg, "rows": rows}


def suitability(class_: AccuracyClass, intervals: Intervals, on: date, stage: Stage = "in-service") -> Suitability:
    """Which rows of the table of the day the scale may serve; rows that begin above its Max are left out."""
    rows = (
        _fitness(group, row, class_, intervals, stage)
        for group in deviations_on(on).groups
        for row in group.rows
        if row.above_mg < intervals.max_mg
    )
    return Suitability(intervals.max_mg, intervals.min_mg(class_), tuple(rows))


def _fitness(
    group: DeviationGroup, row: DeviationRow, class_: AccuracyClass, intervals: Intervals, stage: Stage
) -> RowFitness:
    reach = min(row.up_to_mg, intervals.max_mg)
    steps = [(load_mg, error) for load_mg, error in _error_steps(class_, intervals, stage) if load_mg < reach]
    steps += [(reach, _error(class_, intervals, reach, stage))]
    equal, high = (_furthest(row, steps, METHODS[name]) for name in ("equal-accuracy", "high-accuracy"))
    return RowFitness(group.id, row, equal, high, reach, group.named)


def _furthest(row: DeviationRow, steps: list[tuple[Milligrams, int | None]], way: Method) -> Milligrams | None:
    allowed_ug = row.deviation_mg * 1000 // way.error_share
    fitting = [load_mg for load_mg, error in steps if error is not None and error <= allowed_ug]
    return fitting[-1] if fitting and fitting[-1] > row.above_mg else None


def _error_steps(
    class_: AccuracyClass, intervals: Intervals, stage: Stage
) -> tuple[tuple[Milligrams, int | None], ...]:
    """The last load of every step of the error, light to heavy: between two of them the error is the same."""
    loads = sorted({*_step_loads(class_, intervals), *(part.max_mg for part in intervals.ranges)})
    return tuple((Milligrams(load_mg), _error(class_, intervals, load_mg, stage)) for load_mg in loads)


def _step_loads(class_: AccuracyClass, intervals: Intervals) -> Iterator[int]:
    below = 0
    for part in intervals.ranges:
        for band in load("mpe")["class"][class_]["bands"]:
            if below < band["up_to_e"] * part.e_mg < part.max_mg:
                yield band["up_to_e"] * part.e_mg
        below = part.max_mg


def _error(class_: AccuracyClass, intervals: Intervals, load_mg: int, stage: Stage) -> int | None:
    try:
        return mpe_ug(class_, intervals, load_mg, stage)
    except OutsideTable:
        return None
