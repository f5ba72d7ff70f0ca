"""Any list as a file: the rows that the page's filters show, all leaves of them, as CSV or as a workbook.

A list is its own export at ``?as=csv`` and ``?as=xlsx``: the same address, gate, area and filters. The rows go out
chunk by chunk, found by key like the leaves of the page: memory stays flat, no query is long, and no connection to the
database is held while a slow line takes its time. A file that breaks off is never ended properly, so that a browser
reports a failed download instead of keeping half a list.
"""

import csv
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connection
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from quanheng.console.leaf import Leaves
from quanheng.console.narrowed import filters
from quanheng.console.printed import filters_told
from quanheng.console.workbook import ROWS_MAX, Cell, workbook
from quanheng.people.taking_away import taken_away
from quanheng.register.area_names import name_of_area
from quanheng.register.unspelled import unspelled

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Spreadsheet programs take a CSV file for UTF-8 only if it begins so.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
log = logging.getLogger(__name__)


class TooSlow(Exception):
    """The file took longer than ``settings.EXPORT_SECONDS``; what was sent of it is broken off."""


@dataclass(frozen=True)
class Column:
    """A heading, in the reader's language, and what stands below it."""

    heading: object
    read: Callable[[Any], Cell]


@dataclass(frozen=True)
class Sheet:
    """``name`` names the file and stands on the audit trail."""

    name: str
    title: object
    columns: tuple[Column, ...]


def is_asked(request: HttpRequest) -> bool:
    return request.method == "GET" and request.GET.get("as") in TYPES


def answer(request: HttpRequest, sheet: Sheet, chunks: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """The list as the file that was asked for. ``chunks`` are what the columns read."""
    written_as = request.GET["as"]
    if written_as == XLSX and isinstance(chunks, Leaves) and chunks.outgrow(ROWS_MAX):
        return render(request, "console/too_long.html", {"sheet": sheet, "most": ROWS_MAX}, status=422)
    made = _File(request, sheet, written_as, chunks, translation.get_language() or "zh-hans")
    parts = made.parts()
    sent = made.sent_later(parts) if isinstance(request, ASGIRequest) else made.sent(parts)
    response = StreamingHttpResponse(sent, content_type=TYPES[written_as])
    response["Content-Disposition"] = content_disposition_header(True, made.file_name())
    response["Cache-Control"] = "private, no-store"
    # A proxy that gathers the answer first would wait for the whole of it.
    response["X-Accel-Buffering"] = "no"
    return response


@dataclass
class _File:
    request: HttpRequest
    sheet: Sheet
    written_as: str
    chunks: Iterable[Sequence[Any]]
    language: str
    rows: int = 0
    whole: bool = False
    begun: float = field(default_factory=monotonic)

    def file_name(self) -> str:
        user = self.request.user
        return f"{self.sheet.title}-{name_of_area(user.area)}-{timezone.localdate()}.{self.written_as}"

    def sent(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from parts
            self.whole = True
        finally:
            self._tell()

    async def sent_later(self, parts: Iterator[bytes]) -> AsyncIterator[bytes]:
        """In the request's own thread, a part at a time; when the reader goes away, nothing more is asked for."""
        try:
            while (part := await sync_to_async(next)(parts, None)) is not None:
                yield part
            self.whole = True
        finally:
            await sync_to_async(self._tell)()

    def _tell(self) -> None:
        taken_away(
            self.sheet.name,
            by=self.request.user,
            address=self.request.META.get("REMOTE_ADDR"),
            asked=filters(self.request),
            written_as=self.written_as,
            rows=self.rows,
            whole=self.whole,
        )

    def parts(self) -> Iterator[bytes]:
        headings = [str(column.heading) for column in self.sheet.columns]
        if self.written_as == XLSX:
            about = _("About this file"), self._about()
            return workbook(str(self.sheet.title), headings, self._written(), about)
        return _csv(headings, self._written())

    def _written(self) -> Iterator[list[list[Cell]]]:
        """Cells, chunk by chunk. The language is set anew for each, as the thread serves others in between."""
        chunks = iter(self.chunks)
        while True:
            with translation.override(self.language):
                chunk = next(chunks, None)
                if chunk is None:
                    return
                cells = [[column.read(row) for column in self.sheet.columns] for row in chunk]
            _give_back_the_connection()
            self.rows += len(cells)
            if monotonic() - self.begun > settings.EXPORT_SECONDS:
                log.warning("export of %s broken off after %s rows", self.sheet.name, self.rows)
                raise TooSlow
            yield cells

    def _about(self) -> list[list[str]]:
        """Who took it away, when, and what of."""
        user = self.request.user
        at = timezone.localtime().strftime("%Y-%m-%d %H:%M:%S")
        told = [[_("About this file"), ""], [_("List"), str(self.sheet.title)], [_("Area"), name_of_area(user.area)]]
        told += [[_("Exported by"), f"{user.name} ({user.username})"], [_("Exported at"), at]]
        return told + [[_("Filter"), f"{name}: {said}"] for name, said in filters_told(self.request)]


def _give_back_the_connection() -> None:
    """To the pool, until the next chunk is asked for; not from within somebody's transaction."""
    if not connection.in_atomic_block:
        close_old_connections()


def _csv(headings: list[str], chunks: Iterable[list[list[Cell]]]) -> Iterator[bytes]:
    yield MARK + _lines([headings])
    for chunk in chunks:
        yield _lines(chunk)


def _lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[_plain(cell) for cell in row] for row in rows])
    return text.getvalue().encode()


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return int(cell)
    return unspelled(cell) if cell else ""
