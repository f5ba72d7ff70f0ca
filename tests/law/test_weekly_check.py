"""The weekly check of a check scale with weights, T/GDSM 0004—2022, 4.2.3.4 and 5.2."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import Intervals
from quanheng.law.weekly_check import (
    load_bounds_mg,
    next_check_on,
    oldest_in_time,
    recommended_load_mg,
    weekly_check,
)

pytestmark = pytest.mark.requirement("T4-4.2.3.4", "T4-5.2")
LOW = Intervals.parse("15kg/5g,30kg/10g")
LOAD = 15_000_000  # error allowed in use: 3 e = 15 g


def judged(*errors_mg: int):
    return weekly_check("III", LOW, LOAD, [LOAD + error for error in errors_mg])


@pytest.mark.parametrize(
    ("errors_mg", "reasons"),
    [
        ((0, 0, 0), ()),
        ((15_000, 0, 5000), ()),
        ((-15_000, 0, 0), ()),
        ((15_001, 5000, 5000), ("error-over-mpe",)),
        ((-15_001, -5000, -5000), ("error-over-mpe",)),
        ((10_000, -5000, 0), ()),  # spread just 15 g
        ((10_000, -5001, 0), ("repeatability-over-mpe",)),
        ((20_000, -5000, 0), ("error-over-mpe", "repeatability-over-mpe")),
    ],
)
def test_errors_and_spread_at_the_limit_and_a_milligram_beyond(errors_mg, reasons):
    """15 kg on e = 5 g in use: each error and the spread of three readings at most 15 g."""
    answer = judged(*errors_mg)
    assert (answer.reasons, answer.passed) == (reasons, not reasons)


def test_an_abnormal_scale_is_stopped():
    """5.2: stopped at once, and back only after verification."""
    assert "立即停用" in judged(20_000, 0, 0).explain("zh")
    assert "Stop the scale" in judged(20_000, 0, 0).explain("en")
    assert judged(5000, 0, 0).explain("en").endswith("All is well.")
    told = judged(5000, 0, -5000).as_dict("en")
    assert (told["passed"], told["repeatability_mg"], told["mpe_ug"]) == (True, 10_000, 15_000_000)
    assert "4.2.3.4" in told["clauses"][0]


def test_half_of_max_once_a_week():
    """About 15 kg of weights for a 30 kg scale, and again within seven days."""
    assert recommended_load_mg(LOW) == LOAD
    assert next_check_on(date(2026, 11, 20)) == date(2026, 11, 27)


def test_weights_too_coarse_show_nothing():
    """M1 weights of 50 g may be 3 mg off; a balance that may be 3 mg off itself needs 1 mg, as F2 has."""
    with pytest.raises(OutsideTable, match="weights-too-coarse"):
        weekly_check("II", Intervals.parse("100g/1mg"), 50_000, [50_000] * 3)
    assert weekly_check("II", Intervals.parse("100g/1mg"), 50_000, [50_000] * 3, weights="F2").passed


@pytest.mark.requirement("QH-input")
def test_another_number_of_readings_is_refused():
    """The method has three readings, under weights."""
    for readings in ([], [LOAD] * 2, [LOAD] * 4):
        with pytest.raises(ValueError, match="3 readings"):
            weekly_check("III", LOW, LOAD, readings)
    with pytest.raises(ValueError, match="above nought"):
        weekly_check("III", LOW, 0, [0] * 3)
    with pytest.raises(OutsideTable, match="over-max"):
        weekly_check("III", LOW, 30_000_001, [30_000_001] * 3)


@given(st.lists(st.integers(-30_000, 30_000), min_size=3, max_size=3), st.permutations([0, 1, 2]))
def test_the_order_of_the_readings_does_not_matter(errors_mg, order):
    """A check passes if the worst error and the spread are within 15 g, whichever reading came first."""
    shuffled = judged(*(errors_mg[place] for place in order))
    within = max(map(abs, errors_mg)) <= 15_000 and max(errors_mg) - min(errors_mg) <= 15_000
    assert judged(*errors_mg).passed == shuffled.passed == within


def test_about_half_of_max_has_bounds():
    """About half of 30 kg is read as 12 to 18 kg, so that a light weight does not stand for the whole scale."""
    assert load_bounds_mg(LOW) == (12_000_000, 18_000_000)


@given(st.dates(min_value=date(2022, 1, 1), max_value=date(2090, 1, 1)))
def test_the_oldest_check_in_time_is_due_that_day(on):
    """A check seven days ago is just in time, one a day older is not."""
    assert next_check_on(oldest_in_time(on)) == on
