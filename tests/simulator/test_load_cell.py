"""The load cell and what its display can show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.instruments import Intervals, mpe_mg
from quanheng.simulator.chance import chance
from quanheng.simulator.load_cell import (
    COUNTS_MAX,
    Indicator,
    LoadCell,
    legal_cell,
    outdoor_temperature,
    partial_ranges,
    rounded,
)

NAME_PLATES = ["15kg/5g", "15kg/5g,30kg/10g", "2kg/1g,5kg/2g"]
HOUR = 3_600_000
pytestmark = pytest.mark.requirement("QH-sim")


@pytest.mark.requirement("T4-5.1.5")
@pytest.mark.parametrize(
    ("mass_mg", "shown_mg"),
    [
        (2_499, 0),
        (2_500, 5_000),
        (-2_500, -5_000),
        (14_997_499, 14_995_000),
        (15_000_000, 15_000_000),
        (15_004_999, 15_000_000),
        (15_005_000, 15_010_000),
        (29_996_000, 30_000_000),
    ],
)
def test_a_multi_interval_display_steps_by_the_e_of_the_range(mass_mg: int, shown_mg: int) -> None:
    """A 15/30 kg scale shows steps of 5 g up to 15 kg and of 10 g above."""
    assert rounded(mass_mg, partial_ranges("15kg/5g,30kg/10g")) == shown_mg


@given(st.sampled_from(NAME_PLATES), st.floats(0, 1), st.integers(0, 400), st.integers(0, 23))
def test_a_lawful_scale_errs_inside_the_in_service_limits(plate: str, part: float, number: int, hour: int) -> None:
    """The error before rounding stays within twice the limit of verification, at every load, hour and scale."""
    ranges = partial_ranges(plate)
    draw = chance("legal", plate, number)
    indicator = Indicator(legal_cell(ranges, draw), ranges)
    indicator.cell.count(ranges[-1].max_mg, hour * HOUR, draw)  # a heavier load just before
    indicator.track_zero(draw)
    load_mg = max(20 * ranges[0].e_mg, round(part * ranges[-1].max_mg))
    error_mg = indicator.mass_mg(indicator.cell.count(load_mg, hour * HOUR, draw)) - load_mg
    limit_mg = mpe_mg("III", Intervals.parse(plate), load_mg, "in-service")
    assert abs(error_mg) <= limit_mg


def test_a_drifting_cell_leaves_the_limits() -> None:
    """The innocent twin of a permanent gain: after days the same load shows more, outside what the law allows."""
    ranges = partial_ranges("15kg/5g")
    draw = chance("drift")
    indicator = Indicator(LoadCell(max_mg=15_000_000, noise_mg=0, drift_per_hour=1.5e-4), ranges)
    fresh = indicator.mass_mg(indicator.cell.count(3_000_000, 0, draw)) - 3_000_000
    old = indicator.mass_mg(indicator.cell.count(3_000_000, 48 * HOUR, draw)) - 3_000_000
    assert abs(fresh) < 1_000
    assert old > mpe_mg("III", Intervals.parse("15kg/5g"), 3_000_000, "in-service")


def test_counts_fit_24_bits() -> None:
    """The heaviest load a scale may show, a quarter above Max at most, stays inside the converter's range."""
    for plate in NAME_PLATES:
        ranges = partial_ranges(plate)
        cell = legal_cell(ranges, chance("range", plate))
        assert 0 < cell.resting_count() < cell.count(round(1.2 * ranges[-1].max_mg), 0, chance("range")) <= COUNTS_MAX


def test_the_zero_is_held_within_a_quarter_of_e() -> None:
    """Zero tracking leaves less than 0.25 e between the zero it holds and the empty pan (R 76)."""
    ranges = partial_ranges("2kg/1g,5kg/2g")
    indicator = Indicator(legal_cell(ranges, chance("zero")), ranges)
    for number in range(200):
        indicator.track_zero(chance("zero", number))
        assert abs(indicator.mass_mg(indicator.cell.resting_count())) <= 0.25 * ranges[0].e_mg


def test_forged_counts_explain_the_mass_shown() -> None:
    """Firmware that forges its raw values too leaves nothing inside the record to disagree."""
    ranges = partial_ranges("15kg/5g")
    indicator = Indicator(legal_cell(ranges, chance("forged")), ranges)
    assert rounded(indicator.mass_mg(indicator.counts_for(1_235_000)), ranges) == 1_235_000


def test_the_hall_is_coolest_before_dawn() -> None:
    """Temperature follows Shanghai's day, whatever the computer's time zone."""
    by_hour = [outdoor_temperature(hour * HOUR) for hour in range(24)]
    assert by_hour.index(min(by_hour)) == 19  # three in the morning in Shanghai
    assert max(by_hour) - min(by_hour) == pytest.approx(12, abs=0.2)
