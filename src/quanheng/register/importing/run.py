"""The importer's work: take a job that waits, read its file chunk by chunk, keep how far it came with every chunk."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from quanheng.register import under_way
from quanheng.register.importing import corrections, kept
from quanheng.register.importing.faults import SheetUnreadable
from quanheng.register.importing.ledger import Ledger, Told
from quanheng.register.importing.ledgers import ledger_of
from quanheng.register.importing.line import Line
from quanheng.register.importing.sheet import Row, rows
from quanheng.register.models import ImportFault, ImportJob

CHUNK_ROWS = 1000
AFTER = {"check": "checked", "load": "done"}


def claim() -> ImportJob | None:
    return under_way.claim(ImportJob.objects.select_related("by"), AFTER)


def work(job: ImportJob, path: Path | None = None, after_chunk: Callable[[], None] = lambda: None) -> None:
    """Check or load, from where the job stands to the end of the file."""
    try:
        ledger = ledger_of(job)
        for chunk in _chunks(job, path or kept.path_of(job)):
            _chunk(job, chunk, ledger)
            after_chunk()
        _finish(job)
    except SheetUnreadable as why:
        ImportJob.objects.filter(pk=job.pk).update(stage="refused", refused_for=why.code, heartbeat_at=None)
    except under_way.Overtaken:
        return


def _chunks(job: ImportJob, path: Path) -> Iterator[tuple[Row, ...]]:
    start = max(job.position, job.headings_row)
    told = (row for row in rows(path) if row[0] > start)
    while chunk := tuple(islice(told, CHUNK_ROWS)):
        yield chunk


@transaction.atomic
def _chunk(job: ImportJob, chunk: tuple[Row, ...], ledger: Ledger) -> None:
    today = localdate()
    lines = [ledger.read(number, cells, today) for number, cells in chunk]
    told = ledger.told(lines)
    if job.stage == "load":
        ledger.enter(told)
    _note(job, lines)
    corrections.keep(told.changes)
    _stand(job, chunk[-1][0], told, len(lines) - len(told.pairs))


def _note(job: ImportJob, lines: list[Line]) -> None:
    ImportFault.objects.bulk_create(
        ImportFault(job=job, row=line.row, column=one.column, code=one.code, value=one.value, facts=one.facts)
        for line in lines
        for one in line.faults
    )


def _stand(job: ImportJob, position: int, told: Told, faulty: int) -> None:
    under_way.stand(
        job,
        position,
        new_rows=F("new_rows") + told.new,
        changed_rows=F("changed_rows") + told.changed,
        known_rows=F("known_rows") + told.known,
        faulty_rows=F("faulty_rows") + faulty,
    )


def _finish(job: ImportJob) -> None:
    under_way.held(job).update(stage=AFTER[job.stage], last_row=job.position, heartbeat_at=None)


def first_rows(path: Path, count: int) -> list[Row]:
    found = list(islice(rows(path), count))
    if not found:
        raise SheetUnreadable("empty")
    return found
