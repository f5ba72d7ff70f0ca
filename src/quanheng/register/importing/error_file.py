"""The rows that could not be taken, as a workbook with what is wrong beside them, to correct and send again."""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from quanheng.register.importing.faults import words
from quanheng.register.importing.kept import path_of
from quanheng.register.importing.ledgers import LEDGERS
from quanheng.register.importing.sheet import rows
from quanheng.register.models import ImportFault, ImportJob
from quanheng.register.unspelled import unspelled


def heading_of(job: ImportJob, field: str) -> str:
    """As the office calls the column; ours where it has none."""
    at = job.mapping.get(field)
    if at is not None:
        return job.headings[at]
    return str(next((one.label for one in LEDGERS[job.ledger].columns if one.name == field), field))


def sentence(job: ImportJob, fault: ImportFault) -> str:
    said = f"{heading_of(job, fault.column)}: {words(fault.code, fault.facts)}"
    return f"{said} ({fault.value})" if fault.value else said


def error_file(job: ImportJob, path: Path | None = None) -> BinaryIO:
    """Open at its beginning; gone when closed."""
    wrong: dict[int, list[str]] = defaultdict(list)
    for fault in job.faults.order_by("row", "pk").iterator():
        wrong[fault.row].append(sentence(job, fault))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Rows to correct"))
    width = len(job.headings)
    sheet.append([unspelled(heading) for heading in job.headings] + [_("Problem")])
    for number, cells in rows(path or path_of(job)):
        if number in wrong:
            told = [unspelled(cell) for cell in cells[:width]] + [""] * (width - len(cells))
            sheet.append([*told, unspelled("; ".join(wrong[number]))])
    file = TemporaryFile()  # noqa: SIM115 -- the answer that sends it closes it
    book.save(file)
    file.seek(0)
    return file
