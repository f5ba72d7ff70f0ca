"""How many check scales, T/GDSM 0004—2022, 5.1.2.2 and 5.1.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.check_scales import check_scales

pytestmark = pytest.mark.requirement("T4-5.1.3")


@pytest.mark.parametrize(
    ("trade_scales", "isolated", "live", "required", "recommended"),
    [
        (0, 0, 0, 2, 2),
        (50, 0, 0, 2, 2),
        (100, 0, 0, 2, 2),
        (101, 0, 0, 3, 3),
        (130, 3, 1, 3, 4),
        (150, 0, 0, 3, 3),
        (151, 0, 0, 4, 4),
        (10, 5, 2, 5, 7),
    ],
)
def test_the_highest_floor_holds(trade_scales, isolated, live, required, recommended):
    """At least 2, one for every 50 trade scales begun, one in each isolated area; live goods may have one more."""
    answer = check_scales(trade_scales=trade_scales, isolated_areas=isolated, live_goods_areas=live)
    assert (answer.required, answer.recommended) == (required, recommended)


def test_where_complaints_cluster_one_more_is_due():
    """5.1.2.2: areas with many complaints get additional check scales."""
    answer = check_scales(trade_scales=60, complaint_areas=1)
    assert (answer.required, answer.recommended) == (3, 3)


def test_each_number_has_its_rule():
    """The reasons name rule, number and clause."""
    answer = check_scales(trade_scales=130, isolated_areas=3, live_goods_areas=1)
    reasons = answer.as_dict("en")["reasons"]
    assert [(one["code"], one["count"]) for one in reasons] == [
        ("at-least", 2),
        ("trade-scales", 3),
        ("isolated-areas", 3),
        ("live-goods-areas", 1),
    ]
    assert reasons[1]["clause"].endswith("5.1.3.2 a)")
    assert answer.explain("zh").startswith("应配备公平秤不少于 3 台，建议 4 台。\n5.1.3.1")


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("wrong", ["trade_scales", "isolated_areas", "live_goods_areas", "complaint_areas"])
def test_negative_numbers_are_refused(wrong):
    """Nothing is counted below nought."""
    with pytest.raises(ValueError, match="from nought"):
        check_scales(**{"trade_scales": 1, wrong: -1})


COUNTS = st.integers(0, 2000)


@given(COUNTS, COUNTS, COUNTS)
def test_a_larger_market_never_needs_fewer(trade_scales, isolated, live):
    """More scales or areas never lower the number, and the recommendation is never below what is required."""
    small = check_scales(trade_scales=trade_scales, isolated_areas=isolated, live_goods_areas=live)
    large = check_scales(trade_scales=trade_scales + 1, isolated_areas=isolated + 1, live_goods_areas=live)
    assert 2 <= small.required <= large.required
    assert small.required <= small.recommended
