"""The verification of instruments that are no scales, against figures typed from the texts."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law import kind_programmes
from quanheng.law.errors import OutsideTable
from quanheng.law.kind_trials import Limit, Taken, Trial, judge, judge_reading
from quanheng.law.weights import weight_mpe_ug

pytestmark = pytest.mark.requirement("G22-2.2")

ON = date(2026, 11, 20)
LITRES = 1_000_000
PUMP = kind_programmes.dispenser(["1"], ON)


def millionths(amount: int) -> Limit:
    return Limit(amount, is_relative=True)


def of(limit: Limit, **changes: object) -> Trial:
    return Trial("flow", 1, "ul", "流量", "flow", limit, **changes)


@pytest.mark.requirement("C21-4")
@pytest.mark.parametrize(
    ("indicated_ul", "error", "passed"),
    [
        (20_060_000, 3_000, True),  # +0.30 % of 20 L is 60 mL
        (20_060_001, 3_001, False),
        (20_059_999, 3_000, True),
        (19_940_000, -3_000, True),
        (19_939_999, -3_001, False),
        (20_000_000, 0, True),
    ],
)
def test_a_dispenser_may_be_off_by_three_parts_in_a_thousand(indicated_ul, error, passed):
    """JJG 443—2023: ±0.30 %; at the limit it passes, a microlitre beyond it fails, and nothing is rounded into it."""
    judged = judge_reading(PUMP.trials[0], Taken(indicated_ul, 20 * LITRES))
    assert (judged.error, judged.passed) == (error, passed)
    assert "JJG 443" in judged.limit.cite("zh")


def readings_of(*errors_ul: int) -> dict:
    """On 20 L, in the order of the programme: three of the large flow, three of the small."""
    return {
        (one.trial, one.ordinal): Taken(20 * LITRES + off, 20 * LITRES)
        for one, off in zip(PUMP.trials, errors_ul, strict=False)
    }


@pytest.mark.requirement("C21-4")
@pytest.mark.parametrize(
    ("errors_ul", "reasons"),
    [
        ((0, 10_000, 20_000, 0, 0, 0), ()),  # 0.10 % of 20 L is 20 mL
        ((0, 10_000, 20_001, 0, 0, 0), ("repeatability-over-mpe",)),
        ((-10_000, 10_000, 0, 0, 0, 0), ()),
        # Two flows are not repetitions of each other.
        ((60_000, 60_000, 60_000, -60_000, -60_000, -60_000), ()),
        ((60_001, 60_001, 60_001, 0, 0, 0), ("error-over-mpe",)),
        ((0, 0, 0, 0, 0), ("not-complete",)),
        ((60_001,), ("error-over-mpe", "not-complete")),
    ],
)
def test_the_errors_of_one_flow_lie_close_together(errors_ul, reasons):
    """Repeatability ≤ 0.10 %: the largest error less the smallest of the same nozzle and flow."""
    _judged, outcome = judge(PUMP, readings_of(*errors_ul))
    assert outcome.reasons == reasons
    assert outcome.failed is bool(set(reasons) - {"not-complete"})


def test_each_nozzle_is_tried_by_itself():
    """Four nozzles, two flows, three times; every trial has a name and a number of its own."""
    trials = kind_programmes.dispenser(["1", "2", "3", "4"], ON).trials
    assert len({(one.trial, one.ordinal) for one in trials}) == len({one.name("zh") for one in trials}) == 24
    assert trials[0].name("zh") == "1 号枪 · 大流量 1"


@pytest.mark.requirement("C21-5")
@pytest.mark.parametrize(
    ("class_", "indicated_mwh", "passed"),
    [
        ("1", 10_100_000, True),  # class 1: 1.0 % of 10 kWh
        ("1", 10_100_001, False),
        ("1", 9_899_999, False),
        ("2", 10_200_000, True),
        ("2", 10_200_001, False),
        ("2", 9_800_000, True),
    ],
)
def test_the_working_error_of_a_charger(class_, indicated_mwh, passed):
    """JJG 1148 and 1149—2022: ±1.0 % for class 1, ±2.0 % for class 2."""
    first = kind_programmes.charger(class_, "dc", 1, ON, first=True).trials[0]
    assert judge_reading(first, Taken(indicated_mwh, 10_000_000)).passed is passed
    assert "JJG 1149" in first.limit.cite("zh")


@pytest.mark.requirement("C21-5")
@pytest.mark.parametrize(
    ("first", "off_ms", "passed"),
    [
        (True, 5_000, True),
        (True, 5_001, False),
        (True, -5_001, False),
        (False, 180_000, True),
        (False, -180_001, False),
    ],
)
def test_the_clock_of_a_charger(first, off_ms, passed):
    """Within 5 s at the first verification, within 3 min at later ones; both ways."""
    clock = kind_programmes.charger("1", "ac", 2, ON, first=first).trials[-1]
    assert judge_reading(clock, Taken(off_ms, 0)).passed is passed


@pytest.mark.parametrize(
    ("class_", "nominal_mg", "mpe_ug"),
    [
        ("M1", 20_000_000, 1_000_000),
        ("M1", 500_000, 25_000),
        ("M1", 1_000, 1_000),
        ("M1", 2_000, 1_200),
        ("F2", 100_000, 1_600),
    ],
)
def test_a_weight_is_judged_by_its_nominal_mass(class_, nominal_mg, mpe_ug):
    """R 111, Table 1: M1 500 g may be off by 25 mg; a microgram more is too much."""
    (piece,) = kind_programmes.weights(class_, [("A-1", nominal_mg)]).trials
    assert piece.reference == nominal_mg * 1000
    assert judge_reading(piece, Taken(piece.reference + mpe_ug, piece.reference)).passed
    assert not judge_reading(piece, Taken(piece.reference - mpe_ug - 1, piece.reference)).passed


def test_a_weight_that_is_not_printed_has_no_limit():
    """300 g stands in no table, and class M2 is not on file: the verifier enters limit and source."""
    with pytest.raises(OutsideTable, match="weight-not-in-table"):
        weight_mpe_ug("M1", 300_000)
    assert kind_programmes.weights("M1", [("A-1", 300_000)]).trials[0].limit is None
    assert kind_programmes.weights("other", [("A-1", 500_000)]).trials[0].limit is None


@pytest.mark.requirement("C21-6")
@pytest.mark.parametrize("kind", ["electricity-meter", "water-meter", "gas-meter"])
def test_no_figure_is_on_file_for_meters(kind):
    """The law does not guess: without a limit that somebody entered, with its source, nothing is judged."""
    with pytest.raises(OutsideTable, match="no-figure-on-file"):
        kind_programmes.mpe_millionths(kind)
    one = kind_programmes.meter(kind, ON).trials[0]
    with pytest.raises(ValueError, match="no limit"):
        judge_reading(one, Taken(1, 1))
    entered = Limit(20_000, is_relative=True, source="JJG 162 表2")
    judged = judge_reading(one, Taken(102, 100, entered))
    assert (judged.passed, judged.limit.cite("zh")) == (True, "JJG 162 表2")


def test_what_is_on_file_is_not_overruled():
    """A verifier who enters another limit beside a printed one does not change the judgement."""
    judged = judge_reading(PUMP.trials[0], Taken(21 * LITRES, 20 * LITRES, millionths(900_000)))
    assert not judged.passed


def test_the_other_kinds_have_programmes():
    """Taximeters and optical instruments are tried; each limit is the verifier's to enter."""
    taximeter, optical = kind_programmes.taximeter(ON), kind_programmes.optical(ON)
    assert {one.trial for one in taximeter.trials} == {"distance", "wait"}
    assert [one.name("en") for one in optical.trials] == ["-15 D", "-10 D", "-5 D", "+5 D", "+10 D", "+15 D"]
    assert {one.limit for one in (*taximeter.trials, *optical.trials)} == {None}


def test_a_relative_error_needs_something_to_be_relative_to():
    """An empty vessel shows nothing about a dispenser."""
    with pytest.raises(ValueError, match="above nought"):
        judge_reading(PUMP.trials[0], Taken(1, 0))


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**6))
def test_what_is_told_is_judged_as_the_exact_error(indicated, reference, limit):
    """Rounding away from zero never moves an error over, or into, a limit of whole millionths."""
    judged = judge_reading(of(millionths(limit)), Taken(indicated, reference))
    assert judged.passed is (abs(Fraction((indicated - reference) * 10**6, reference)) <= limit)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=6, max_size=6), st.integers(0, 5), st.integers(1, 10**5))
def test_a_larger_error_never_mends(errors, at, more):
    """Whoever fails at some error fails at any larger one of the same sign as well."""
    _, before = judge(PUMP, readings_of(*errors))
    worse = [off + (more if off >= 0 else -more) if place == at else off for place, off in enumerate(errors)]
    _, after = judge(PUMP, readings_of(*worse))
    assert not ("error-over-mpe" in before.reasons and "error-over-mpe" not in after.reasons)
