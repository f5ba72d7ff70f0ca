"""The importer's work: take a job that waits, read its file chunk by chunk, keep how far it came with every chunk."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from quanheng.register.importing import kept
from quanheng.register.importing.faults import SheetUnreadable
from quanheng.register.importing.ledger import Ledger, Told
from quanheng.register.importing.ledgers import ledger_of
from quanheng.register.importing.line import Line
from quanheng.register.importing.sheet import Row, rows
from quanheng.register.models import ImportFault, ImportJob

CHUNK_ROWS = 1000
# An importer writes a chunk in about a second; one that is silent for so long is dead.
SILENCE = timedelta(seconds=30)
AFTER = {"check": "checked", "load": "done"}


class Overtaken(Exception):
    """Another importer went on with the job meanwhile; what this one did since is not kept."""


def claim() -> ImportJob | None:
    """The oldest job that waits for the importer, or that a dead importer left."""
    free = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now() - SILENCE)
    for job in ImportJob.objects.filter(free, stage__in=AFTER).order_by("pk").select_related("by")[:5]:
        taken = now()
        if ImportJob.objects.filter(free, pk=job.pk, stage=job.stage).update(heartbeat_at=taken):
            job.heartbeat_at = taken
            return job
    return None


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
    except Overtaken:
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
    _stand(job, chunk[-1][0], told, len(lines) - len(told.pairs))


def _note(job: ImportJob, lines: list[Line]) -> None:
    ImportFault.objects.bulk_create(
        ImportFault(job=job, row=line.row, column=one.column, code=one.code, value=one.value, facts=one.facts)
        for line in lines
        for one in line.faults
    )


def _stand(job: ImportJob, position: int, told: Told, faulty: int) -> None:
    """The new position and the rows it stands for are kept together or not at all."""
    beat = now()
    held = ImportJob.objects.filter(pk=job.pk, heartbeat_at=job.heartbeat_at, stage=job.stage).update(
        position=position,
        new_rows=F("new_rows") + told.new,
        changed_rows=F("changed_rows") + told.changed,
        known_rows=F("known_rows") + told.known,
        faulty_rows=F("faulty_rows") + faulty,
        heartbeat_at=beat,
    )
    if not held:
        raise Overtaken
    job.position, job.heartbeat_at = position, beat


def _finish(job: ImportJob) -> None:
    mine = ImportJob.objects.filter(pk=job.pk, heartbeat_at=job.heartbeat_at, stage=job.stage)
    mine.update(stage=AFTER[job.stage], last_row=job.position, heartbeat_at=None)


def first_rows(path: Path, count: int) -> list[Row]:
    found = list(islice(rows(path), count))
    if not found:
        raise SheetUnreadable("empty")
    return found
