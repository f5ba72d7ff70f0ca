"""Millions of weighings at once are judged exactly as one is."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law import error_arrays, retail_arrays
from quanheng.law.errors import LawError, OutsideTable
from quanheng.law.goods import GOODS
from quanheng.law.instruments import ACCURACY_CLASSES, STAGES, Intervals, mpe_ug
from quanheng.law.methods import METHODS
from quanheng.law.retail import judge
from quanheng.law.retail_arrays import GOODS_CODES, METHOD_CODES, checks_by, goods_codes, judge_arrays
from quanheng.law.weights import WEIGHT_CLASSES, weights_mpe_ug
from tests.law.printed_table import FOOD

pytestmark = pytest.mark.requirement("T4-5.1.6")

SCALES = [None, *map(Intervals.parse, ("15kg/5g,30kg/10g", "2kg/1g,5kg/2g", "30kg/1g", "30kg/10g", "1kg/1g"))]
GOODS_BY_CODE, METHODS_BY_CODE = ["", *GOODS], list(METHODS)
BOUNDS_MG = sorted({row[4] for row in FOOD} | {100_000})
DAYS = [date(2004, 11, 30), date(2004, 12, 1), date(2020, 10, 22), date(2020, 10, 23), date(2022, 8, 31)]
DAYS += [date(2022, 9, 1), date(2026, 11, 20)]
TODAY = DAYS[-1]


def told_singly(goods, price, settled_mg, actual_mg, method, on, scale, class_, stage, weights, precedence):
    """What `judge` says of one row, in the figures that the arrays have."""
    try:
        answer = judge(
            goods=GOODS_BY_CODE[goods + 1],
            price_fen_per_kg=None if price == retail_arrays.PRICE_NOT_STATED else price,
            settled_mg=settled_mg,
            actual_mg=actual_mg,
            method=METHODS_BY_CODE[method],
            check_scale=scale,
            check_scale_class=class_,
            stage=stage,
            weights=weights,
            on=on,
            precedence=precedence,
        )
    except LawError as silent:
        return (-1, -1, -1, False, silent.reason)
    verdicts = (-1 if one is None else int(one) for one in (answer.market_rule.exceeded, answer.statute.exceeded))
    assert answer.shortfall_mg == METHODS[METHODS_BY_CODE[method]].shortfall_mg(settled_mg, actual_mg)
    return (answer.limit_mg, *verdicts, answer.method.applicable, answer.line)


def told_at_once(columns, scale, class_, stage, weights, precedence):
    goods, price, settled, actual, method, on = columns
    errors, admitted = checks_by(method, settled, actual, scale, class_, stage, weights)
    found = judge_arrays(
        goods=goods,
        price_fen_per_kg=price,
        settled_mg=settled,
        actual_mg=actual,
        method=method,
        on=on,
        check_error_ug=errors,
        check_admitted=admitted,
        precedence=precedence,
    )
    signs = np.array([METHODS[name].shortfall_mg(1, 0) for name in METHODS_BY_CODE])
    assert (found.shortfall_mg == (settled - actual) * signs[method]).all()
    figures = (found.limit_mg, found.market_exceeded, found.statute_exceeded, found.applicable)
    answers = [found.answer_at(index) for index in range(len(goods))]
    return list(zip(*(one.tolist() for one in figures), answers, strict=True))


def near(random: np.random.Generator, bounds, spread: int, size: int, least: int) -> np.ndarray:
    """Values close around the bounds of a table, where a wrong comparison would show."""
    return np.maximum(random.choice(bounds, size) + random.integers(-spread, spread + 1, size), least)


def weighings(random: np.random.Generator, size: int) -> tuple[np.ndarray, ...]:
    half = size // 2
    settled = np.concatenate([near(random, BOUNDS_MG, 2, half, 1), random.integers(1, 30_000_000, size - half)])
    deviations = np.array([0, *(row[5] for row in FOOD), 10, 100])
    short = random.choice(deviations, size) * random.integers(-2, 3, size) + random.integers(-1, 2, size)
    return (
        random.integers(-1, len(GOODS), size).astype(np.int8),
        np.where(random.random(size) < 0.1, -1, near(random, [0, 600, 3000, 10_000, 30_000], 1, size, 0)),
        settled,
        np.maximum(settled - short, 0),
        random.integers(0, len(METHODS), size).astype(np.int8),
        np.array(random.choice(DAYS, size), "datetime64[D]"),
    )


def test_a_hundred_thousand_weighings_are_judged_as_singly():
    """Goods, editions, methods, scales of every class, and what is outside the table: no row differs from `judge`."""
    random, settings, each = np.random.default_rng(20_261_120), 100, 1000
    covered = set()
    for _ in range(settings):
        scale = SCALES[random.integers(len(SCALES))]
        how = [str(random.choice(of)) for of in (ACCURACY_CLASSES, STAGES, WEIGHT_CLASSES, ("named", "stricter"))]
        columns = weighings(random, each)
        at_once = told_at_once(columns, scale, *how)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        assert at_once == [told_singly(*row, scale, *how) for row in rows]
        covered |= {answer if isinstance(answer, str) else answer.id for *_, answer in at_once}
    silent = {"not-in-force", "goods-not-stated", "goods-excluded", "price-not-stated", "mass-outside-range"}
    assert covered == silent | {row[0] for row in FOOD} | {"gold", "silver"}


@given(
    st.lists(
        st.tuples(
            st.integers(-1, len(GOODS) - 1),
            st.integers(-1, 40_000),
            st.integers(1, 40_000_000),
            st.integers(0, 40_000_000),
            st.integers(0, len(METHODS) - 1),
            st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(SCALES),
    *map(st.sampled_from, (ACCURACY_CLASSES, STAGES, WEIGHT_CLASSES, ("named", "stricter"))),
)
def test_any_weighings_are_judged_as_singly(rows, scale, class_, stage, weights, precedence):
    """Whatever the figures, an array of weighings is answered as each of them is."""
    *numbers, on = zip(*rows, strict=True)
    columns = (*map(np.array, numbers), np.array(on, "datetime64[D]"))
    singly = [told_singly(*row, scale, class_, stage, weights, precedence) for row in rows]
    assert told_at_once(columns, scale, class_, stage, weights, precedence) == singly


@pytest.mark.requirement("T4-5.1.5")
@given(st.lists(st.integers(0, 60_000_000), min_size=1), *map(st.sampled_from, (SCALES, ACCURACY_CLASSES, STAGES)))
def test_the_errors_of_a_scale_are_those_of_single_loads(loads, scale, class_, stage):
    """The permissible error steps up where the table of the class says, and ends at Max."""
    errors = error_arrays.scale_errors_ug(scale, class_, np.array(loads), stage).tolist()
    for load, error in zip(loads, errors, strict=True):
        if scale is None:
            assert error == error_arrays.NOT_DESCRIBED
            continue
        try:
            assert error == mpe_ug(class_, scale, load, stage)
        except OutsideTable:
            assert error == error_arrays.NO_CHECK


@given(st.lists(st.integers(0, 200_000_000), min_size=1), st.sampled_from(WEIGHT_CLASSES))
def test_the_errors_of_weights_are_those_of_single_masses(masses, class_):
    """Kilograms, grams and milligrams are made up from weights of their own, and their errors add up."""
    errors = error_arrays.weights_errors_ug(class_, np.array(masses)).tolist()
    assert errors == [weights_mpe_ug(class_, mass) for mass in masses]


def screened(**asked):
    usual = {"goods": GOODS_CODES["vegetable"], "price_fen_per_kg": 450, "settled_mg": np.array([1_000_000])}
    usual |= {"actual_mg": 975_000, "method": METHOD_CODES["equal-accuracy"], "on": TODAY}
    return judge_arrays(**{**usual, **asked})


def test_one_value_stands_for_all_rows():
    """A day's weighings share their day and often their method, and need not repeat them."""
    found = screened(actual_mg=np.array([980_000, 979_999, 960_000, 959_999]))
    assert found.market_exceeded.tolist() == [0, 1, 1, 1]
    assert found.statute_exceeded.tolist() == [0, 0, 0, 1]
    assert found.limit_mg.tolist() == [20_000] * 4


def test_a_day_of_weighings_may_be_of_any_length():
    """What is worked through in blocks has no seam between them, and a day without weighings is no mistake."""
    size = 2 * retail_arrays._BLOCK + 7
    found = screened(settled_mg=np.full(size, 1_000_000))
    assert (found.market_exceeded == 1).all()
    assert screened(settled_mg=np.array([], np.int64)).limit_mg.size == 0


def test_goods_are_coded_by_any_name_the_table_knows():
    """A Chinese name counts as its key does; unknown goods are not judged by a guess."""
    codes = goods_codes(["蔬菜", "vegetable", "活鱼", "something"])
    assert codes.tolist() == [GOODS_CODES["vegetable"], GOODS_CODES["vegetable"], GOODS_CODES["live-fish"], -1]
    found = screened(goods=codes)
    assert [found.answer_at(index) for index in (2, 3)] == ["goods-excluded", "goods-not-stated"]


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "wrong",
    [
        {"settled_mg": np.array([1_000_000, 0])},
        {"settled_mg": np.array([1.0])},
        {"settled_mg": 1_000_000},
        {"actual_mg": -1},
        {"price_fen_per_kg": -2},
        {"method": 3},
        {"method": -1},
        {"goods": len(GOODS)},
        {"goods": -2},
        {"check_error_ug": -2},
        {"precedence": "cheapest"},
        {"on": np.array(["NaT"], "datetime64[D]")},
        {"on": np.array(["2026-11-20T17:00"], "datetime64[s]")},
        {"on": datetime(2026, 11, 20, 17, tzinfo=UTC)},
    ],
)
def test_impossible_input_is_refused(wrong):
    """One impossible row stops the whole, as it would stop `judge`; a moment is not a day until somebody says where."""
    with pytest.raises(ValueError, match=r"\w"):
        screened(**wrong)


def test_negative_loads_are_refused():
    """No scale shows what it would be off below zero."""
    with pytest.raises(ValueError, match="negative"):
        error_arrays.scale_errors_ug(SCALES[1], "III", np.array([-1]))


def test_days_before_and_after_all_editions_are_told_apart():
    """The day before the first edition has no law; the last edition holds on."""
    days = np.array([date(2004, 12, 1) - timedelta(1), date(2004, 12, 1), date(2999, 1, 1)], "datetime64[D]")
    assert screened(on=days).limit_mg.tolist() == [retail_arrays.NO_LIMIT, 20_000, 20_000]


def test_one_judgement_does_not_wait_for_numpy():
    """Whoever judges a single weighing does not pay for loading what judges millions."""
    asked = "import sys, quanheng.law.retail; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
