"""What holds for every weighing, whatever the figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import Intervals
from quanheng.law.retail import judge

pytestmark = pytest.mark.requirement("T4-5.1.6")

GOODS = st.sampled_from(["vegetable", "meat", "seafood", "delicacy", "other-food"])
PRICES = st.integers(0, 30_000)
MASSES = st.integers(1, 5_000_000)
METHODS = st.sampled_from(["original", "high-accuracy", "equal-accuracy"])
SCALES = st.sampled_from([None, *map(Intervals.parse, ("15kg/5g,30kg/10g", "2kg/1g,5kg/2g", "30kg/10g"))])
STAGES = st.sampled_from(["initial", "in-service"])


def ask(goods, price, settled_mg, actual_mg, method, scale, stage, precedence="named"):
    return judge(
        goods=goods,
        price_fen_per_kg=price,
        settled_mg=settled_mg,
        actual_mg=actual_mg,
        method=method,
        check_scale=scale,
        stage=stage,
        on=date(2026, 11, 20),
        precedence=precedence,
    )


@given(GOODS, PRICES, MASSES, MASSES, METHODS)
def test_the_limit_never_decreases_with_the_mass(goods, price, mass_mg, more_mg, method):
    """Within one class a heavier purchase never has a smaller permitted deviation."""
    lighter = ask(goods, price, mass_mg, mass_mg, method, None, "initial")
    try:
        heavier = ask(goods, price, mass_mg + more_mg, mass_mg, method, None, "initial")
    except OutsideTable:
        return
    assert heavier.limit_mg >= lighter.limit_mg


@given(GOODS, PRICES, MASSES, st.data(), METHODS, SCALES, STAGES)
def test_more_missing_never_acquits(goods, price, settled_mg, data, method, scale, stage):
    """Who is over the limit with some goods missing stays over it with more missing."""
    one, other = (data.draw(st.integers(0, 5_000_000)) for _ in range(2))
    answers = [ask(goods, price, settled_mg, actual_mg, method, scale, stage) for actual_mg in (one, other)]
    less, more = sorted(answers, key=lambda answer: answer.shortfall_mg)
    for verdict in ("market_rule", "statute"):
        if getattr(less, verdict).exceeded:
            assert getattr(more, verdict).exceeded


@given(GOODS, PRICES, MASSES, st.integers(0, 40_000_000), METHODS, SCALES, STAGES)
def test_a_method_that_does_not_apply_never_says_within(goods, price, settled_mg, actual_mg, method, scale, stage):
    """An unfit check is no proof either way."""
    answer = ask(goods, price, settled_mg, actual_mg, method, scale, stage)
    assert (answer.statute.exceeded is None) is (not answer.method.applicable)
    if answer.method.applicable:
        assert answer.market_rule.exceeded is not None


@given(GOODS, PRICES, MASSES, MASSES, METHODS, SCALES, STAGES)
def test_the_statute_never_asks_more_than_the_group_standard(goods, price, settled, actual, method, scale, stage):
    """The statute's limit is once or twice the deviation, the group standard's always once."""
    answer = ask(goods, price, settled, actual, method, scale, stage)
    assert answer.statute.limit_mg >= answer.market_rule.limit_mg
    if answer.statute.exceeded:
        assert answer.market_rule.exceeded


@given(GOODS, PRICES, MASSES)
def test_the_stricter_precedence_never_allows_more(goods, price, mass_mg):
    """The switch can only lower a limit."""
    named, stricter = (
        ask(goods, price, mass_mg, mass_mg, "original", None, "initial", precedence)
        for precedence in ("named", "stricter")
    )
    assert stricter.limit_mg <= named.limit_mg
