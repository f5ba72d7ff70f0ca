"""A clock that stood still goes on where it was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.deadlines import resumed

pytestmark = pytest.mark.requirement("G22-2.6")
DAYS = st.dates(date(2026, 1, 5), date(2026, 8, 1))


@pytest.mark.parametrize(
    ("due_on", "stopped_on", "resumed_on", "moved"),
    [
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 20)),  # sent and back in a day
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 23)),  # three days more
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 23)),  # onto a Saturday: to Monday
        (date(2026, 9, 20), date(2026, 9, 1), date(2026, 9, 12), date(2026, 10, 8)),  # into the National Day holidays
        (date(2026, 12, 30), date(2026, 12, 1), date(2026, 12, 5), date(2027, 1, 3)),  # no calendar of 2027 on file
    ],
)
def test_the_days_of_testing_are_added(due_on: date, stopped_on: date, resumed_on: date, moved: date):
    """Sent on one day, back on another: so many days more, and on to the next working day."""
    assert resumed(due_on, stopped_on, resumed_on) == moved


@given(DAYS, DAYS, st.integers(0, 60))
def test_standing_still_never_shortens_a_clock(due_on: date, stopped_on: date, days: int):
    """Whatever is tested, nobody has less time than without it."""
    assert resumed(due_on, stopped_on, stopped_on + timedelta(days=days)) >= due_on + timedelta(days=days)


def test_a_clock_does_not_go_on_before_it_stopped():
    """A slip of the dates is an error, not an answer."""
    with pytest.raises(ValueError, match="before it stopped"):
        resumed(date(2026, 11, 20), date(2026, 11, 5), date(2026, 11, 4))
