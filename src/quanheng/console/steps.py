"""A drawing of numbers that stay the same until they change, made with the page: it prints, and needs no script."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True)
class Steps:
    """``lines`` are points of SVG, by the name of their series; the top of the drawing is ``most``."""

    lines: list[tuple[Hashable, str]]
    most: int
    first: date
    last: date


def steps(days: list[date], series: dict[Hashable, list[int]]) -> Steps | None:
    """None for fewer than two days, which are no development."""
    if len(days) < 2:
        return None
    most = max((n for numbers in series.values() for n in numbers), default=0) or 1
    length = (days[-1] - days[0]).days
    across = [(day - days[0]).days * WIDTH // length for day in days]
    lines = [
        (name, _points(across, [HEIGHT - n * HEIGHT // most for n in numbers])) for name, numbers in series.items()
    ]
    return Steps(lines, most, days[0], days[-1])


def _points(across: list[int], down: list[int]) -> str:
    """A number holds until the day it changes: level first, then up or down."""
    told = [(across[0], down[0])]
    for at in range(1, len(across)):
        told += [(across[at], down[at - 1]), (across[at], down[at])]
    return " ".join(f"{x},{y}" for x, y in told)
