"""What is tried at a verification, and how each reading is judged: JJG 539—2016, OIML R 76-1."""

import pytest

from quanheng.law.instruments import Intervals
from quanheng.law.test_programme import Point, Reading, judge, judge_point, programme

pytestmark = pytest.mark.requirement("T4-4.2.5", "N25-3.3")

PLAIN = Intervals.parse("15kg/5g")
MULTI = Intervals.parse("15kg/5g,30kg/10g")


def loads_g(class_, intervals, trial):
    return [one.load_mg // 1000 for one in programme(class_, intervals) if one.trial == trial]


def as_loaded(intervals, class_="III", **changes):
    """Every reading equal to its load, but those in `changes`, by trial, as (ordinal, reading)."""
    found = {(one.trial, one.ordinal): Reading(one.load_mg) for one in programme(class_, intervals)}
    return found | {(trial, ordinal): reading for trial, (ordinal, reading) in changes.items()}


@pytest.mark.parametrize(
    ("class_", "text", "expected"),
    [
        ("III", "15kg/5g", [0, 100, 2500, 7500, 10000, 15000]),
        ("III", "15kg/5g,30kg/10g", [0, 100, 2500, 10000, 15000, 20000, 30000]),
        ("III", "6kg/2g", [0, 40, 1000, 3000, 4000, 6000]),
        ("IIII", "50kg/100g", [0, 1000, 5000, 20000, 25000, 50000]),
    ],
)
def test_loads_are_those_where_the_error_changes(class_, text, expected):
    """Zero, Min, 500 e, 2000 e, half of Max and Max are tried; of a multi-interval scale the end of each range too."""
    assert loads_g(class_, Intervals.parse(text), "weighing") == expected


def test_corners_and_repetitions():
    """A third of Max at five places, four fifths of Max three times, both made up of usual weights."""
    assert loads_g("III", PLAIN, "eccentricity") == [5000] * 5
    assert loads_g("III", PLAIN, "repeatability") == [12000] * 3
    assert loads_g("III", Intervals.parse("3kg/1g"), "eccentricity") == [1000] * 5
    assert len(loads_g("II", Intervals.parse("3kg/100mg"), "repeatability")) == 6
    assert {one.name("zh") for one in programme("III", PLAIN)} >= {"偏载 · 左前", "重复性 3", "称量 1"}


@pytest.mark.parametrize(
    ("load_g", "reading", "error_ug", "passed"),
    [
        (2500, Reading(2_500_000), 0, True),
        (2500, Reading(2_505_000), 5_000_000, False),  # one e off where half an e is permitted
        (10000, Reading(10_005_000), 5_000_000, True),  # exactly the permissible error of 2000 e
        (10000, Reading(10_010_000), 10_000_000, False),
        (2500, Reading(2_500_000, 500), 2_000_000, True),  # I + e/2 - dL: 2 g too much, 2.5 g permitted
        (2500, Reading(2_500_000, 0), 2_500_000, True),
        (2500, Reading(2_505_000, 4_500), 3_000_000, False),
        (0, Reading(-5_000), -5_000_000, False),
    ],
)
def test_a_reading_is_judged_by_the_error_of_verification(load_g, reading, error_ug, passed):
    """Subsequent verification knows no doubled error; with small added weights the error is known below one e."""
    found = judge_point("III", PLAIN, Point("weighing", 1, load_g * 1000), reading)
    assert (found.error_ug, found.passed) == (error_ug, passed)


@pytest.mark.parametrize("added_mg", [-1, 5_001])
def test_added_weights_lie_within_one_interval(added_mg):
    """More than one e added would have moved the indication by two."""
    with pytest.raises(ValueError, match="added"):
        judge_point("III", PLAIN, Point("weighing", 1, 2_500_000), Reading(2_500_000, added_mg))


def test_a_good_scale_passes():
    """All points within their limits: the law proposes to pass."""
    judged, outcome = judge("III", PLAIN, as_loaded(PLAIN))
    assert outcome.passed
    assert len(judged) == len(programme("III", PLAIN))
    assert outcome.explain("zh") == "各检定点均未超过最大允许误差：合格。"


def test_nothing_passes_before_everything_was_tried():
    """One missing point leaves the outcome open, neither passed nor failed."""
    readings = as_loaded(MULTI)
    readings.popitem()
    _, outcome = judge("III", MULTI, readings)
    assert not outcome.passed
    assert not outcome.failed
    assert "not every point" in outcome.explain("en")


def test_one_corner_fails_the_scale():
    """An eccentric error above the limit of that load fails the instrument."""
    _, outcome = judge("III", PLAIN, as_loaded(PLAIN, eccentricity=(2, Reading(5_010_000))))
    assert outcome.reasons == ("error-over-mpe",)
    assert outcome.explain("zh") == "不合格：示值误差超过最大允许误差。"


def test_readings_of_one_load_agree():
    """Each reading may be right and the spread still too large: 15 g between two readings where 7.5 g is permitted."""
    good = as_loaded(PLAIN)
    readings = good | {
        ("repeatability", 1): Reading(12_005_000),
        ("repeatability", 2): Reading(11_995_000),
    }
    judged, outcome = judge("III", PLAIN, readings)
    assert all(one.passed for one in judged.values())
    assert outcome.reasons == ("repeatability-over-mpe",)
    assert outcome.spread_ug == 10_000_000
    assert outcome.failed


def test_unknown_points_are_not_looked_at():
    """A reading of a point that the programme does not have changes nothing."""
    _, outcome = judge("III", PLAIN, as_loaded(PLAIN) | {("weighing", 99): Reading(1)})
    assert outcome.passed
