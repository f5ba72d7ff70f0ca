"""By region and kind of place: how many purchases were weighed again, and how many instruments are verified.

Asked once for a month that is told, over the rows of that month and the register as it stands on the day.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import connection

from quanheng.cases.small_numbers import Cell, above
from quanheng.register.legal_day import SHANGHAI

RECHECKS = r"""
SELECT register_county(one.area), place.kind, count(*),
       count(*) FILTER (WHERE one.market_exceeded OR one.statute_exceeded)
FROM measuring_recheck one
JOIN register_place place ON place.area = substring(one.area FROM '^(?:[0-9]{2}/){1,3}[^/]+/')
WHERE one.checked_at >= %(start)s AND one.checked_at < %(end)s AND one.pairing = 'paired' AND one.original_state
GROUP BY 1, 2
"""
INSTRUMENTS = """
SELECT register_county(state.area), place.kind, count(*),
       count(*) FILTER (WHERE state.due_on >= %(on)s)
FROM register_instrumentstate state
JOIN register_instrument instrument ON instrument.id = state.instrument_id
JOIN register_place place ON place.id = instrument.place_id
WHERE state.status = 'in-use'
GROUP BY 1, 2
"""

# How many there are, and of how many of them it is true.
Facts = tuple[Counter[Cell], Counter[Cell]]


def rechecks(month: date) -> Facts:
    """Re-weighings of a month that belong to a purchase, and those beyond a limit."""
    start, end = (datetime(day.year, day.month, 1, tzinfo=SHANGHAI) for day in (month, month + timedelta(days=31)))
    return _asked(RECHECKS, {"start": start, "end": end})


def instruments(on: date) -> Facts:
    """Instruments in use, and those with a verification that holds on the day."""
    return _asked(INSTRUMENTS, {"on": on})


def _asked(sql: str, told: dict[str, object]) -> Facts:
    """Of each county and everything above it."""
    there: Counter[Cell] = Counter()
    true: Counter[Cell] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        for county, kind, n, of_them in cursor.fetchall():
            for area in _line(county):
                there[area, kind] += n
                true[area, kind] += of_them
    return there, true


def _line(area: str) -> list[str]:
    found = [area]
    while area:
        area = above(area)
        found.append(area)
    return found
