"""The errors that weekly checks found, drawn over time between the limits of the law; it prints as it shows."""

from dataclasses import dataclass
from datetime import datetime

from quanheng.law.units import format_mass
from quanheng.measuring.models import WeeklyCheck
from quanheng.register.legal_day import legal_day

WIDTH, HEIGHT, MARGIN = 640, 150, 12


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    passed: bool
    said: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Heights in a square of WIDTH by HEIGHT; errors are in shares of the limit of their own check."""

    dots: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT
    upper: int = HEIGHT // 4
    middle: int = HEIGHT // 2
    lower: int = HEIGHT - HEIGHT // 4


def drawing(latest_first: list[WeeklyCheck]) -> Drawing | None:
    """None where one could not see a course yet."""
    if len(latest_first) < 2:
        return None
    checks = latest_first[::-1]
    first, last = checks[0].checked_at, checks[-1].checked_at
    seconds = max(int((last - first).total_seconds()), 1)
    return Drawing([dot for check in checks for dot in _dots(check, _across(check, first, seconds))])


def _across(check: WeeklyCheck, first: datetime, seconds: int) -> int:
    passed = int((check.checked_at - first).total_seconds())
    return MARGIN + passed * (WIDTH - 2 * MARGIN) // seconds


def _dots(check: WeeklyCheck, x: int) -> list[Dot]:
    day = legal_day(check.checked_at).isoformat()
    errors = [reading - check.load_mg for reading in check.readings_mg]
    return [
        Dot(x, _height(error, check.judgement["mpe_ug"]), check.passed, f"{day} {format_mass(error)}")
        for error in errors
    ]


def _height(error_mg: int, mpe_ug: int) -> int:
    """The limit lies half way to the edge; what is far beyond it stays on the edge."""
    y = HEIGHT // 2 - error_mg * 1000 * (HEIGHT // 4) // mpe_ug
    return min(max(y, MARGIN // 2), HEIGHT - MARGIN // 2)
