"""What is kept of an instrument's own fields, and how people read it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from quanheng.register.kinds import decimals
from quanheng.register.kinds.asked import Field, fields_of
from quanheng.register.kinds.described import Described
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.models import Instrument


def described(instrument: Instrument) -> Described:
    """What is kept of it, typed. Names that its kind does not know are left alone."""
    return msgspec.convert(instrument.details, DESCRIPTIONS[instrument.kind])


def kept(one: Described) -> dict[str, Any]:
    """As ``Instrument.details`` keeps it: plain JSON, without what is not known."""
    return msgspec.json.decode(msgspec.json.encode(one))


# What a page for everybody, or a certificate that anyone may fetch, does not tell.
PRIVATE = ("plate",)


def lines(one: msgspec.Struct, *, to_public: bool = False) -> list[tuple[str, str]]:
    """Label and value of every field that says something, but for lists; to the public not the private ones."""
    fields = [field for field in fields_of(type(one)) if not (to_public and field.name in PRIVATE)]
    told = [(field, getattr(one, field.name)) for field in fields if field.sort != "rows"]
    return [(str(field.asked.label), said(field, value)) for field, value in told if value not in (None, "")]


class Sheet(msgspec.Struct, frozen=True):
    """A list of an instrument, as its nozzles: headings and the words of each row."""

    label: str
    headings: list[str]
    rows: list[list[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell with its heading, which a phone shows beside it."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


def sheets(one: Described) -> list[Sheet]:
    lists = [(field, getattr(one, field.name)) for field in fields_of(type(one)) if field.sort == "rows"]
    return [_sheet(field, rows) for field, rows in lists if rows]


def _sheet(field: Field, rows: tuple[msgspec.Struct, ...]) -> Sheet:
    """Without the columns in which no row says anything."""
    inner = [part for part in fields_of(field.row) if any(said(part, getattr(row, part.name)) for row in rows)]
    headings = [_heading(part) for part in inner]
    cells = [[said(part, getattr(row, part.name), unit=False) or "—" for part in inner] for row in rows]
    return Sheet(str(field.asked.label), headings, cells)


def _heading(field: Field) -> str:
    return f"{field.asked.label} ({field.asked.unit})" if field.asked.unit else str(field.asked.label)


def said(field: Field, value: Any, *, unit: bool = True) -> str:
    """A value in words: a number with its unit, a choice by its name, a list as its rows."""
    if value in (None, ""):
        return ""
    if field.sort == "whole":
        number = decimals.written(value, field.asked.decimals)
        return f"{number} {field.asked.unit}" if unit and field.asked.unit else number
    if field.sort == "choice":
        return str(field.asked.choices.get(value, value))
    return str(value)


def changed(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Label, what it was, what it is, of the fields of a kind that two states of an instrument differ in."""
    known = [field for field in fields_of(DESCRIPTIONS[kind]) if before.get(field.name) != after.get(field.name)]
    return [
        (str(field.asked.label), words(field, before.get(field.name)), words(field, after.get(field.name)))
        for field in known
    ]


def words(field: Field, value: Any) -> str:
    """A value as JSON keeps it, in words; of a list, each row."""
    if field.sort != "rows":
        return said(field, value)
    rows = msgspec.convert(value or [], tuple[field.row, ...])
    inner = fields_of(field.row)
    return "; ".join(" / ".join(said(part, getattr(row, part.name)) or "—" for part in inner) for row in rows)
