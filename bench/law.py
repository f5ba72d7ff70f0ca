"""Judgements of weighed retail goods: one at a time with clause and reasons, and whole arrays for screening.

Both judge the same invented weighings, in turn, several rounds in one run, and have to agree. Time is that of the one
core that was used, not of waiting for it; still only the ratios are worth quoting from a shared machine. The last line
is JSON: how many array judgements are made in the time of a single one, the share of its 20 µs that a single one took,
and how many times 5 million a second the arrays reach, with the errors of the checks given and worked out.
"""

import argparse
import json
import statistics
import time
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from quanheng.law.goods import GOODS
from quanheng.law.instruments import Intervals
from quanheng.law.methods import METHODS
from quanheng.law.retail import judge
from quanheng.law.retail_arrays import GOODS_CODES, METHOD_CODES, Judgements, checks_by, judge_arrays

SCALE = Intervals.parse("15kg/5g,30kg/10g")
FIRST_DAY, DAYS = date(2022, 1, 1), 1800  # before and after the group standard
NOT_FOOD = {"gold", "silver", "live-poultry", "live-fish", "water-soaked"}
SINGLE_GOAL_US, ARRAYS_GOAL_S = 20.0, 5e6


class Weighings(NamedTuple):
    goods: np.ndarray
    price: np.ndarray
    settled: np.ndarray
    actual: np.ndarray
    method: np.ndarray
    on: np.ndarray


def invented(size: int) -> Weighings:
    """Food up to 5 kg, so that every question has an answer; mostly on a check scale, mostly a little short."""
    random = np.random.default_rng(4)
    settled = random.integers(40, 1001, size) * 5000
    shares = [0.15 if way.checked_by == "weights" else 0.425 for way in METHODS.values()]
    return Weighings(
        random.choice([GOODS_CODES[key] for key in GOODS if key not in NOT_FOOD], size).astype(np.int8),
        random.integers(200, 15_000, size),
        settled,
        np.maximum(settled - random.integers(-10, 40, size) * 5000, 0),
        random.choice(list(METHOD_CODES.values()), size, p=shares).astype(np.int8),
        np.datetime64(FIRST_DAY) + random.integers(0, DAYS, size),
    )


def singly(rows: list[tuple]) -> tuple[float, int, int]:
    """Seconds, and how many exceeded the market rule and the statute."""
    market = statute = 0
    started = time.process_time()
    for goods, price, settled, actual, method, on in rows:
        answer = judge(
            goods=goods, price_fen_per_kg=price, settled_mg=settled, actual_mg=actual, method=method,
            check_scale=SCALE, on=on,
        )  # fmt: skip
        market += answer.market_rule.exceeded is True
        statute += answer.statute.exceeded is True
    return time.process_time() - started, market, statute


def at_once(made: Weighings) -> tuple[float, float, Judgements]:
    """Seconds with the errors of the checks given, and with them worked out."""
    started = time.process_time()
    errors, admitted = checks_by(made.method, made.settled, made.actual, SCALE)
    checked = time.process_time()
    found = judge_arrays(
        goods=made.goods, price_fen_per_kg=made.price, settled_mg=made.settled, actual_mg=made.actual,
        method=made.method, on=made.on, check_error_ug=errors, check_admitted=admitted,
    )  # fmt: skip
    ended = time.process_time()
    return ended - checked, ended - started, found


def as_rows(made: Weighings, size: int) -> list[tuple]:
    """The first weighings as `judge` takes them."""
    goods, methods = list(GOODS), list(METHODS)
    return [
        (goods[kind], price, settled, actual, methods[way], on)
        for kind, price, settled, actual, way, on in zip(*(one[:size].tolist() for one in made), strict=True)
    ]


def measure(rounds: int, size: int, singles: int) -> list[tuple[float, float, float]]:
    """Microseconds of one judgement: singly, in arrays, in arrays with the errors of the checks."""
    made = invented(size)
    rows = as_rows(made, singles)
    singly(rows[:1000]), at_once(made)  # reads the tables, which is not counted
    times = []
    for _ in range(rounds):
        seconds, market, statute = singly(rows)
        given, worked_out, found = at_once(made)
        counts = [int((one[:singles] == 1).sum()) for one in (found.market_exceeded, found.statute_exceeded)]
        assert counts == [market, statute], f"{counts} at once, {[market, statute]} singly"
        times.append((seconds / singles * 1e6, given / size * 1e6, worked_out / size * 1e6))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=1_000_000, help="weighings in the arrays")
    parser.add_argument("--singles", type=int, default=20_000, help="how many of them are judged singly besides")
    chosen = parser.parse_args()
    times = measure(chosen.rounds, chosen.size, min(chosen.singles, chosen.size))
    last_day = FIRST_DAY + timedelta(days=DAYS - 1)
    print(f"{chosen.size:,} weighings from {FIRST_DAY} to {last_day}, one core")
    print(f"{'round':>5} {'singly µs':>10} {'arrays µs':>10} {'arrays /s':>12} {'ratio':>7} {'with checks /s':>15}")
    for number, (single, given, worked_out) in enumerate(times, 1):
        a_second, with_checks = 1e6 / given, 1e6 / worked_out
        ratio = single / given
        print(f"{number:>5} {single:>10.2f} {given:>10.4f} {a_second:>12,.0f} {ratio:>7,.0f} {with_checks:>15,.0f}")
    single, given, worked_out = (statistics.median(column) for column in zip(*times, strict=True))
    print(
        json.dumps(
            {
                "arrays_to_single": round(statistics.median(one / many for one, many, _ in times)),
                "arrays_with_checks_to_single": round(statistics.median(one / many for one, _, many in times)),
                "single_to_goal": round(single / SINGLE_GOAL_US, 3),
                "arrays_to_goal": round(1e6 / given / ARRAYS_GOAL_S, 2),
                "arrays_with_checks_to_goal": round(1e6 / worked_out / ARRAYS_GOAL_S, 2),
                "single_us": round(single, 2),
                "arrays_us": round(given, 4),
                "rounds": chosen.rounds,
            }
        )
    )


if __name__ == "__main__":
    main()
