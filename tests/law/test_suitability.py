"""Which rows of Table 1 a scale may serve; Order 66, Art. 6 with R 76-1, worked out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.instruments import Intervals, mpe_ug
from quanheng.law.suitability import suitability

pytestmark = pytest.mark.requirement("T4-5.1.5")
TODAY = date(2026, 11, 20)


def served(intervals: str, stage: str = "in-service", method: str = "equal") -> dict[str, int | None]:
    rows = suitability("III", Intervals.parse(intervals), TODAY, stage).rows
    return {row.row.id: getattr(row, f"{method}_accuracy_up_to_mg") for row in rows}


def test_the_low_pair_serves_vegetables_and_meat_but_nothing_dearer():
    """15 kg/5 g, 30 kg/10 g in use: classes A and B by equal accuracy; C and D not at all."""
    found = served("15kg/5g,30kg/10g")
    assert [found[row] for row in ("A1", "A4", "B1", "B2", "B3")] == [
        1_000_000, 25_000_000, 2_500_000, 10_000_000, 15_000_000,
    ]  # fmt: skip
    assert not any(found[row] for row in ("C1", "C2", "C3", "D1", "D2", "D3", "gold", "silver"))


def test_the_high_pair_serves_dear_food_only_up_to_two_kilograms():
    """2 kg/1 g, 5 kg/2 g: from 2 to 5 kg the error in use is 4 to 6 g, the deviation above ¥100/kg 3 g."""
    found = served("2kg/1g,5kg/2g")
    assert (found["C3"], found["D1"], found["D2"], found["D3"]) == (5_000_000, 500_000, 2_000_000, None)
    assert served("2kg/1g,5kg/2g", stage="initial")["D3"] == 5_000_000


def test_a_plain_fine_scale_serves_everything_it_carries():
    """5 kg/1 g: every row up to 5 kg, by equal accuracy."""
    found = served("5kg/1g")
    assert all(found[row] for row in found if row not in ("gold", "silver"))
    assert "B3" not in found  # begins above its Max


def test_a_coarse_scale_serves_vegetables_only():
    """30 kg/10 g: meat up to 2.5 kg has a deviation of 5 g, the scale an error of 10 g."""
    found = served("30kg/10g")
    assert found["A1"] == 1_000_000
    assert found["B1"] is None
    assert found["B2"] == 5_000_000  # up to 500 e the error in use is just the 10 g of the row
    assert found["B3"] is None


def test_high_accuracy_asks_for_a_third():
    """The low pair reaches a third of the deviation in class A only; the high pair in B up to 500 e."""
    assert served("15kg/5g,30kg/10g", method="high")["A4"] == 25_000_000
    assert served("15kg/5g,30kg/10g", method="high")["B1"] is None
    assert served("2kg/1g,5kg/2g", method="high")["B1"] == 500_000


def test_the_table_can_be_read():
    """Capacity, then a line for each row."""
    answer = suitability("III", Intervals.parse("2kg/1g,5kg/2g"), TODAY)
    assert answer.explain("en").startswith("Min 20 g, Max 5 kg\nA1  grain")
    assert "D3" in answer.explain("zh")
    row = answer.as_dict("en")["rows"][3]
    assert (row["row"], row["equal_accuracy_up_to_mg"], row["whole"]) == ("A4", 5_000_000, True)


@given(
    st.sampled_from(["15kg/5g,30kg/10g", "2kg/1g,5kg/2g", "5kg/1g", "30kg/10g", "6kg/2g"]),
    st.sampled_from(["initial", "in-service"]),
    st.integers(1, 30_000_000),
)
def test_the_last_load_is_the_last_that_fits(intervals, stage, load_mg):
    """At any load of a row the error is within the deviation exactly up to the load that is told."""
    scale = Intervals.parse(intervals)
    for row in suitability("III", scale, TODAY, stage).rows:
        if row.row.above_mg < load_mg <= row.reach_mg:
            fits = mpe_ug("III", scale, load_mg, stage) <= row.row.deviation_mg * 1000
            assert fits == (row.equal_accuracy_up_to_mg is not None and load_mg <= row.equal_accuracy_up_to_mg)
