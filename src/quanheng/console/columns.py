"""A drawing of columns, a month each, made with the page: it prints in black and white, and needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, LEFT, TOP = 372, 118, 30, 16


@dataclass(frozen=True)
class Column:
    """``full`` is drawn solid, ``outline`` around it; ``said`` stands above them. None where there is no number."""

    month: date
    left: int
    width: int
    full: int | None
    outline: int | None
    said: str

    @property
    def middle(self) -> int:
        return self.left + self.width // 2

    @property
    def full_top(self) -> int:
        return TOP + HEIGHT - (self.full or 0)

    @property
    def outline_top(self) -> int:
        return TOP + HEIGHT - (self.outline or 0)

    @property
    def said_at(self) -> int:
        return min(self.full_top, self.outline_top) - 3


@dataclass(frozen=True)
class Columns:
    """``lines`` are where to draw one across, and its number."""

    title: object
    columns: list[Column]
    lines: list[tuple[int, str]]
    has_outline: bool

    @property
    def in_words(self) -> str:
        told = [f"{column.month:%Y-%m} {column.said}" for column in self.columns if column.said]
        return f"{self.title}: {', '.join(told)}"


Numbers = Mapping[date, float | int | None]


def columns(title: object, full: Numbers, outline: Numbers | None = None, most: int = 0) -> Columns | None:
    """In the order of ``full``; None where there is no number at all. ``most`` is the top where that is known."""
    known = [n for numbers in (full, outline or {}) for n in numbers.values() if n is not None]
    if not known:
        return None
    top = most or round_top(max(known))
    pitch = WIDTH // max(len(full), 1)
    drawn = [
        Column(
            month,
            LEFT + at * pitch + pitch // 8,
            pitch * 3 // 4,
            _height(n, top),
            _height((outline or {}).get(month), top),
            _said(n, (outline or {}).get(month)),
        )
        for at, (month, n) in enumerate(full.items())
    ]
    return Columns(title, drawn, [(TOP, f"{top:g}"), (TOP + HEIGHT // 2, f"{top / 2:g}")], outline is not None)


def every_month(first: date, last: date) -> list[date]:
    """Also those without a number."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def round_top(most: float) -> int:
    """The next of 2, 4, 10, 20, 40, 100 …: its half is a whole number too."""
    top = 2
    while top < most:
        top = top * 5 // 2 if str(top)[0] == "4" else top * 2
    return top


def _height(n: float | None, top: int) -> int | None:
    return None if n is None else round(min(n, top) * HEIGHT / top)


def _said(full: float | None, outline: float | None) -> str:
    return "–".join(f"{round(n, 1):g}" for n in (full, outline) if n is not None)
