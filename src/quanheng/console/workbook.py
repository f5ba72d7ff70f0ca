"""A workbook written as it is sent: no row is held longer than its chunk, and nothing waits for the last one.

Spreadsheet libraries write the whole workbook before the first byte leaves; the parts of the format that a plain table
needs are few (ECMA-376, inline strings), so they are written here. tests/console/test_export.py reads them back.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from unicodedata import east_asian_width
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from quanheng.register.unspelled import unspelled

Cell = str | int | date | None
# What any spreadsheet program takes into one sheet, less the row of headings.
ROWS_MAX = 1_048_575
CHARACTERS_MAX = 32_767
NUMBER_MAX = 10**15
FIRST_DAY = date(1899, 12, 30)
WIDTH_LEAST, WIDTH_MOST, SAMPLED = 8, 48, 100
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PLAIN, BOLD, DAY, MOMENT = range(4)


class _Outbox:
    """A file that cannot be sought in: what was written to it is taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        return

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def workbook(
    title: str, headings: Sequence[str], chunks: Iterable[Sequence[Sequence[Cell]]], about: tuple[str, list[list[str]]]
) -> Iterator[bytes]:
    """One sheet of rows below bold headings, and after it one that says what the file is."""
    outbox = _Outbox()
    # The modules of spreadsheet programs refuse no zip without seeking, which is what writing into a pipe makes.
    with ZipFile(outbox, "w", ZIP_DEFLATED, compresslevel=4) as book:  # type: ignore[arg-type]
        for name, text in _frame(title, about[0]):
            book.writestr(name, HEAD + text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for text in _sheet(headings, chunks):
                sheet.write(text.encode())
                if piece := outbox.taken():
                    yield piece
        book.writestr("xl/worksheets/sheet2.xml", "".join(_sheet(about[1][0], [about[1][1:]])))
    yield outbox.taken()


def _sheet(headings: Sequence[str], chunks: Iterable[Sequence[Sequence[Cell]]]) -> Iterator[str]:
    told = iter(chunks)
    first = next(told, [])
    yield HEAD + f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    yield f"<cols>{_widths([headings, *first[:SAMPLED]])}</cols><sheetData>{_row(headings, BOLD)}"
    yield "".join(map(_row, first))
    for chunk in told:
        yield "".join(map(_row, chunk))
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[Cell], style: int = PLAIN) -> str:
    return f"<row>{''.join([_cell(cell, style) for cell in cells])}</row>"


def _cell(cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, datetime):
        local = timezone.localtime(cell)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'<c s="{MOMENT}"><v>{(local.date() - FIRST_DAY).days + seconds / 86400:.8f}</v></c>'
    if isinstance(cell, date):
        return f'<c s="{DAY}"><v>{(cell - FIRST_DAY).days}</v></c>'
    if isinstance(cell, int) and abs(cell) < NUMBER_MAX:
        return f"<c><v>{cell:d}</v></c>"
    text = escape(unspelled(str(cell))[:CHARACTERS_MAX])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _widths(rows: Sequence[Sequence[Cell]]) -> str:
    """Wide enough for what the first rows say; a Chinese character is two wide."""
    said = []
    for number, column in enumerate(zip(*rows, strict=True), 1):
        widest = max(19 if isinstance(cell, datetime) else _width(str(cell or "")) for cell in column)
        width = min(max(widest + 2, WIDTH_LEAST), WIDTH_MOST)
        said.append(f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>')
    return "".join(said)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text[:WIDTH_MOST])


def _frame(title: str, about: str) -> Iterator[tuple[str, str]]:
    """What stands around the sheets: names, styles, and which part is which."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
    parts += [(f"worksheets/sheet{number}.xml", "worksheet") for number in (1, 2)]
    told = "".join(f'<Override PartName="/xl/{name}" ContentType="{kinds}.{kind}+xml"/>' for name, kind in parts)
    plain = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    plain += '<Default Extension="xml" ContentType="application/xml"/>'
    yield "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{plain}{told}</Types>'
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    related = [("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml")]
    yield "xl/_rels/workbook.xml.rels", _relations(related)
    sheets = "".join(
        f'<sheet name="{_sheet_name(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate((title, about), 1)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    yield "xl/styles.xml", _styles()


def _relations(told: list[tuple[str, str]]) -> str:
    one = '<Relationship Id="rId{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    said = "".join(one.format(number, kind, target) for number, (kind, target) in enumerate(told, 1))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{said}</Relationships>'


def _sheet_name(name: str) -> str:
    """At most 31 characters, none of those that spreadsheet programs refuse."""
    return escape("".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31], {'"': "&quot;"})


def _styles() -> str:
    formats = '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    formats += '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    used = ((0, 0), (0, 1), (164, 0), (165, 0))
    cells = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number, font in used
    )
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="2">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/>'
        '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
        'patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf '
        'numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(used)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
