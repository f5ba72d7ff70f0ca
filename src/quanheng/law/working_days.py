"""Which days are worked in China, by the State Council's yearly notices; and counting by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from quanheng.law.errors import CalendarUnknown
from quanheng.law.tables import load

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's notice: every day off by holiday, and the weekend days that are worked instead."""

    year: int
    source: str
    holidays: frozenset[date]
    workdays: frozenset[date]


@cache
def notices() -> Mapping[int, YearNotice]:
    """The notices on file, by year."""
    return MappingProxyType({row["year"]: _notice(row) for row in load("holidays")["year"]})


def _notice(row: dict[str, Any]) -> YearNotice:
    days_off = frozenset(day for span in row["holidays"] for day in _days(span["from_on"], span["to_on"]))
    return YearNotice(row["year"], row["source"], days_off, frozenset(row["workdays"]))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def is_working_day(day: date) -> bool:
    """Whether the day is worked; raises `CalendarUnknown` when the notice of its year is not on file."""
    notice = notices().get(day.year)
    if notice is None:
        raise CalendarUnknown(day.year, earliest_on=day)
    if day in notice.workdays:
        return True
    return day.weekday() < _SATURDAY and day not in notice.holidays


def add_working_days(start_on: date, count: int) -> date:
    """The `count`-th working day after `start_on`, which itself is not counted (Civil Code, Art. 201).

    Raises `CalendarUnknown` where the count runs into a year without notice; its `earliest_on` takes every unknown day
    as worked, so the true day is that one or later.
    """
    if count <= 0:
        raise ValueError("a clock runs for at least one day")
    day, left = start_on, count
    while left:
        day += _DAY
        if day.year not in notices():
            raise CalendarUnknown(day.year, earliest_on=day + (left - 1) * _DAY)
        left -= is_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """The day itself if it is worked, else the first working day after it (Civil Code, Art. 203)."""
    while not is_working_day(day):
        day += _DAY
    return day
