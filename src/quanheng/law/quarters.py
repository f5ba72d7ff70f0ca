"""Quarters of a year, and the days on which they end."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_WRITTEN: Final = re.compile(r"([12][0-9]{3})-?Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter, written 2026-Q3."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def last_day(self) -> date:
        """The day before the next quarter begins."""
        following = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return following - timedelta(days=1)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read "2026-Q3" or "2026Q3"; raises `ValueError` for anything else."""
        written = _WRITTEN.fullmatch(text.strip().upper())
        if written is None:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter a day lies in."""
        return cls(day.year, (day.month + 2) // 3)
