"""Two verdicts on one weighing, and the three lawful methods of checking it."""

from datetime import date

import pytest

from quanheng.law.errors import NotInForce, OutsideTable
from quanheng.law.instruments import Intervals
from quanheng.law.retail import Judgement, judge
from tests.law.printed_table import FOOD

pytestmark = pytest.mark.requirement("T4-5.1.6")

LOW = Intervals.parse("15kg/5g,30kg/10g")
HIGH = Intervals.parse("2kg/1g,5kg/2g")
FINE = Intervals.parse("5kg/1g")
COARSE = Intervals.parse("30kg/10g")


def judged(**asked) -> Judgement:
    usual = {
        "goods": "vegetable",
        "price_fen_per_kg": 450,
        "settled_mg": 1_000_000,
        "actual_mg": 1_000_000,
        "method": "equal-accuracy",
        "check_scale": LOW,
        "on": date(2026, 11, 20),
    }
    return judge(**{**usual, **asked})


def test_25_g_of_vegetables_short_breaks_the_market_rule_but_not_yet_the_statute():
    """The group standard allows 20 g once; the statute, checked on an equal scale, twice that."""
    answer = judged(actual_mg=975_000)
    assert (answer.covered, answer.shortfall_mg, answer.limit_mg, answer.row) == (True, 25_000, 20_000, "A1")
    assert (answer.market_rule.exceeded, answer.market_rule.limit_mg) == (True, 20_000)
    assert (answer.statute.exceeded, answer.statute.limit_mg) == (False, 40_000)
    assert answer.method.as_dict() == {"name": "equal-accuracy", "applicable": True, "reason": "meets-precondition"}
    assert answer.edition == "2022-09-01"


@pytest.mark.parametrize(("row", "goods", "price", "above", "up_to", "deviation"), FOOD)
def test_a_shortfall_equal_to_the_limit_is_allowed_and_one_milligram_more_is_not(
    row, goods, price, above, up_to, deviation
):
    """不超过 means at most: the limit itself is still within, for each row of the table and each text."""
    asked = {"goods": goods or "other-food", "price_fen_per_kg": price, "settled_mg": up_to, "check_scale": None}
    for short_mg, market, statute in [
        (deviation, False, False),
        (deviation + 1, True, False),
        (2 * deviation, True, False),
        (2 * deviation + 1, True, True),
    ]:
        answer = judged(**asked, actual_mg=up_to - short_mg)
        assert (answer.market_rule.exceeded, answer.statute.exceeded) == (market, statute)


def test_the_high_accuracy_method_allows_the_statute_deviation_only_once():
    """A check scale three times better leaves no doubt to be shared."""
    asked = {"method": "high-accuracy", "settled_mg": 3_000_000}
    near, hit = judged(**asked, actual_mg=2_920_000), judged(**asked, actual_mg=2_919_999)
    assert (near.statute.exceeded, near.statute.limit_mg) == (False, 80_000)
    assert (hit.statute.exceeded, hit.market_rule.exceeded) == (True, True)


def test_in_the_original_instrument_method_a_scale_that_reads_high_gives_too_little():
    """C = A − B: weights of the settled mass that read 1.021 kg on the seller's scale show 21 g missing."""
    hit = judged(method="original", check_scale=None, actual_mg=1_021_000)
    near = judged(method="original", check_scale=None, actual_mg=1_020_000)
    clean = judged(method="original", check_scale=None, actual_mg=970_000)
    assert (hit.shortfall_mg, hit.statute.exceeded, hit.market_rule.exceeded) == (21_000, True, True)
    assert (near.statute.exceeded, clean.statute.exceeded) == (False, False)
    assert clean.shortfall_mg == -30_000


@pytest.mark.requirement("T4-5.1.5")
@pytest.mark.parametrize(
    ("scale", "group", "mass_kg", "stage", "applicable"),
    [
        # T/GDSM 0004 "low accuracy" pair, equal-accuracy method
        *[(LOW, "A", kg, "in-service", True) for kg in ("0.5", "1", "2", "4", "15", "25")],
        *[(LOW, "B", kg, "in-service", True) for kg in ("0.5", "2.5", "10", "15")],
        *[(LOW, "C", kg, "in-service", False) for kg in ("0.5", "1", "4", "6")],
        *[(LOW, "D", kg, "in-service", False) for kg in ("0.5", "2", "5")],
        *[(LOW, "C", kg, "initial", False) for kg in ("0.5", "1", "3")],
        (LOW, "C", "5", "initial", True),
        *[(LOW, "D", kg, "initial", False) for kg in ("0.5", "2", "5")],
        # "high accuracy" pair
        *[(HIGH, "A", kg, "in-service", True) for kg in ("0.5", "2", "5")],
        *[(HIGH, "B", kg, "in-service", True) for kg in ("0.5", "2.5", "5")],
        *[(HIGH, "C", kg, "in-service", True) for kg in ("0.5", "1", "4", "5")],
        *[(HIGH, "D", kg, "in-service", True) for kg in ("0.5", "2")],
        *[(HIGH, "D", kg, "in-service", False) for kg in ("2.001", "3", "5")],
        *[(HIGH, "D", kg, "initial", True) for kg in ("2.001", "3", "5")],
        # plain scales
        *[(FINE, group, "5", "in-service", True) for group in "ABCD"],
        *[(COARSE, "A", kg, "in-service", True) for kg in ("0.5", "4", "25")],
        *[(COARSE, "B", kg, "in-service", False) for kg in ("0.5", "2.5", "10")],
        *[(COARSE, "C", kg, "in-service", False) for kg in ("0.5", "6")],
        *[(COARSE, "D", kg, "in-service", False) for kg in ("0.5", "5")],
    ],
)
def test_which_check_scale_serves_which_class_by_the_equal_accuracy_method(scale, group, mass_kg, stage, applicable):
    """The scale's maximum permissible error must not exceed the deviation; in use that error is doubled."""
    answer = judged(**of_class(group, mass_kg), check_scale=scale, stage=stage)
    assert answer.method.applicable is applicable
    assert (answer.statute.exceeded is None) is (not applicable)
    assert (answer.market_rule.exceeded is None) is (not applicable)


@pytest.mark.requirement("T4-5.1.5")
@pytest.mark.parametrize(
    ("scale", "group", "mass_kg", "applicable"),
    [
        *[(LOW, "A", kg, True) for kg in ("0.5", "1", "4", "25")],
        *[(LOW, "B", kg, False) for kg in ("0.5", "10")],
        (FINE, "B", "0.5", True),
        *[(FINE, "C", kg, False) for kg in ("0.5", "1", "4", "5")],
        *[(FINE, "D", kg, False) for kg in ("0.5", "2", "5")],
    ],
)
def test_which_check_scale_serves_which_class_by_the_high_accuracy_method(scale, group, mass_kg, applicable):
    """A third of the deviation is out of reach of class III scales for dear goods."""
    answer = judged(**of_class(group, mass_kg), check_scale=scale, method="high-accuracy")
    assert answer.method.applicable is applicable


def of_class(group: str, mass_kg: str) -> dict[str, object]:
    price = {"A": 600, "B": 3000, "C": 10_000, "D": 10_001}[group]
    mass_mg = round(float(mass_kg) * 1_000_000)
    return {"goods": "other-food", "price_fen_per_kg": price, "settled_mg": mass_mg, "actual_mg": mass_mg}


def test_a_check_scale_too_coarse_acquits_nobody():
    """50 g of dried mushrooms missing on a 5 g scale is no proof, and no proof of honesty either."""
    answer = judged(goods="干菜", price_fen_per_kg=9000, actual_mg=950_000)
    assert (answer.market_rule.exceeded, answer.statute.exceeded) == (None, None)
    assert answer.market_rule.reason == answer.statute.reason == "method-not-applicable"
    assert answer.method.reason == "check-scale-too-coarse"


def test_a_scale_short_of_a_third_still_serves_the_market_rule():
    """The group standard asks for an equal scale only, so calling the method 'high' takes nothing from it."""
    answer = judged(goods="meat", method="high-accuracy", actual_mg=990_000)
    assert (answer.statute.exceeded, answer.market_rule.exceeded) == (None, True)


@pytest.mark.requirement("T4-5.1.5")
@pytest.mark.parametrize(("class_", "market"), [("II", True), ("III", True), ("IIII", None)])
def test_the_group_standard_wants_a_check_scale_of_class_iii_or_better(class_, market):
    """The statute asks for a small enough error only; 5.1.5.1 asks for III级及以上 besides."""
    scale = Intervals.parse("1kg/1g")
    answer = judged(actual_mg=900_000, check_scale=scale, check_scale_class=class_)
    assert (answer.statute.exceeded, answer.market_rule.exceeded) == (True, market)


@pytest.mark.parametrize(
    ("scale", "reason"),
    [(HIGH, "check-scale-over-max"), (Intervals.parse("30kg/1g"), "check-scale-outside-class")],
)
def test_a_check_beyond_the_scale_is_no_check(scale, reason):
    """20 kg on a 5 kg scale, or beyond 10 000 intervals of class III, has no maximum permissible error."""
    answer = judged(settled_mg=20_000_000, actual_mg=19_000_000, check_scale=scale)
    assert (answer.method.applicable, answer.method.reason, answer.statute.exceeded) == (False, reason, None)


def test_without_a_described_check_scale_the_answer_says_on_what_it_rests():
    """The caller's word that the precondition is met is repeated in the answer, with the error it stands for."""
    answer = judged(goods="meat", check_scale=None, actual_mg=994_000)
    assert (answer.method.applicable, answer.method.reason) == (True, "as-stated")
    assert "5 g" in answer.explain("en")
    assert "5 g" in answer.explain("zh-hans")


@pytest.mark.parametrize(("weights", "applicable"), [("M1", False), ("F2", True)])
def test_market_weights_cannot_check_100_g_of_gold(weights, applicable):
    """A third of 0.01 g is 3.3 mg; 100 g of class M1 may be 5 mg off, of class F2 1.6 mg."""
    asked = {"goods": "gold", "settled_mg": 100_000, "actual_mg": 100_011, "method": "original", "check_scale": None}
    answer = judged(**asked, weights=weights)
    assert answer.method.applicable is applicable
    assert answer.statute.exceeded is (True if applicable else None)
    assert (answer.market_rule.exceeded, answer.market_rule.reason) == (None, "not-in-this-text")


def test_before_the_group_standard_only_the_statute_speaks():
    """T/GDSM 0004 came into force on 2022-09-01; an older weighing is judged by the law of its day."""
    before = judged(actual_mg=900_000, on=date(2022, 8, 31))
    since = judged(actual_mg=900_000, on=date(2022, 9, 1))
    assert (before.market_rule.exceeded, before.market_rule.reason) == (None, "not-in-force")
    assert (before.statute.exceeded, before.edition) == (True, "2020-10-23")
    assert (since.market_rule.exceeded, since.edition) == (True, "2022-09-01")
    assert judged(on=date(2020, 10, 22)).edition == "2004-12-01"
    with pytest.raises(NotInForce):
        judged(on=date(2004, 11, 30))


@pytest.mark.parametrize("goods", ["", "  ", "something", "vegetables?"])
def test_unnamed_goods_are_not_judged(goods):
    """Vegetables nobody named must not be judged at the limit for meat."""
    with pytest.raises(OutsideTable, match="goods-not-stated"):
        judged(goods=goods)


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "wrong",
    [
        {"settled_mg": 0},
        {"actual_mg": -1},
        {"price_fen_per_kg": -1},
        {"method": "by-eye"},
        {"precedence": "cheapest"},
        {"stage": "sometimes"},
        {"check_scale_class": "V"},
        {"weights": "M9", "method": "original"},
    ],
)
def test_impossible_input_is_refused(wrong):
    """An impossible question is the caller's mistake, not a gap in the law."""
    with pytest.raises(ValueError, match=r"\w"):
        judged(**wrong)


def test_the_answer_in_json_names_what_a_reader_may_rely_on():
    """The keys of the JSON answer are a contract, and the clauses are cited in the reader's language."""
    told = judged(actual_mg=975_000).as_dict("zh")
    assert told.keys() >= {"covered", "shortfall_mg", "limit_mg", "row", "market_rule", "statute", "method"}
    assert told["market_rule"]["clause"] == "《农贸市场诚信计量经营管理规范》（T/GDSM 0004—2022）5.1.6.1、表1"
    assert "第六条第（三）项" in told["statute"]["clause"]
    assert "Art. 6(3)" in judged().as_dict("en")["statute"]["clause"]


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (
            {"actual_mg": 975_000},
            "结算 1 kg，复秤 975 g，少了 25 g。市场执行的团体标准（T/GDSM 0004—2022）允许相差 20 g：已超过。"
            "国家规定《零售商品称重计量监督管理办法》允许相差 40 g（按此核称方法为负偏差 20 g 的2倍）：未超过。",
            "25 g short",
        ),
        ({"actual_mg": 1_010_000}, "多给了 10 g", "10 g more than paid for"),
        ({}, "分量正好", "exactly right"),
        (
            {"method": "original", "actual_mg": 1_030_000},
            "砝码在原秤上显示 1.03 kg",
            "weights of that mass read 1.03 kg",
        ),
        ({"goods": "delicacy"}, "不适用，不作判定", "not applicable, no verdict"),
    ],
)
def test_a_shopper_can_read_the_answer(asked, zh, en):
    """Plain sentences say what is missing and what each text allows."""
    answer = judged(**asked)
    assert zh in answer.explain("zh-hans")
    assert en in answer.explain("en")
