"""When the housings of scales are opened: one a day in the city, for an honest repair; and rarely one by stealth."""

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from quanheng.simulator.chance import chance
from quanheng.simulator.load_cell import DAY_MS, SHANGHAI_MS

SOONEST_MS = 90_000
# The first day of a city shows a scale that is unlocked without authorisation, and then one day in ten.
STEALTH_SOONEST_MS, STEALTH_DAYS = 150_000, 10
NEVER_MS = 2**53


class Opening(NamedTuple):
    """``is_forced``: who opens it unlocks it with a service code, and asks nobody."""

    at_ms: int
    is_forced: bool = False


NEVER = Opening(NEVER_MS)


def never() -> Iterator[Opening]:
    while True:
        yield NEVER


def openings(seed: int, start_ms: int, stall: dict[str, Any], *, first_day: bool) -> Iterator[Opening]:
    """Of the scale of one stall, in order of time, from ``start_ms`` on for a year; then never more."""
    today = (start_ms + SHANGHAI_MS) // DAY_MS
    yield from sorted(_of_today(seed, today, stall, start_ms, first_day=first_day))
    for day in range(today + 1, today + 366):
        yield from sorted(_of_day(seed, day, stall))
    yield from never()


def _of_today(seed: int, day: int, stall: dict[str, Any], start_ms: int, *, first_day: bool) -> Iterator[Opening]:
    """On the day that somebody begins to look, the story of the day begins soon."""
    if _is_chosen(chance(seed, "housing", day), stall):
        yield Opening(start_ms + SOONEST_MS)
    if first_day and _is_chosen(chance(seed, "stealth", day), stall):
        yield Opening(start_ms + STEALTH_SOONEST_MS, is_forced=True)


def _of_day(seed: int, day: int, stall: dict[str, Any]) -> Iterator[Opening]:
    if _is_chosen(draw := chance(seed, "housing", day), stall):
        yield Opening(_in_the_day(day, draw))
    if day % STEALTH_DAYS == 0 and _is_chosen(draw := chance(seed, "stealth", day), stall):
        yield Opening(_in_the_day(day, draw), is_forced=True)


def _is_chosen(draw: Random, stall: dict[str, Any]) -> bool:
    market, number = draw.choice((1, 2)), draw.randrange(1, 31)
    return str(stall["area"]).endswith(f"m{market:03d}/s{number:03d}/")


def _in_the_day(day: int, draw: Random) -> int:
    """Between nine and five."""
    return day * DAY_MS - SHANGHAI_MS + draw.randrange(9 * 3_600_000, 17 * 3_600_000)
