"""Standard weights, OIML R 111-1."""

import pytest

from quanheng.law.weights import weights_mpe_ug
from tests.law.printed_table import FOOD

pytestmark = pytest.mark.requirement("T4-5.2")


@pytest.mark.parametrize(
    ("class_", "mass_mg", "error_ug"),
    [
        ("M1", 20_000_000, 1_000_000),
        ("M1", 5_000_000, 250_000),
        ("M1", 500_000, 25_000),
        ("M1", 100_000, 5_000),
        ("M1", 1_000, 1_000),
        ("F2", 100_000, 1_600),
        ("M1", 0, 0),
        ("M1", 300_000, 15_000),  # 200 g and 100 g
        ("M1", 1_500, 1_800),  # 1 g and 500 mg
        ("M1", 40_000_000, 2_000_000),  # two of 20 kg
    ],
)
def test_the_errors_of_a_set_add_up(class_, mass_mg, error_ug):
    """A mass that no single weight has is made up from the heaviest down, and the worst case counts."""
    assert weights_mpe_ug(class_, mass_mg) == error_ug


@pytest.mark.parametrize(("row", "goods", "price", "above", "up_to", "deviation"), FOOD)
def test_market_weights_are_good_enough_for_all_food(row, goods, price, above, up_to, deviation):
    """M1 weights stay under a third of the deviation in every row of Table 1."""
    for mass_mg in (above + 1, (above + up_to) // 2, up_to):
        assert 3 * weights_mpe_ug("M1", mass_mg) <= deviation * 1000


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(("class_", "mass_mg"), [("E9", 1), ("M1", -1)])
def test_impossible_weights_are_refused(class_, mass_mg):
    """Classes outside the table and negative masses are the caller's mistakes."""
    with pytest.raises(ValueError, match=r"\w"):
        weights_mpe_ug(class_, mass_mg)
