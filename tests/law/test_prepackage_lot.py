"""Sampling and judgement of lots of prepackages, JJF 1070."""

from datetime import date
from decimal import Decimal
from math import sqrt
from statistics import mean, stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quanheng.law.errors import NotInForce
from quanheng.law.prepackage_lot import judge_lot, sampling_plan
from quanheng.law.quantities import parse_quantity

pytestmark = pytest.mark.requirement("T4-5.1.6.3")
TODAY = date(2026, 11, 20)
POUND = parse_quantity("500g")  # T = 15 g

# (lot, sample, λ, allowed above T), both edges of each printed row
PLANS = [
    (1, 1, None, 0),
    (10, 10, None, 0),
    (11, 10, "1.028", 0),
    (50, 10, "1.028", 0),
    (51, 13, "0.848", 1),
    (99, 13, "0.848", 1),
    (100, 50, "0.379", 3),
    (500, 50, "0.379", 3),
    (501, 80, "0.295", 5),
    (600, 80, "0.295", 5),
    (3200, 80, "0.295", 5),
    (3201, 125, "0.234", 7),
]


@pytest.mark.parametrize(("lot", "sample", "factor", "allowed"), PLANS)
def test_the_printed_plans(lot, sample, factor, allowed):
    """Sample, λ and allowed number follow the size of the lot."""
    plan = sampling_plan(lot, TODAY)
    assert (plan.sample_size, plan.factor, plan.allowed) == (sample, factor and Decimal(factor), allowed)


@pytest.mark.parametrize(
    ("on", "edition", "confidence"),
    [
        (date(2006, 1, 1), "jjf-1070-2005", "A"),
        (date(2024, 10, 11), "jjf-1070-2005", "A"),
        (date(2024, 10, 12), "jjf-1070-2023", "B"),
    ],
)
def test_the_edition_of_the_day_is_named_with_its_confidence(on, edition, confidence):
    """The table of 2023 was not seen; that it is the one of 2005 is told as a reading of confidence B."""
    plan = sampling_plan(600, on).as_dict("en")
    assert (plan["edition"], plan["confidence"]) == (edition, confidence)
    with pytest.raises(NotInForce):
        sampling_plan(600, date(2005, 12, 31))


def judged(lot: int, actuals_g: list[str]):
    return judge_lot(POUND, lot, [int(Decimal(actual) * 1000) for actual in actuals_g], TODAY)


@pytest.mark.parametrize(
    ("short", "accepted", "reasons"),
    [
        (["485"], True, ()),  # exactly T
        (["484.999"], True, ()),
        (["484.999", "484.999"], False, ("too-many-over-t",)),
        (["470"], True, ()),  # exactly 2 T
        (["469.999"], False, ("over-2t",)),
    ],
)
def test_one_item_in_thirteen_may_be_above_t_and_none_above_twice(short, accepted, reasons):
    """A lot of 60: of thirteen one may lack more than 15 g, none more than 30 g."""
    answer = judged(60, [*["510"] * (13 - len(short)), *short])
    assert (answer.accepted, answer.reasons) == (accepted, reasons)


def test_the_mean_may_fall_short_by_lambda_s_to_the_milligram():
    """Ten items of 500 ± 1 g less 1.083 g: s = 1.0540926, λ·s = 1.0836; 1.083 g passes, 1.084 g does not."""
    pattern = [1000, -1000] * 5
    passing = judge_lot(POUND, 20, [500_000 - 1083 + one for one in pattern], TODAY)
    failing = judge_lot(POUND, 20, [500_000 - 1084 + one for one in pattern], TODAY)
    assert (passing.accepted, passing.mean_reaches_nominal) == (True, False)
    assert failing.reasons == ("mean-too-low",)
    assert failing.as_dict()["mean"] == Decimal("498.916")
    assert failing.as_dict()["s"] == Decimal("1.054093")


def test_equal_items_below_the_nominal_quantity_have_no_allowance():
    """Without scatter λ·s is nought: a milligram too little in each fails, the nominal quantity passes."""
    assert judge_lot(POUND, 20, [500_000] * 10, TODAY).accepted
    assert judge_lot(POUND, 20, [499_999] * 10, TODAY).reasons == ("mean-too-low",)


def test_a_lot_of_up_to_ten_is_measured_whole_without_a_test_of_the_mean():
    """The print has no λ for it; the single items still count."""
    assert judge_lot(POUND, 1, [485_000], TODAY).accepted
    assert judge_lot(POUND, 3, [484_999, 500_000, 500_000], TODAY).reasons == ("too-many-over-t",)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_inspector_can_read_plan_figures_and_verdict(lang):
    """The explanation has the sample, λ, mean, s and why the lot fails."""
    told = judge_lot(POUND, 60, [469_999] * 13, TODAY).explain(lang)
    assert all(part in told for part in ("13", "0.848", "469.999 g", "λ·s", "2"))
    assert judge_lot(POUND, 1, [500_000], TODAY).plan.explain(lang)


@pytest.mark.requirement("QH-input")
def test_another_number_of_contents_than_the_plan_asks_is_refused():
    """The factor and the allowed number hold for the printed sample only."""
    for actuals in ([500_000] * 12, [500_000] * 14, []):
        with pytest.raises(ValueError, match="13 contents"):
            judge_lot(POUND, 60, actuals, TODAY)
    with pytest.raises(ValueError, match="at least one"):
        sampling_plan(0, TODAY)


@given(st.lists(st.integers(490_000, 510_000), min_size=13, max_size=13))
def test_the_exact_mean_test_is_the_one_of_the_textbook(actuals):
    """Compared by squares it decides as mean + λ·s ≥ Qn does in floating point, away from the very edge."""
    margin = mean(actuals) + 0.848 * stdev(actuals) - 500_000
    assume(abs(margin) > 1e-3)
    answer = judge_lot(POUND, 60, actuals, TODAY)
    assert ("mean-too-low" not in answer.reasons) == (margin > 0)
    assert abs(float(answer.deviation) - sqrt(float(answer.variance))) < 1e-5


@given(st.lists(st.integers(460_000, 510_000), min_size=13, max_size=13), st.integers(0, 12))
def test_a_lot_with_nothing_wrong_has_no_reason(actuals, which):
    """Accepted and without reason are the same; three kinds of reason exist."""
    answer = judge_lot(POUND, 60, actuals, TODAY)
    assert answer.accepted == (answer.reasons == ())
    assert set(answer.reasons) <= {"mean-too-low", "too-many-over-t", "over-2t"}
