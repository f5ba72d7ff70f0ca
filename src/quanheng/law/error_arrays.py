"""The largest errors of check scales and weights over whole arrays, for `law.retail_arrays`.

Nothing of the tables is repeated here: each step of the error is asked of `law.instruments` and `law.weights`.
"""

from functools import cache
from typing import Any, Final

import numpy as np

from quanheng.law.bands import Whole, bands, whole
from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import AccuracyClass, Intervals, Stage, change_points_mg, mpe_ug
from quanheng.law.methods import METHODS, Check, Method
from quanheng.law.tables import load
from quanheng.law.units import MG_PER_G, MG_PER_KG, parse_mass
from quanheng.law.weights import WeightClass, weights_mpe_ug

NOT_DESCRIBED: Final = -1
"""The error of a check scale that nobody described: the caller's word is taken, as `as-stated` does for one check."""

NO_CHECK: Final = 1 << 60
"""The error of a check that is none (over Max, or beyond its class): larger than any limit."""


def scale_errors_ug(
    scale: Intervals | None, class_: AccuracyClass, loads_mg: Any, stage: Stage = "in-service"
) -> Whole:
    """`mpe_ug` of one scale at each load, in micrograms; `NO_CHECK` where that raises `OutsideTable`."""
    loads = _loads(loads_mg)
    if scale is None:
        return np.full(loads.shape, NOT_DESCRIBED, np.int64)
    bounds, errors = _steps(scale, class_, stage)
    found: Whole = errors.take(bands(loads, bounds))
    return found


def weights_errors_ug(class_: WeightClass, masses_mg: Any) -> Whole:
    """`weights_mpe_ug` of the usual set at each mass, in micrograms."""
    masses = _loads(masses_mg)
    heaviest_kg, by_kg, by_g, by_mg = _weights(class_)
    kilograms, below = np.divmod(masses, MG_PER_KG)
    grams, milligrams = np.divmod(below, MG_PER_G)
    sets, rest_kg = np.divmod(kilograms, heaviest_kg)
    found: Whole = sets * by_kg[heaviest_kg] + by_kg[rest_kg] + by_g[grams] + by_mg[milligrams]
    return found


def admitted(class_: AccuracyClass) -> bool:
    """Whether the group standard takes a check on a scale of the class (5.1.5.1: III级及以上)."""
    return Check(0, class_=class_).serves_market_rule(_any_scale_method(), 1)


def _any_scale_method() -> Method:
    return next(way for way in METHODS.values() if way.checked_by == "check-scale")


def _loads(masses_mg: Any) -> Whole:
    masses = whole("a mass", masses_mg).astype(np.int64, copy=False)
    if masses.size and masses.min() < 0:
        raise ValueError("a mass cannot be negative")
    return masses


@cache
def _steps(scale: Intervals, class_: AccuracyClass, stage: Stage) -> tuple[tuple[int, ...], Whole]:
    """The loads at which the error changes, and the error up to each; one more beyond the last."""
    steps = change_points_mg(class_, scale)
    errors = [_error_ug(scale, class_, mass_mg, stage) for mass_mg in (*steps, steps[-1] + 1)]
    return steps, np.array(errors, np.int64)


def _error_ug(scale: Intervals, class_: AccuracyClass, mass_mg: int, stage: Stage) -> int:
    try:
        return mpe_ug(class_, scale, mass_mg, stage)
    except OutsideTable:
        return NO_CHECK


@cache
def _weights(class_: WeightClass) -> tuple[int, Whole, Whole, Whole]:
    """The heaviest weight in kilograms, and the errors of whole kilograms up to it, of grams and of milligrams.

    A set in the 5-2-2-1 series makes up kilograms, grams and milligrams each from weights of their own.
    """
    weights_mpe_ug(class_, 0)  # refuses a class that the table does not have
    heaviest_kg = max(map(parse_mass, load("weights")[class_])) // MG_PER_KG
    by_kg, by_g, by_mg = (
        np.array([weights_mpe_ug(class_, count * unit_mg) for count in range(most)], np.int64)
        for unit_mg, most in ((MG_PER_KG, heaviest_kg + 1), (MG_PER_G, 1000), (1, 1000))
    )
    return heaviest_kg, by_kg, by_g, by_mg
