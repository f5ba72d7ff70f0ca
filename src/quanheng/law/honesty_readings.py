"""How the unclear places of the score sheets are read: named settings, each with its choices, the first of them ours.

Reasons: docs/adr/0010-unclear-places-of-the-score-sheets.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from quanheng.law.answers import BadAnswer, known_keys, table
from quanheng.law.tables import load
from quanheng.law.wording import in_language


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read an unclear place."""

    key: str
    zh: str
    en: str

    def label(self, lang: str) -> str:
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A place that the text leaves open, and the ways to read it; the first is taken where nobody chooses."""

    key: str
    zh: str
    en: str
    choices: tuple[Choice, ...]

    def label(self, lang: str) -> str:
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading chosen for each unclear place, by its key."""

    each_time: str
    below_threshold: str
    no_disputes: str
    rounding: str

    def as_dict(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@cache
def unclear_places() -> Mapping[str, Unclear]:
    """Every unclear place on file."""
    return MappingProxyType({key: _unclear(key, row) for key, row in load("honesty_readings").items()})


def _unclear(key: str, row: Mapping[str, Any]) -> Unclear:
    choices = tuple(Choice(name, **words) for name, words in row["choices"].items())
    return Unclear(key, row["zh"], row["en"], choices)


def readings_from(chosen: object) -> Readings:
    """The readings a filled sheet asks for, ours where it asks for none; raises `BadAnswer`."""
    row = table("readings", chosen)
    known_keys("readings", row, unclear_places())
    return Readings(**{key: _choice(place, row) for key, place in unclear_places().items()})


def _choice(place: Unclear, row: Mapping[str, object]) -> str:
    offered = [choice.key for choice in place.choices]
    chosen = row.get(place.key, offered[0])
    if chosen not in offered:
        listed = ", ".join(f'"{key}"' for key in offered)
        raise BadAnswer(f"readings.{place.key}", f"应为其中之一：{listed}", f"one of {listed} was expected")
    return str(chosen)
