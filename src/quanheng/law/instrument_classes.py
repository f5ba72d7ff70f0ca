"""How an instrument has to be built to belong to its accuracy class: the form and the number of its scale intervals.

Sources: JJG 539—2016, OIML R 76-1, Tables 3 and 4; T/GDSM 0004—2022, 5.1.5.3. Requirement T4-5.1.5.
"""

from dataclasses import dataclass
from functools import cache

from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import ACCURACY_CLASSES, AccuracyClass, Intervals, PartialRange
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Milligrams, parse_mass


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """The numbers of intervals n = Max/e that a class admits for a size of e."""

    least: int
    most: int


def is_one_two_five(e_mg: int) -> bool:
    """Whether an interval has the form 1, 2 or 5 × 10^k."""
    return e_mg > 0 and str(e_mg).rstrip("0") in ("1", "2", "5")


def number_limits(class_: AccuracyClass, e_mg: int) -> NumberLimits:
    """The limits of n for an interval; raises `OutsideTable` where the class has no such interval."""
    if class_ not in ACCURACY_CLASSES:
        raise ValueError(f"not an accuracy class in the table: {class_!r}")
    for row in load("mpe")["class"][class_]["n"]:
        if parse_mass(row["e_from"]) <= e_mg and ("e_to" not in row or e_mg <= parse_mass(row["e_to"])):
            return NumberLimits(row["least"], row["most"])
    raise OutsideTable("interval-outside-class")


def fits_class(class_: AccuracyClass, intervals: Intervals) -> bool:
    """Whether every partial range has a number of intervals that the class admits; the least counts for the last."""
    try:
        limits = [number_limits(class_, part.e_mg) for part in intervals.ranges]
    except OutsideTable:
        return False
    within = all(part.max_mg <= limit.most * part.e_mg for part, limit in zip(intervals.ranges, limits, strict=True))
    last = intervals.ranges[-1]
    return within and last.max_mg >= limits[-1].least * last.e_mg


def fits_multi_interval(class_: AccuracyClass, intervals: Intervals) -> bool:
    """Whether each partial range reaches far enough for the next: Max_i ≥ 500 e_(i+1) for class III."""
    least = int(load("mpe")["class"][class_]["partial"])
    pairs = zip(intervals.ranges, intervals.ranges[1:], strict=False)
    return all(lighter.max_mg >= least * heavier.e_mg for lighter, heavier in pairs)


def of_one_range(class_: AccuracyClass, e_mg: Milligrams, load_mg: Milligrams) -> Intervals:
    """A plain instrument that carries the load, for a question that names e and no Max.

    Raises `OutsideTable` where the class has no such interval, or where the load has more of them than it admits.
    """
    most = number_limits(class_, e_mg).most * e_mg
    if load_mg > most:
        raise OutsideTable("outside-class")
    return Intervals((PartialRange(Milligrams(most), e_mg),))


@cache
def multi_interval_clause() -> Clause:
    """Where the additional requirements of multi-interval instruments are written."""
    return clause_from(load("mpe")["partial_clause"])
