"""Intervals of a class, R 76-1 Tables 3 and 4; the form 1-2-5, T/GDSM 0004—2022, 5.1.5.3."""

import pytest

from quanheng.law.errors import OutsideTable
from quanheng.law.instrument_classes import (
    NumberLimits,
    fits_class,
    fits_multi_interval,
    is_one_two_five,
    multi_interval_clause,
    number_limits,
    of_one_range,
)
from quanheng.law.instruments import Intervals

pytestmark = pytest.mark.requirement("T4-5.1.5")


@pytest.mark.parametrize(
    ("class_", "e_mg", "least", "most"),
    [
        ("II", 1, 100, 100_000),
        ("II", 50, 100, 100_000),
        ("II", 100, 5000, 100_000),
        ("III", 100, 100, 10_000),
        ("III", 2000, 100, 10_000),
        ("III", 5000, 500, 10_000),
        ("IIII", 5000, 100, 1000),
    ],
)
def test_the_printed_numbers_of_intervals(class_, e_mg, least, most):
    """Table 3: the finer the class the more intervals, and a least number by the size of e."""
    assert number_limits(class_, e_mg) == NumberLimits(least, most)


@pytest.mark.parametrize(("class_", "e_mg"), [("III", 50), ("IIII", 2000)])
def test_a_class_has_no_smaller_interval_than_printed(class_, e_mg):
    """Class III begins at 0.1 g, class IIII at 5 g."""
    with pytest.raises(OutsideTable, match="interval-outside-class"):
        number_limits(class_, e_mg)


@pytest.mark.parametrize(
    ("class_", "intervals", "fits"),
    [
        ("III", "15kg/5g,30kg/10g", True),
        ("III", "2kg/1g,5kg/2g", True),
        ("III", "50kg/5g", True),  # n = 10 000
        ("III", "50.005kg/5g", False),
        ("III", "2.5kg/5g", True),  # n = 500
        ("III", "2.495kg/5g", False),
        ("IIII", "5kg/5g", True),
        ("IIII", "5.005kg/5g", False),
        ("IIII", "5kg/2g", False),
    ],
)
def test_a_scale_belongs_to_its_class_by_its_number_of_intervals(class_, intervals, fits):
    """n = Max/e at both printed edges, and one interval beyond."""
    assert fits_class(class_, Intervals.parse(intervals)) is fits


@pytest.mark.parametrize(
    ("class_", "intervals", "fits"),
    [
        ("III", "15kg/5g,30kg/10g", True),  # 15 kg / 10 g = 1500
        ("III", "2kg/1g,5kg/2g", True),  # 2 kg / 2 g = 1000
        ("III", "5kg/5g,30kg/10g", True),  # 500, the least
        ("III", "4.995kg/5g,30kg/10g", False),
        ("III", "30kg/10g", True),
        ("IIII", "500g/5g,5kg/10g", True),  # 50
        ("IIII", "495g/5g,5kg/10g", False),
    ],
)
def test_a_partial_range_reaches_far_enough_for_the_next(class_, intervals, fits):
    """Multi-interval: Max_i / e_(i+1) at least 500 for class III and 50 for class IIII."""
    assert fits_multi_interval(class_, Intervals.parse(intervals)) is fits


def test_the_form_one_two_five():
    """1, 2 and 5 × 10^k, and nothing between."""
    assert all(is_one_two_five(e_mg) for e_mg in (1, 2, 5, 10, 200, 5000, 10_000))
    assert not any(is_one_two_five(e_mg) for e_mg in (0, 3, 4, 15, 25, 2500, 10_001))


def test_a_question_that_names_e_only_is_asked_of_the_widest_scale():
    """Class III with e = 5 g reaches 50 kg, and a load beyond it has no error in the table."""
    assert str(of_one_range("III", 5000, 50_000_000)) == "50kg/5g"
    with pytest.raises(OutsideTable, match="outside-class"):
        of_one_range("III", 5000, 50_000_001)
    assert "5.3" in multi_interval_clause().cite("en")


@pytest.mark.requirement("QH-input")
def test_an_unknown_class_is_refused():
    """Class I is not in the table."""
    with pytest.raises(ValueError, match="accuracy class"):
        number_limits("I", 5000)
