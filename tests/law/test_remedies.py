"""Refund, compensation and cards, T/GDSM 0004—2022, 4.2.4.4 and 4.2.4.5."""

from datetime import date

import pytest

from quanheng.law.errors import NotInForce
from quanheng.law.remedies import remedy, shortfall_value_fen

TODAY = date(2026, 11, 20)


@pytest.mark.requirement("T4-4.2.4.4")
@pytest.mark.parametrize(
    ("paid_fen", "compensation_fen"),
    [
        (3_800, 50_000),  # 3 × 38.00 = 114.00, less than the minimum
        (16_666, 50_000),  # 3 × 166.66 = 499.98
        (16_667, 50_001),  # 3 × 166.67 = 500.01
        (100_000, 300_000),
        (0, 50_000),
    ],
)
def test_compensation_is_three_times_the_price_and_never_under_500_yuan(paid_fen, compensation_fen):
    """退一赔多: at least three times what was paid, and not less than 500 yuan."""
    owed = remedy(paid_fen=paid_fen, shortfall_value_fen=350, offence=1, on=TODAY)
    assert (owed.refund_fen, owed.compensation_fen) == (350, compensation_fen)
    assert owed.owed_fen == 350 + compensation_fen


@pytest.mark.requirement("T4-4.2.4.5")
def test_the_first_short_weighing_is_a_yellow_card():
    """黄牌警告, 2 000 yuan by contract, closed for seven days; the stall stays."""
    first = remedy(paid_fen=3800, shortfall_value_fen=350, offence=1, on=TODAY)
    assert (first.card, first.market_penalty_fen, first.closure_days, first.expelled) == ("yellow", 200_000, 7, False)


@pytest.mark.requirement("T4-4.2.4.5")
@pytest.mark.parametrize("offence", [2, 3, 17])
def test_any_further_one_is_a_red_card(offence):
    """红牌警告: the operator leaves the market; no second penalty is printed."""
    again = remedy(paid_fen=3800, shortfall_value_fen=350, offence=offence, on=TODAY)
    assert (again.card, again.market_penalty_fen, again.closure_days, again.expelled) == ("red", 0, 0, True)


@pytest.mark.requirement("T4-4.2.4.4", "T4-4.2.4.5")
def test_the_remedy_cites_its_clauses_and_can_be_read():
    """What a shopper is promised is promised with its source."""
    first = remedy(paid_fen=3800, shortfall_value_fen=350, offence=1, on=TODAY)
    cited = first.as_dict("en")["clauses"]
    assert [clause.rpartition(", ")[2] for clause in cited] == ["4.2.4.4", "Art. 55", "4.2.4.5"]
    assert first.explain("zh-hans") == (
        "退还少给部分 ¥3.50，并至少赔偿 ¥500.00。黄牌：违约金 ¥2000.00，停业整顿 7 天。"
    )
    red = remedy(paid_fen=3800, shortfall_value_fen=350, offence=2, on=TODAY)
    assert red.explain("en").endswith("Red card: the operator leaves the market.")


@pytest.mark.requirement("T4-4.2.4.5")
def test_there_is_no_card_before_the_standard():
    """T/GDSM 0004 came into force on 2022-09-01."""
    assert remedy(paid_fen=1, shortfall_value_fen=1, offence=1, on=date(2022, 9, 1)).card == "yellow"
    with pytest.raises(NotInForce):
        remedy(paid_fen=1, shortfall_value_fen=1, offence=1, on=date(2022, 8, 31))


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("wrong", [{"paid_fen": -1}, {"shortfall_value_fen": -1}, {"offence": 0}])
def test_impossible_remedies_are_refused(wrong):
    """Money is not negative, and the first offence is number one."""
    with pytest.raises(ValueError, match="offences count from one"):
        remedy(**{"paid_fen": 1, "shortfall_value_fen": 1, "offence": 1, "on": TODAY, **wrong})


@pytest.mark.requirement("T4-4.2.4.4")
@pytest.mark.parametrize(
    ("shortfall_mg", "price_fen_per_kg", "value_fen"),
    [
        (25_000, 450, 11),  # 11.25 fen
        (25_000, 460, 12),  # 11.5 fen: the half goes to the shopper
        (25_000, 459, 11),  # 11.475 fen
        (0, 450, 0),
        (1, 450, 0),
    ],
)
def test_the_missing_part_is_worth_its_price_rounded_half_up(shortfall_mg, price_fen_per_kg, value_fen):
    """Tills round half up; an exact half fen goes to the shopper."""
    assert shortfall_value_fen(shortfall_mg, price_fen_per_kg) == value_fen


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(("shortfall_mg", "price"), [(-1, 450), (1, -450)])
def test_goods_given_too_much_have_no_missing_value(shortfall_mg, price):
    """Who got more than was paid for is owed nothing, and the caller has to know that first."""
    with pytest.raises(ValueError, match="negative"):
        shortfall_value_fen(shortfall_mg, price)
