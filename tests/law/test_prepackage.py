"""Tolerable deficiencies of prepackages, Order 70/2023 Annex Table 3 and T/GDSM 0004—2022 Table 2."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.errors import NotInForce, OutsideTable
from quanheng.law.prepackage import judge_item, tolerable_deficiency
from quanheng.law.quantities import Quantity, parse_quantity

pytestmark = pytest.mark.requirement("T4-5.1.6.3")
TODAY = date(2026, 11, 20)


def grams(nominal_g: str, rounding: str = "half-even") -> int:
    return tolerable_deficiency(parse_quantity(f"{nominal_g}g"), rounding)


# (nominal in g, T in mg), typed from the print: each band at its lower edge, an ordinary value and its upper edge
PRINTED = [
    ("10", 900), ("40", 3600), ("50", 4500),
    ("50.001", 4500), ("75", 4500), ("100", 4500),
    ("100.1", 4500), ("150", 6800), ("200", 9000),
    ("200.001", 9000), ("250", 9000), ("300", 9000),
    ("300.1", 9000), ("400", 12_000), ("500", 15_000),
    ("500.001", 15_000), ("800", 15_000), ("1000", 15_000),
    ("1001", 15_000), ("5000", 75_000), ("10000", 150_000),
    ("10000.001", 150_000), ("12000", 150_000), ("15000", 150_000),
    ("15001", 150_000), ("20000", 200_000), ("50000", 500_000),
]  # fmt: skip


@pytest.mark.parametrize(("nominal_g", "tolerable_mg"), PRINTED)
def test_each_band_of_the_table(nominal_g, tolerable_mg):
    """9 %, 4.5 g, 4.5 %, 9 g, 3 %, 15 g, 1.5 %, 150 g, 1 %; the bounds meet."""
    assert grams(nominal_g) == tolerable_mg
    assert tolerable_deficiency(parse_quantity(f"{nominal_g}mL")) == tolerable_mg


def test_above_fifty_kilograms_nothing_is_laid_down():
    """The last band ends at 50 kg; it is not drawn on."""
    assert grams("50000") == 500_000
    with pytest.raises(OutsideTable, match="quantity-outside-table"):
        grams("50000.001")


@pytest.mark.parametrize(
    ("nominal_g", "even_mg", "up_mg"),
    [
        ("17", 1500, 1600),
        ("25", 2200, 2300),
        ("125", 5600, 5700),
        ("1500", 22_000, 23_000),
        ("2270", 34_000, 35_000),
        ("500", 15_000, 15_000),
    ],
)
def test_two_readings_of_rounding(nominal_g, even_mg, up_mg):
    """GB/T 8170 takes an exact half to the even digit, OIML R 87 goes up; both to 0.1 g up to 1 kg and 1 g above."""
    assert (grams(nominal_g, "half-even"), grams(nominal_g, "up")) == (even_mg, up_mg)


@pytest.mark.parametrize(
    ("nominal", "tolerable"),
    [
        ("5m", 0),
        ("5.001m", 100_020),
        ("10m", 200_000),
        ("100cm2", 300_000_000),
        ("2m²", 60_000_000_000),
        ("50个", 0),
        ("51片", 1),
        ("100pcs", 1),
        ("101pieces", 2),
    ],
)
def test_length_area_and_number(nominal, tolerable):
    """2 % above 5 m, 3 % of any area, 1 % above 50 pieces going up to the next whole one."""
    assert tolerable_deficiency(parse_quantity(nominal)) == tolerable


@pytest.mark.parametrize(
    ("actual_mg", "verdict"),
    [
        (500_001, "within"),
        (489_000, "within"),
        (485_000, "within"),
        (484_999, "over-t"),
        (470_000, "over-t"),
        (469_999, "over-2t"),
        (0, "over-2t"),
    ],
)
def test_exactly_t_is_not_above_t(actual_mg, verdict):
    """A pound-weight of 500 g may lack 15 g; 15 g and a milligram is above T, 30 g and a milligram above 2 T."""
    answer = judge_item(parse_quantity("500g"), actual_mg, TODAY)
    assert (answer.verdict, answer.tolerable_deficiency, answer.deficiency) == (verdict, 15_000, 500_000 - actual_mg)


def test_where_no_deficiency_is_tolerated_any_is_above_twice_nought():
    """A package of fifty may not hold forty-nine."""
    assert judge_item(parse_quantity("50个"), 50, TODAY).verdict == "within"
    assert judge_item(parse_quantity("50个"), 49, TODAY).verdict == "over-2t"


def test_the_answer_names_its_unit_and_its_clauses():
    """Keys end in the unit of the kind; the group standard is cited for mass and volume, in its time."""
    mass = judge_item(parse_quantity("500g"), 489_000, TODAY).as_dict("en")
    assert (mass["tolerable_deficiency_mg"], mass["deficiency_mg"], mass["verdict"]) == (15_000, 11_000, "within")
    assert [cited.rpartition(", ")[2] for cited in mass["clauses"]] == ["Annex Table 3", "5.1.6.3 and Table 2"]
    volume = judge_item(parse_quantity("1L"), 990_000, TODAY)
    assert volume.as_dict()["deficiency_ul"] == 10_000
    assert "short by 0.01 l" in volume.explain("en")
    assert len(judge_item(parse_quantity("10m"), 1, TODAY).clauses) == 1
    assert len(judge_item(parse_quantity("500g"), 1, date(2022, 8, 31)).clauses) == 1
    assert "多了 1 g" in judge_item(parse_quantity("500g"), 501_000, TODAY).explain("zh")


@pytest.mark.parametrize(
    ("on", "edition"),
    [(date(2006, 1, 1), "2006-01-01"), (date(2023, 5, 31), "2006-01-01"), (date(2023, 6, 1), "2023-06-01")],
)
def test_the_order_of_the_day_decides(on, edition):
    """Order 75 of 2005 gave way to Order 70 on 2023-06-01; the figures stayed."""
    assert judge_item(parse_quantity("500g"), 484_999, on).edition == edition
    with pytest.raises(NotInForce):
        judge_item(parse_quantity("500g"), 1, date(2005, 12, 31))


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("text", ["", "500", "-5g", "5斤", "0.0001g", "5 furlongs", "1e3g", "1.5个"])
def test_what_is_no_quantity_is_refused(text):
    """A quantity has a legal unit and no finer digits than the smallest unit holds."""
    with pytest.raises(ValueError, match=r"\w"):
        parse_quantity(text)


@pytest.mark.requirement("QH-input")
def test_impossible_contents_are_refused():
    """No negative content, no nominal quantity of nought, no third rounding."""
    with pytest.raises(ValueError, match="negative"):
        judge_item(parse_quantity("500g"), -1, TODAY)
    with pytest.raises(ValueError, match="above nought"):
        tolerable_deficiency(parse_quantity("0g"))
    with pytest.raises(ValueError, match="rounding"):
        tolerable_deficiency(parse_quantity("5g"), "down")


@given(st.integers(1, 50_000_000), st.integers(1, 50_000_000))
def test_more_goods_never_tolerate_less(one_mg, other_mg):
    """T never falls as the nominal quantity grows, nor is it ever above the reading that rounds up."""
    low, high = sorted((one_mg, other_mg))
    small, large = Quantity("mass", low, "g"), Quantity("mass", high, "g")
    assert tolerable_deficiency(small) <= tolerable_deficiency(large)
    assert tolerable_deficiency(small) <= tolerable_deficiency(small, "up")


@given(st.integers(1, 50_000_000), st.integers(0, 50_000_000), st.integers(0, 50_000_000))
def test_missing_more_never_acquits(nominal_mg, one_mg, other_mg):
    """Of two contents the smaller never has the better verdict."""
    nominal, order = Quantity("mass", nominal_mg, "g"), ["within", "over-t", "over-2t"]
    less, more = sorted((one_mg, other_mg))
    judged = [order.index(judge_item(nominal, actual, TODAY).verdict) for actual in (less, more)]
    assert judged[0] >= judged[1]
