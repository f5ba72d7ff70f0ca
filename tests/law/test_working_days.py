"""Working days by the State Council's notices."""

from datetime import date, timedelta

import pytest

from quanheng.law.errors import CalendarUnknown
from quanheng.law.sources import sources
from quanheng.law.working_days import add_working_days, is_working_day, next_working_day, notices

pytestmark = pytest.mark.requirement("G22-2.6")

# Typed from the notices: (first day, last day, days as the notice counts them). Where it says "joined with the weekend"
# the notice names one day only.
SPANS = [
    ("2024-01-01", "2024-01-01", 1),
    ("2024-02-10", "2024-02-17", 8),
    ("2024-04-04", "2024-04-06", 3),
    ("2024-05-01", "2024-05-05", 5),
    ("2024-06-10", "2024-06-10", 1),
    ("2024-09-15", "2024-09-17", 3),
    ("2024-10-01", "2024-10-07", 7),
    ("2025-01-01", "2025-01-01", 1),
    ("2025-01-28", "2025-02-04", 8),
    ("2025-04-04", "2025-04-06", 3),
    ("2025-05-01", "2025-05-05", 5),
    ("2025-05-31", "2025-06-02", 3),
    ("2025-10-01", "2025-10-08", 8),
    ("2026-01-01", "2026-01-03", 3),
    ("2026-02-15", "2026-02-23", 9),
    ("2026-04-04", "2026-04-06", 3),
    ("2026-05-01", "2026-05-05", 5),
    ("2026-06-19", "2026-06-21", 3),
    ("2026-09-25", "2026-09-27", 3),
    ("2026-10-01", "2026-10-07", 7),
]

# (day worked, weekday as the notice prints it: 6 Saturday, 7 Sunday)
MADE_UP = [
    ("2024-02-04", 7), ("2024-02-18", 7), ("2024-04-07", 7), ("2024-04-28", 7), ("2024-05-11", 6), ("2024-09-14", 6),
    ("2024-09-29", 7), ("2024-10-12", 6), ("2025-01-26", 7), ("2025-02-08", 6), ("2025-04-27", 7), ("2025-09-28", 7),
    ("2025-10-11", 6), ("2026-01-04", 7), ("2026-02-14", 6), ("2026-02-28", 6), ("2026-05-09", 6), ("2026-09-20", 7),
    ("2026-10-10", 6),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "days"), SPANS)
def test_holidays_are_off_from_the_first_to_the_last_day(first, last, days):
    """Each span has as many days as its notice says, and none of them is worked."""
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    assert (ends - begins).days + 1 == days
    assert not any(is_working_day(begins + timedelta(days=offset)) for offset in range(days))


@pytest.mark.parametrize(("day", "weekday"), MADE_UP)
def test_make_up_days_are_worked_though_they_fall_on_a_weekend(day, weekday):
    """The notice prints the weekday beside each 上班 day, which checks the typing."""
    worked = date.fromisoformat(day)
    assert worked.isoweekday() == weekday
    assert is_working_day(worked)


def test_the_calendar_holds_nothing_but_the_notices():
    """Days off and make-up days on file are those typed here, and each notice is a source on file."""
    spans = {date.fromisoformat(first) + timedelta(days=offset) for first, _, days in SPANS for offset in range(days)}
    assert set().union(*(notice.holidays for notice in notices().values())) == spans
    made_up = {date.fromisoformat(day) for day, _ in MADE_UP}
    assert set().union(*(notice.workdays for notice in notices().values())) == made_up
    assert all(notice.source in sources() for notice in notices().values())
    assert all(day.year == year for year, notice in notices().items() for day in notice.holidays | notice.workdays)


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_number_of_working_days(year, worked):
    """All days less weekends and statutory holidays: 11 statutory holidays in 2024, 13 from 2025 on."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]
    assert sum(map(is_working_day, days)) == worked


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-11-20", 1, "2026-11-23"),  # Friday; Monday is the first day counted
        ("2026-09-30", 1, "2026-10-08"),  # over National Day
        ("2026-10-09", 1, "2026-10-10"),  # the Saturday is worked
        ("2026-10-10", 1, "2026-10-12"),  # the Sunday is not
        ("2025-12-31", 1, "2026-01-04"),  # over New Year, a Sunday that is worked
    ],
)
def test_counting_starts_the_day_after(start, count, due):
    """The first day does not count (Civil Code, Art. 201)."""
    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(due)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day():
    """Civil Code, Art. 203."""
    assert next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert next_working_day(date(2026, 10, 8)) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("start", "count", "earliest"),
    [("2026-12-31", 1, "2027-01-01"), ("2026-12-29", 7, "2027-01-05"), ("2023-12-29", 1, "2023-12-30")],
)
def test_a_year_without_notice_gives_only_the_earliest_day(start, count, earliest):
    """Weekdays alone do not make a Chinese calendar, but no working day comes sooner than every day being worked."""
    with pytest.raises(CalendarUnknown) as unknown:
        add_working_days(date.fromisoformat(start), count)
    assert unknown.value.earliest_on == date.fromisoformat(earliest)
    assert unknown.value.as_dict()["earliest_on"] == earliest
    assert str(unknown.value.year) in unknown.value.explain("zh")


@pytest.mark.requirement("QH-input")
def test_a_clock_of_no_days_is_refused():
    """Nothing is due at once by a count of zero."""
    with pytest.raises(ValueError, match="at least one day"):
        add_working_days(date(2026, 11, 20), 0)
