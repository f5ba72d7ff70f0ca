"""Scale intervals and maximum permissible errors, JJG 539—2016 and R 76-1."""

import pytest

from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import Intervals, mpe_clause, mpe_mg, mpe_ug

pytestmark = pytest.mark.requirement("T4-5.1.5")


def test_a_multi_interval_scale_weighs_finer_when_lightly_loaded():
    """The market's check scale: 5 g up to 15 kg, 10 g up to 30 kg; the bound belongs to the finer range."""
    scale = Intervals.parse("15kg/5g,30kg/10g")
    assert [scale.e_at(mass_mg) for mass_mg in (0, 15_000_000, 15_000_001, 30_000_000)] == [5000, 5000, 10_000, 10_000]
    assert scale.max_mg == 30_000_000
    assert scale.min_mg() == 100_000
    assert str(scale) == "15kg/5g,30kg/10g"
    with pytest.raises(OutsideTable, match="over-max"):
        scale.e_at(30_000_001)


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "text", ["", "15kg", "15kg/0g", "15kg/5g,10kg/10g", "15kg/5g,30kg/5g", "5g/15kg", "15kg/5g;30kg/10g", "15kg/-5g"]
)
def test_ranges_that_do_not_grow_are_no_instrument(text):
    """Max and e both grow from one partial range to the next."""
    with pytest.raises(ValueError, match=r"\w"):
        Intervals.parse(text)


# (class, e in mg, load in e, error on verification in halves of e)
ERRORS = [
    *[("II", 100, load, halves) for load, halves in [(5000, 1), (5001, 2), (20_000, 2), (20_001, 3), (100_000, 3)]],
    *[("III", 5000, load, halves) for load, halves in [(0, 1), (500, 1), (501, 2), (2000, 2), (2001, 3), (10_000, 3)]],
    *[("IIII", 5000, load, halves) for load, halves in [(50, 1), (51, 2), (200, 2), (201, 3), (1000, 3)]],
]


@pytest.mark.parametrize(("class_", "e_mg", "load_e", "halves"), ERRORS)
def test_errors_at_the_bounds_of_each_class(class_, e_mg, load_e, halves):
    """A load exactly at a bound belongs to the smaller error; in use every error doubles."""
    scale = Intervals.parse(f"1000kg/{e_mg}mg")
    assert mpe_mg(class_, scale, load_e * e_mg, "initial") == halves * e_mg // 2
    assert mpe_mg(class_, scale, load_e * e_mg, "in-service") == halves * e_mg


@pytest.mark.parametrize(("class_", "last_e"), [("II", 100_000), ("III", 10_000), ("IIII", 1000)])
def test_beyond_the_last_interval_of_a_class_there_is_no_error(class_, last_e):
    """A class is defined up to a number of intervals; past it the table has no row."""
    with pytest.raises(OutsideTable, match="outside-class"):
        mpe_mg(class_, Intervals.parse("1000kg/5g"), last_e * 5000 + 1, "initial")


@pytest.mark.parametrize(
    ("intervals", "mass_mg", "error_mg"),
    [
        ("15kg/5g,30kg/10g", 20_000_000, 20_000),
        ("15kg/5g,30kg/10g", 20_000_001, 30_000),
        ("2kg/1g,5kg/2g", 2_000_000, 2_000),
        ("2kg/1g,5kg/2g", 2_000_001, 4_000),
        ("2kg/1g,5kg/2g", 4_000_001, 6_000),
        ("15kg/5g", 3_000_000, 10_000),
    ],
)
def test_errors_in_use_of_common_scales(intervals, mass_mg, error_mg):
    """Both the interval and the band follow the partial range of the load."""
    assert mpe_mg("III", Intervals.parse(intervals), mass_mg, "in-service") == error_mg


def test_half_an_odd_milligram_is_not_rounded_away():
    """A balance with e = 1 mg may be 0.5 mg off on verification."""
    balance = Intervals.parse("10g/1mg")
    assert mpe_ug("II", balance, 1000, "initial") == 500
    with pytest.raises(OutsideTable, match="finer-than-a-milligram"):
        mpe_mg("II", balance, 1000, "initial")


@pytest.mark.parametrize(
    ("class_", "intervals", "min_mg"),
    [("II", "1kg/10mg", 200), ("II", "6kg/100mg", 5000), ("III", "15kg/5g", 100_000), ("IIII", "50kg/50g", 500_000)],
)
def test_the_minimum_capacity_follows_class_and_interval(class_, intervals, min_mg):
    """20 e for class III, 10 e for IIII, 20 or 50 e for II."""
    assert Intervals.parse(intervals).min_mg(class_) == min_mg


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(("class_", "load", "stage"), [("I", 0, "initial"), ("III", -1, "initial"), ("III", 0, "now")])
def test_impossible_questions_are_refused(class_, load, stage):
    """Class I, a negative load and an unknown stage are the caller's mistakes."""
    with pytest.raises(ValueError, match=r"\w"):
        mpe_mg(class_, Intervals.parse("15kg/5g"), load, stage)


def test_the_errors_have_a_source():
    """A figure that is printed on a page is printed with its clause."""
    assert "JJG 539" in mpe_clause().cite("zh")
