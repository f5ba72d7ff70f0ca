"""Read the rows of a workbook or a CSV file one by one, as text; a file made to do harm gets an answer, not memory."""

import codecs
import csv
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from quanheng.register.importing.faults import SheetUnreadable

FILE_BYTES_MAX = 50 * 2**20
# A sheet is streamed; the strings it shares are held at once, several times their size.
UNPACKED_BYTES_MAX = 600 * 2**20
SHARED_BYTES_MAX = 40 * 2**20
COLUMNS_MAX = 200
CELL_CHARACTERS_MAX = 2000
BLOCK = 2**20
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)
Row = tuple[int, list[str]]


def rows(path: Path) -> Iterator[Row]:
    """Every row that is not empty, with its number in the file, from 1. Raises SheetUnreadable."""
    if not path.exists():
        raise SheetUnreadable("gone")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetUnreadable("old-excel")
    told = _of_workbook(path) if start.startswith(b"PK") else _of_text(path)
    for number, cells in told:
        if len(cells) > COLUMNS_MAX:
            raise SheetUnreadable("too-wide")
        if any(len(cell) > CELL_CHARACTERS_MAX for cell in cells):
            raise SheetUnreadable("cell")
        if any(cells):
            yield number, cells


def _of_workbook(path: Path) -> Iterator[Row]:
    try:
        _weigh(path)
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong size into the file
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, _without_tail([_text(value) for value in values[: COLUMNS_MAX * 2]])
    except SheetUnreadable:
        raise
    except BROKEN_WORKBOOK as why:
        raise SheetUnreadable("not-a-workbook") from why


def _weigh(path: Path) -> None:
    """Before anything is unpacked: how large it says it will be, and whether its XML defines things of its own."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        shared = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
        if sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX or shared > SHARED_BYTES_MAX:
            raise SheetUnreadable("unpacks-too-large")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(2048):
                        raise SheetUnreadable("not-a-workbook")


def _of_text(path: Path) -> Iterator[Row]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(BLOCK)
        file.seek(0)
        delimiter = max(",\t;", key=first.count)
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 1):
                yield number, _without_tail([cell.strip() for cell in cells])
        except csv.Error as why:
            raise SheetUnreadable("cell") from why


def _encoding(path: Path) -> str:
    """UTF-8 where every byte of it is; what Windows in China saves otherwise."""
    for encoding in ("utf-8-sig", "gb18030"):
        reader = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while block := file.read(BLOCK):
                    if b"\0" in block:
                        raise SheetUnreadable("not-text")
                    reader.decode(block)
                reader.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetUnreadable("not-text")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
