"""From what a person typed to a description, and back; what is wrong is said of each field by itself.

A row of a list has fields named as ``nozzles-0-number``; a row that says nothing is left out.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import override

from quanheng.register.kinds import decimals
from quanheng.register.kinds.asked import Field, fields_of
from quanheng.register.kinds.described import Described
from quanheng.register.kinds.unfit import Unfit

Given = Mapping[str, str]
Wrong = dict[str, Unfit]


class DetailsUnfit(ValueError):
    """``wrong`` says what, by the name of the field."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


def read(description: type[Described], given: Given) -> Described:
    """Raises DetailsUnfit with everything that is wrong at once."""
    told, wrong, places = _told(description, given)
    if not wrong:
        made = description(**told)
        # Rows that say nothing were left out: a fault is told of the row as it stood in the form.
        wrong = {places.get(name, name): one for name, one in made.unfit()}
    if wrong:
        raise DetailsUnfit(wrong)
    return made


def _told(description: type[msgspec.Struct], given: Given) -> tuple[dict[str, Any], Wrong, dict[str, str]]:
    told: dict[str, Any] = {}
    wrong: Wrong = {}
    places: dict[str, str] = {}
    for one in fields_of(description):
        if one.sort == "rows":
            told[one.name], places_of_rows = _rows(one, given, wrong)
            places |= places_of_rows
        else:
            told[one.name] = _value(one, one.name, given, wrong)
    return told, wrong, places


def _rows(one: Field, given: Given, wrong: Wrong) -> tuple[tuple[Any, ...], dict[str, str]]:
    """The rows, and under which name each of their fields stood."""
    made: list[Any] = []
    places: dict[str, str] = {}
    numbers: set[str] = set()
    inner = fields_of(one.row)
    for at in _row_numbers(one, given):
        names = {part.name: f"{one.name}-{at}-{part.name}" for part in inner}
        if not any(_plain(given, name) for name in names.values()):
            continue
        told = {part.name: _value(part, names[part.name], given, wrong) for part in inner}
        if not told["number"]:
            wrong.setdefault(names["number"], Unfit("row-number"))
        elif told["number"] in numbers:
            wrong[names["number"]] = Unfit("row-twice")
        numbers.add(told["number"])
        places |= {f"{one.name}-{len(made)}-{part}": name for part, name in names.items()}
        made.append(one.row(**told))
    return tuple(made), places


def _row_numbers(one: Field, given: Given) -> Iterator[int]:
    yield from (at for at in range(one.asked.rows) if any(name.startswith(f"{one.name}-{at}-") for name in given))


def _plain(given: Given, name: str) -> str:
    return given.get(name, "").replace("\0", "").strip()


def _value(one: Field, name: str, given: Given, wrong: Wrong) -> Any:
    """The default where nothing was said, or what was said does not fit."""
    said = _plain(given, name)
    value = parsed(one, said) if said else one.default
    if isinstance(value, Unfit):
        wrong[name] = value
        return one.default
    return value


def parsed(one: Field, said: str) -> Any:
    """The value that stands in a field, or why it does not fit."""
    if one.sort == "whole":
        return _whole(one, said)
    if one.sort == "day":
        return _day(said)
    if one.sort == "choice":
        return _choice(one, said)
    if len(said) > one.asked.characters:
        return Unfit("detail-long", {"most": one.asked.characters})
    return Unfit("row-sign") if one.name == "number" and set(said) & set("/;；") else said


def _whole(one: Field, said: str) -> int | Unfit:
    asked = one.asked
    try:
        number = decimals.read(said, asked.decimals)
    except ValueError:
        return Unfit("number", {"decimals": asked.decimals})
    if asked.least <= number <= asked.most:
        return number
    ends = {
        "least": decimals.written(asked.least, asked.decimals),
        "most": decimals.written(asked.most, asked.decimals),
    }
    return Unfit("range", {**ends, "unit": asked.unit})


def _day(said: str) -> date | Unfit:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return Unfit("day")


def _choice(one: Field, said: str) -> str | Unfit:
    """By its key, or by the word that people read in either language."""
    for key, word in one.asked.choices.items():
        if said in (key, str(word)) or said in _in_every_language(word):
            return key
    return Unfit("detail-choice", {"known": "、".join(str(word) for word in one.asked.choices.values())})


def _in_every_language(word: str | Promise) -> list[str]:
    told = []
    for language in ("zh-hans", "en"):
        with override(language):
            told.append(str(word))
    return told


def typed(described: msgspec.Struct, prefix: str = "") -> dict[str, str]:
    """What a form shows of a description; read again it gives the same."""
    told: dict[str, str] = {}
    for one in fields_of(type(described)):
        value = getattr(described, one.name)
        if one.sort == "rows":
            for at, row in enumerate(value):
                told |= typed(row, f"{prefix}{one.name}-{at}-")
        else:
            told[prefix + one.name] = _typed(one, value)
    return told


def _typed(one: Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    return decimals.written(value, one.asked.decimals) if one.sort == "whole" else str(value)
