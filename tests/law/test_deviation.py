"""Table 1, row by row, against the print."""

from datetime import date
from itertools import pairwise

import pytest

from quanheng.law.deviation import deviations_on, editions
from quanheng.law.errors import NotInForce, OutsideTable
from tests.law.printed_table import FOOD, LAST_MASS_MG, NAMED

pytestmark = pytest.mark.requirement("T4-5.1.6")

TODAY = deviations_on(date(2026, 11, 20))


def row_of(goods: str, price: int | None, mass_mg: int, precedence="named"):
    return TODAY.row_for(goods, price, mass_mg, precedence)


@pytest.mark.parametrize(("row", "goods", "price", "above", "up_to", "deviation"), FOOD)
def test_every_row_holds_from_just_above_its_lower_to_its_upper_edge(row, goods, price, above, up_to, deviation):
    """A printed range a < m ≤ b covers a + 1 mg, its middle and b itself, with the printed deviation."""
    for mass_mg in (above + 1, (above + up_to) // 2, up_to):
        for found in (row_of("other-food", price, mass_mg), row_of(goods or "other-food", price, mass_mg)):
            assert (found.id, found.deviation_mg) == (row, deviation)


@pytest.mark.parametrize(("row", "goods", "price", "above", "up_to", "deviation"), FOOD)
def test_one_milligram_past_a_range_is_the_next_row_or_no_row(row, goods, price, above, up_to, deviation):
    """Past the last range of a class no text lays down a deviation, so none is stretched to cover it."""
    if up_to == LAST_MASS_MG[row[0]]:
        with pytest.raises(OutsideTable, match="mass-outside-range"):
            row_of("other-food", price, up_to + 1)
    else:
        assert row_of("other-food", price, up_to + 1).id == f"{row[0]}{int(row[1]) + 1}"


@pytest.mark.parametrize(
    ("price", "group"),
    [(0, "A"), (600, "A"), (601, "B"), (3000, "B"), (3001, "C"), (10_000, "C"), (10_001, "D"), (500_000, "D")],
)
def test_price_bounds_belong_to_the_cheaper_class(price, group):
    """不高于6元/kg means that food at exactly ¥6 is still in the first class."""
    assert row_of("other-food", price, 300_000).id == f"{group}1"


@pytest.mark.parametrize(("group", "goods"), [(group, goods) for group, all_of in NAMED.items() for goods in all_of])
def test_named_goods_keep_their_class_at_any_price(group, goods):
    """Only food that Table 1 does not name falls to its price class (5.1.6.2)."""
    assert {row_of(goods, price, 300_000).id for price in (None, 100, 2000, 9000, 50_000)} == {f"{group}1"}


@pytest.mark.parametrize(
    ("goods", "price", "mass_mg", "named", "stricter"),
    [
        ("seafood", 30_000, 1_000_000, "B1", "D2"),  # lobster at ¥300/kg
        ("seafood", 2_000, 1_000_000, "B1", "B1"),
        ("meat", 500, 1_000_000, "B1", "B1"),  # cheap meat does not slip to the vegetables' limit
        ("fruit", 12_000, 20_000_000, "A4", "A4"),  # beyond the range of the price class only the named class answers
    ],
)
def test_the_stricter_reading_takes_the_smaller_deviation_of_both_classes(goods, price, mass_mg, named, stricter):
    """Whether dear lobster is 水产品 or 高于100元/kg is disputed; the setting decides, by default for the name."""
    assert row_of(goods, price, mass_mg).id == named
    assert row_of(goods, price, mass_mg, "stricter").id == stricter


def test_the_stricter_reading_needs_the_price():
    """Without a price the stricter of two classes cannot be told."""
    with pytest.raises(OutsideTable, match="price-not-stated"):
        row_of("seafood", None, 1_000_000, "stricter")


@pytest.mark.parametrize("goods", ["live-poultry", "live-fish", "water-soaked"])
def test_live_and_soaked_goods_are_excepted(goods):
    """活禽、活鱼、水发物除外 stands under the table."""
    with pytest.raises(OutsideTable, match="goods-excluded"):
        row_of(goods, 2000, 1_000_000)


def test_unnamed_food_needs_its_price():
    """The price class of food without a price cannot be told."""
    with pytest.raises(OutsideTable, match="price-not-stated"):
        row_of("other-food", None, 1_000_000)


@pytest.mark.parametrize(("goods", "deviation_mg"), [("gold", 10), ("silver", 100)])
def test_jewellery_has_its_own_annex_by_the_piece(goods, deviation_mg):
    """Annex Table 2: a piece of gold up to 100 g may be 0.01 g short, one of silver 0.1 g."""
    assert row_of(goods, None, 100_000, "stricter").deviation_mg == deviation_mg
    with pytest.raises(OutsideTable, match="mass-outside-range"):
        row_of(goods, None, 100_001)


def test_editions_follow_one_another_without_gap_or_overlap():
    """On every day since 2004-12-01 one edition is in force, and before that none."""
    dated = editions()
    assert dated[0].from_on == date(2004, 12, 1)
    assert dated[-1].to_on is None
    for earlier, later in pairwise(dated):
        assert (later.from_on - earlier.to_on).days == 1
    with pytest.raises(NotInForce):
        deviations_on(date(2004, 11, 30))


def test_rows_read_as_they_are_printed():
    """A page shows goods and range as the table prints them."""
    row = row_of("vegetable", None, 1_500_000)
    assert row.label("zh") == "粮食、蔬菜、水果或不高于6元/kg的食品，1 kg < m ≤ 2 kg"
    assert row.label("en") == "grain, vegetables, fruit, or food at not more than ¥6/kg; 1 kg < m ≤ 2 kg"
