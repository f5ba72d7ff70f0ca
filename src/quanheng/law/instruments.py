"""Scale intervals, and the largest error a weighing instrument may show (JJG 539—2016, OIML R 76-1).

T/GDSM 0004 calls its check scales 双量程; by their description they are multi-interval instruments (多分度秤): one
scale whose verification scale interval e grows with the load (T4-5.1.5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from quanheng.law.errors import OutsideTable
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Milligrams, format_mass, parse_mass

AccuracyClass = Literal["II", "III", "IIII"]
Stage = Literal["initial", "in-service"]
"""`initial` is any verification, first or subsequent; `in-service` an inspection in use, where the errors double."""

ACCURACY_CLASSES: Final = ("II", "III", "IIII")
STAGES: Final = ("initial", "in-service")


@dataclass(frozen=True, slots=True)
class PartialRange:
    """The loads up to `max_mg` that the instrument weighs in intervals of `e_mg`."""

    max_mg: Milligrams
    e_mg: Milligrams


@dataclass(frozen=True, slots=True)
class Intervals:
    """The partial weighing ranges of one instrument, from light to heavy; a plain scale has one."""

    ranges: tuple[PartialRange, ...]

    def __post_init__(self) -> None:
        if not self.ranges or any(part.e_mg <= 0 or part.max_mg < part.e_mg for part in self.ranges):
            raise ValueError("an instrument needs a positive e and a Max of at least e")
        for lighter, heavier in zip(self.ranges, self.ranges[1:], strict=False):
            if heavier.max_mg <= lighter.max_mg or heavier.e_mg <= lighter.e_mg:
                raise ValueError("in a multi-interval instrument both Max and e grow from range to range")

    @classmethod
    def parse(cls, text: str) -> "Intervals":
        """Read "15kg/5g,30kg/10g" (Max/e of each partial range); raises `ValueError` for anything else."""
        return cls(tuple(_partial_range(part) for part in text.split(",")))

    @property
    def max_mg(self) -> Milligrams:
        """Max, the maximum capacity."""
        return self.ranges[-1].max_mg

    def e_at(self, mass_mg: int) -> Milligrams:
        """The verification scale interval for a load; raises `OutsideTable` above Max, `ValueError` below zero."""
        if mass_mg < 0:
            raise ValueError("a load cannot be negative")
        for part in self.ranges:
            if mass_mg <= part.max_mg:
                return part.e_mg
        raise OutsideTable("over-max")

    def min_mg(self, class_: AccuracyClass = "III") -> Milligrams:
        """Min, the minimum capacity: 20 of the smallest interval for class III."""
        smallest = self.ranges[0].e_mg
        lines = _errors()[_known_class(class_)].minimum
        return Milligrams(smallest * next(count for limit, count in lines if limit is None or smallest <= limit))

    def __str__(self) -> str:
        return ",".join(f"{_compact(part.max_mg)}/{_compact(part.e_mg)}" for part in self.ranges)


def _partial_range(text: str) -> PartialRange:
    maximum, slash, interval = text.partition("/")
    if not slash:
        raise ValueError(f"not Max/e: {text!r}")
    return PartialRange(parse_mass(maximum), parse_mass(interval, default_unit="g"))


def _compact(mass_mg: int) -> str:
    return format_mass(mass_mg).replace(" ", "")


@dataclass(frozen=True, slots=True)
class _ClassErrors:
    minimum: tuple[tuple[Milligrams | None, int], ...]  # (e up to, intervals)
    bands: tuple[tuple[int, int], ...]  # (load up to, in e; error, in halves of e)


@cache
def _errors() -> Mapping[str, _ClassErrors]:
    return MappingProxyType({name: _class_errors(row) for name, row in load("mpe")["class"].items()})


def _class_errors(row: Mapping[str, Any]) -> _ClassErrors:
    return _ClassErrors(
        tuple((parse_mass(line["e_to"]) if "e_to" in line else None, line["intervals"]) for line in row["min_e"]),
        tuple((band["up_to_e"], band["halves_of_e"]) for band in row["bands"]),
    )


@cache
def mpe_clause() -> Clause:
    """Where the maximum permissible errors are printed."""
    return clause_from(load("mpe")["clause"])


def mpe_ug(class_: AccuracyClass, intervals: Intervals, mass_mg: int, stage: Stage = "in-service") -> int:
    """The maximum permissible error, in micrograms either way, of an instrument at a load.

    `mass_mg` is the load (net); e is that of the partial range the load lies in. Micrograms, because half of an
    interval of 1 mg is a lawful error. Raises `OutsideTable` above Max or beyond the last band of the class. Source:
    JJG 539—2016, R 76-1 Table 6.
    """
    e_mg = intervals.e_at(mass_mg)
    return _halves_of_e(_known_class(class_), mass_mg, e_mg) * _stage_factor(stage) * e_mg * 500


def mpe_mg(class_: AccuracyClass, intervals: Intervals, mass_mg: int, stage: Stage = "in-service") -> Milligrams:
    """`mpe_ug` in milligrams; raises `OutsideTable` where it is not a whole number of them."""
    error_mg, rest_ug = divmod(mpe_ug(class_, intervals, mass_mg, stage), 1000)
    if rest_ug:
        raise OutsideTable("finer-than-a-milligram")
    return Milligrams(error_mg)


def change_points_mg(class_: AccuracyClass, intervals: Intervals) -> tuple[Milligrams, ...]:
    """The loads at which the permissible error changes, or the interval it counts in: 500 e, 2000 e, ends of ranges."""
    points, below = [], 0
    for part in intervals.ranges:
        bounds = [band[0] * part.e_mg for band in _errors()[_known_class(class_)].bands]
        points += [bound for bound in bounds if below < bound < part.max_mg]
        points.append(part.max_mg)
        below = part.max_mg
    return tuple(Milligrams(point) for point in points)


def _halves_of_e(class_: AccuracyClass, mass_mg: int, e_mg: int) -> int:
    for up_to_e, halves in _errors()[class_].bands:
        if mass_mg <= up_to_e * e_mg:
            return halves
    raise OutsideTable("outside-class")


def _stage_factor(stage: Stage) -> int:
    if stage not in STAGES:
        raise ValueError(f"not a stage: {stage!r}")
    return int(load("mpe")["in_service_factor"]) if stage == "in-service" else 1


def _known_class(class_: AccuracyClass) -> AccuracyClass:
    if class_ not in ACCURACY_CLASSES:
        raise ValueError(f"not an accuracy class in the table: {class_!r}")
    return class_
