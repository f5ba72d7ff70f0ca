"""The fields of a kind of instrument as a form asks for them, and the lists that some kinds have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from django.utils.functional import Promise

from quanheng.register.kinds.asked import Asked, Field, fields_of
from quanheng.register.kinds.table import DESCRIPTIONS

# How many empty rows stand below those that are filled.
BLANK_ROWS = 2


@dataclass(frozen=True)
class Question:
    """``sort`` is text, choice or day; a whole number is typed as text, with its unit beside it."""

    name: str
    label: str | Promise
    value: str = ""
    error: str = ""
    sort: str = "text"
    unit: str = ""
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    characters: int = 60
    required: bool = False
    hint: str | Promise = ""

    @property
    def is_number(self) -> bool:
        return self.sort == "whole"


@dataclass(frozen=True)
class RowsAsked:
    name: str
    label: str | Promise
    headings: list[tuple[str | Promise, str]]
    rows: list[list[Question]]
    has_room: bool


def questions(kind: str, given: Mapping[str, str], errors: Mapping[str, str]) -> list[Question]:
    single = [one for one in fields_of(DESCRIPTIONS[kind]) if one.sort != "rows"]
    return [_question(one, one.name, given, errors) for one in single]


def _question(one: Field, name: str, given: Mapping[str, str], errors: Mapping[str, str]) -> Question:
    asked: Asked = one.asked
    return Question(
        name,
        asked.label,
        given.get(name, ""),
        errors.get(name, ""),
        one.sort,
        asked.unit,
        asked.choices,
        20 if one.sort == "whole" else asked.characters,
    )


def lists(kind: str, given: Mapping[str, str], errors: Mapping[str, str], blank: int = BLANK_ROWS) -> list[RowsAsked]:
    several = [one for one in fields_of(DESCRIPTIONS[kind]) if one.sort == "rows"]
    return [_list(one, given, errors, blank) for one in several]


def _list(one: Field, given: Mapping[str, str], errors: Mapping[str, str], blank: int) -> RowsAsked:
    inner = fields_of(one.row or msgspec.Struct)
    filled = [at for at in range(one.asked.rows) if any(given.get(f"{one.name}-{at}-{part.name}") for part in inner)]
    many = min((filled[-1] + 1 if filled else 0) + blank, one.asked.rows)
    rows = [[_question(part, f"{one.name}-{at}-{part.name}", given, errors) for part in inner] for at in range(many)]
    headings = [(part.asked.label, part.asked.unit) for part in inner]
    return RowsAsked(one.name, one.asked.label, headings, rows, many < one.asked.rows)
