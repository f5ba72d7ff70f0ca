"""A maker's delivery list as JSON, workbook or CSV: every row is read, every problem told, none entered by half."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.register.importing import sheet
from quanheng.register.importing.faults import FILE_WORDS, SheetUnreadable
from quanheng.register.making.delivery_row import FIELDS, HEADINGS, Produced, first_wrong, read

ROWS_MAX = 5000
BYTES_MAX = 8 * 2**20
FAULTS_SHOWN = 50


@dataclass
class Listed:
    """``faults`` are row numbers with what is wrong there."""

    rows: list[Produced] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def take(pieces: Iterable[bytes], today: date) -> Listed:
    """Raises ValidationError where the file as a whole cannot be read."""
    content = b""
    for piece in pieces:
        content += piece
        if len(content) > BYTES_MAX:
            raise ValidationError({"list": _("The list is larger than 8 MB; send it in parts.")})
    listed, seen = Listed(), {}
    for number, given in _rows(content):
        if number > ROWS_MAX + 1:
            raise ValidationError({"list": _("At most %(most)d scales at once.") % {"most": ROWS_MAX}})
        _add(listed, seen, number, given, today)
    if not listed.rows and not listed.faults:
        raise ValidationError({"list": str(FILE_WORDS["empty"])})
    return listed


def _add(listed: Listed, seen: dict[Any, int], number: int, given: Mapping[str, Any], today: date) -> None:
    try:
        row = read(given, today)
        before = seen.setdefault(row.identity, number)
        if before != number:
            raise ValidationError({"serial": _("It stands in row %(row)d already.") % {"row": before}})
        listed.rows.append(row)
    except ValidationError as wrong:
        listed.faults.append((number, first_wrong(wrong)))


def _rows(content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return _of_json(content) if content.lstrip()[:1] in (b"[", b"{") else _of_sheet(content)


def _of_json(content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """A list of objects, or one that holds it as "instruments"; numbered from 1."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise ValidationError({"list": _("This is no JSON that can be read.")}) from None
    rows = told.get("instruments") if isinstance(told, dict) else told
    if not isinstance(rows, list):
        raise ValidationError({"list": _("Expected a list of scales, or an object with the list “instruments”.")})
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise ValidationError({"list": _("Row %(row)d is no object.") % {"row": number}})
        yield number, {HEADINGS[name]: value for name, value in row.items() if name in HEADINGS}


def _of_sheet(content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The first row has the headings, Chinese or as in JSON."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "list"
        file.write_bytes(content)
        try:
            told = iter(sheet.rows(file))
            _number, cells = next(told, (0, []))
            columns = {at: HEADINGS[said] for at, cell in enumerate(cells) if (said := _heading(cell)) in HEADINGS}
            if missing := [one.heading for one in FIELDS if one.must and one.name not in columns.values()]:
                raise ValidationError({"list": _("Columns missing: %(names)s") % {"names": "、".join(missing)}})
            for number, row in told:
                yield number, {name: row[at] if at < len(row) else "" for at, name in columns.items()}
        except SheetUnreadable as why:
            raise ValidationError({"list": str(FILE_WORDS[why.code])}) from None


def _heading(cell: str) -> str:
    return cell.strip().removesuffix("（必填）")
