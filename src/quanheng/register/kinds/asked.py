"""How a field of a kind is asked for: its name for people, the unit they write it in, and what fits there.

A quantity is kept as a whole number of a small unit and written as a decimal of a usual one: 5.5 L/min is kept as
5500 mL/min, and ``decimals`` is the 3 between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec
from django.utils.functional import Promise

Sort = Literal["whole", "text", "choice", "day", "rows"]
MOST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """``least`` and ``most`` are in the unit that is kept; ``called`` are the headings of offices' ledgers."""

    label: Promise
    unit: str = ""
    decimals: int = 0
    least: int = 0
    most: int = MOST
    characters: int = 60
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    called: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a description, or of a row in it; ``row`` is the type of the rows where it has some."""

    name: str
    sort: Sort
    asked: Asked
    row: type[msgspec.Struct] | None = None

    @property
    def default(self) -> object:
        return {"whole": None, "day": None, "rows": ()}.get(self.sort, "")


@cache
def fields_of(description: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields in the order in which people are asked; each is annotated with how."""
    hints = get_type_hints(description, include_extras=True)
    return tuple(_field(name, hints[name]) for name in description.__struct_fields__)


def _field(name: str, hint: Any) -> Field:
    kept, *told = get_args(hint)
    asked = next(one for one in told if isinstance(one, Asked))
    if get_origin(kept) is tuple:
        return Field(name, "rows", asked, get_args(kept)[0])
    if kept is str:
        return Field(name, "choice" if asked.choices else "text", asked)
    return Field(name, "whole" if int in get_args(kept) else "day", asked)
