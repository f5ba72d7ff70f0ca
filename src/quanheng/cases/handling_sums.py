"""Figures of handling that can be added up: counts, and how many complaints took how many days."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from itertools import accumulate

from quanheng.cases.handling_course import Course
from quanheng.cases.models import HandlingFigures

STEPS = ("decide", "mediate", "pay", "end", "recover")
# What took longer is told as this many days, so that one lost complaint makes no list of ten thousand numbers.
DAYS_MOST = 999


@dataclass
class Sums:
    lodged: int = 0
    ended: int = 0
    remedied: int = 0
    decided: int = 0
    decided_in_time: int = 0
    mediated: int = 0
    mediated_in_time: int = 0
    rated: int = 0
    stars: int = 0
    days: dict[str, Counter[int]] = field(default_factory=lambda: {step: Counter() for step in STEPS})

    def enter(self, one: Course, *, ended: bool, stars: int | None) -> None:
        self.lodged += 1
        self.ended += ended
        self.remedied += one.remedied
        self.decided += one.decided_in_time is not None
        self.decided_in_time += one.decided_in_time is True
        self.mediated += one.mediated_in_time is not None
        self.mediated_in_time += one.mediated_in_time is True
        self.rated += stars is not None
        self.stars += stars or 0
        for step, days in one.days.items():
            self.days[step][min(max(days, 0), DAYS_MOST)] += 1

    def add(self, row: HandlingFigures) -> None:
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(row, name))
        for step in STEPS:
            self.days[step].update({days: n for days, n in enumerate(getattr(row, f"{step}_days")) if n})

    def columns(self) -> dict[str, int | list[int]]:
        """As they stand in the table."""
        return {name: getattr(self, name) for name in COUNTS} | {f"{step}_days": self._list(step) for step in STEPS}

    def _list(self, step: str) -> list[int]:
        counted = self.days[step]
        return [counted[days] for days in range(max(counted, default=-1) + 1)]

    def took(self, step: str) -> int:
        """How many took the step."""
        return self.days[step].total()

    def within(self, step: str, per_cent: int) -> int | None:
        """In how many days so many of a hundred had taken it; None where nobody had."""
        counted = sorted(self.days[step].items())
        reached = zip(counted, accumulate(n for _, n in counted), strict=True)
        return next((days for (days, _), n in reached if n * 100 >= self.took(step) * per_cent), None)

    @property
    def mean_stars(self) -> float | None:
        return self.stars / self.rated if self.rated else None


COUNTS = tuple(one.name for one in fields(Sums) if one.name != "days")


def together(rows: Iterable[HandlingFigures]) -> Sums:
    sums = Sums()
    for row in rows:
        sums.add(row)
    return sums
