"""Standard weights, and how far a set of them may be off (OIML R 111-1; T4-5.2)."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from quanheng.law.errors import OutsideTable
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import parse_mass

WeightClass = Literal["M1", "F2"]
WEIGHT_CLASSES: Final = ("M1", "F2")


@cache
def _errors(class_: WeightClass) -> Mapping[int, int]:
    """Nominal mass in milligrams, heaviest first, to maximum permissible error in micrograms."""
    if class_ not in WEIGHT_CLASSES:
        raise ValueError(f"not a class of weights in the table: {class_!r}")
    printed = {parse_mass(nominal): int(Decimal(error) * 1000) for nominal, error in load("weights")[class_].items()}
    return MappingProxyType(dict(sorted(printed.items(), reverse=True)))


def weights_mpe_ug(class_: WeightClass, mass_mg: int) -> int:
    """The largest error, in micrograms, of the usual set of weights that makes up `mass_mg`.

    The set takes the heaviest weight first (5-2-2-1 series) and the errors add up, the worst case. Micrograms, because
    the smaller weights are better than a milligram.
    """
    if mass_mg < 0:
        raise ValueError("a mass cannot be negative")
    total, rest = 0, mass_mg
    for nominal_mg, error_ug in _errors(class_).items():
        count, rest = divmod(rest, nominal_mg)
        total += count * error_ug
    return total


def weight_mpe_ug(class_: WeightClass, nominal_mg: int) -> int:
    """The maximum permissible error of one weight, in micrograms (R 111-1, Table 1).

    Raises `OutsideTable` for a nominal mass that the table does not print, `ValueError` for an unknown class.
    """
    errors = _errors(class_)
    if nominal_mg not in errors:
        raise OutsideTable("weight-not-in-table")
    return errors[nominal_mg]


@cache
def weights_clause() -> Clause:
    """Where the errors of weights are printed."""
    return clause_from(load("weights")["clause"])
