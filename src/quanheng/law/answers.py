"""Answers that people give to a form or score sheet, read strictly: a slip is told with its place and what fits there.

Numbers with decimals arrive as `Decimal` and leave as whole hundredths.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from quanheng.law.wording import in_language

NOT_APPLICABLE: Final = "n/a"
_MOST: Final = 1_000_000_000

Answers = Mapping[str, Any]
"""A form that was filled in, as TOML gives it."""


class BadAnswer(ValueError):
    """An answer that the form does not take. `place` is where it stands, such as `items.patrols.points`."""

    def __init__(self, place: str, expected_zh: str, expected_en: str) -> None:
        super().__init__(f"{place}: {expected_en}")
        self.place = place
        self.expected_zh = expected_zh
        self.expected_en = expected_en

    def explain(self, lang: str) -> str:
        """One sentence for who filled the form in."""
        return in_language(lang, f"{self.place}：{self.expected_zh}。", f"{self.place}: {self.expected_en}.")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a form asks for: a yes or no (perhaps not applicable), a count, words, or points."""

    key: str
    kind: Literal["yes-no", "yes-no-or-none", "count", "words", "points"]
    zh: str
    en: str

    def label(self, lang: str) -> str:
        """What is asked for, in words."""
        return in_language(lang, self.zh, self.en)

    def read(self, place: str, value: object) -> bool | int | str:
        """The answer, checked; raises `BadAnswer`. Points are read by `hundredths`, which knows how many there are."""
        if self.kind == "count":
            return count(place, value)
        if self.kind == "words":
            return words(place, value)
        return yes_or_no(place, value, none_allowed=self.kind == "yes-no-or-none")


def read_answers(text: str) -> dict[str, Any]:
    """Parse a filled form; raises `BadAnswer` for what is not TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as wrong:
        raise BadAnswer("TOML", f"文件不是有效的 TOML（{wrong}）", f"the file is not valid TOML ({wrong})") from wrong


def table(place: str, value: object) -> Mapping[str, Any]:
    """A table of answers; raises `BadAnswer` for anything else."""
    if not isinstance(value, Mapping):
        raise BadAnswer(place, "应为一个表，如 [items.…]", "a table was expected, such as [items.…]")
    return value


def known_keys(place: str, row: Collection[str], known: Collection[str]) -> None:
    """Refuse a key that the form does not have: a misspelt one would silently count as no answer."""
    for key in row:
        if key not in known:
            zh, en = f"没有这一项，可填：{'、'.join(known)}", f"no such entry; there may be {', '.join(known)}"
            raise BadAnswer(f"{place}.{key}" if place else key, zh, en)


def yes_or_no(place: str, value: object, *, none_allowed: bool = False) -> bool | str:
    """True, false, or "n/a" where that is allowed; raises `BadAnswer`."""
    if isinstance(value, bool) or (none_allowed and value == NOT_APPLICABLE):
        return value
    either = (" 或 “n/a”（不适用）", ' or "n/a"') if none_allowed else ("", "")
    raise BadAnswer(place, f"应为 true（是）、false（否）{either[0]}", f"true or false{either[1]} was expected")


def count(place: str, value: object) -> int:
    """A whole number from nought up; raises `BadAnswer`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise BadAnswer(place, "应为不小于 0 的整数", "a whole number from 0 up was expected")
    return value


def words(place: str, value: object) -> str:
    """Some text, trimmed; raises `BadAnswer`."""
    if not isinstance(value, str):
        raise BadAnswer(place, "应为带引号的文字", "text in quotation marks was expected")
    return value.strip()


def hundredths(place: str, value: object, most: int) -> int:
    """Points from nought to `most` hundredths, as whole hundredths; raises `BadAnswer`.

    A binary float is refused: 0.1 + 0.2 of a point must be 0.3.
    """
    exact = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    # The bounds come first: a number of a million digits is never multiplied out.
    if isinstance(exact, Decimal) and exact.is_finite() and 0 <= exact <= Decimal(most).scaleb(-2):
        nearest = exact.quantize(Decimal("0.01"))
        if nearest == exact:
            return int(nearest.scaleb(2))
    full = points_text(most)
    raise BadAnswer(
        place,
        f"应为 0 至 {full} 的分值，最多两位小数",
        f"points from 0 to {full} with at most two decimals were expected",
    )


def points_text(points_hundredths: int) -> str:
    """Hundredths of a point as people write them: 650 is "6.5", 600 is "6"."""
    whole, part = divmod(abs(points_hundredths), 100)
    digits = f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{digits}" if points_hundredths < 0 else digits
