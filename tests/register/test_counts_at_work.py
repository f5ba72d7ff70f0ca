"""The counts of the register while ledgers come in, people record, and the night folds, all at once."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from quanheng.register import ledgers, replacement
from quanheng.register.importing import jobs, run
from quanheng.register.models import ImportJob, Instrument, InstrumentEvent
from quanheng.register.record import Report, record
from tests.cast import Cast, assemble, noon_of
from tests.register.test_counts import counted, recounted

pytestmark = pytest.mark.requirement("T4-5.3.2.2", "N25-3.5", "QH-durable")
TODAY = date(2026, 11, 20)
HEADINGS = ("器具名称", "型号规格", "出厂编号", "生产厂家", "使用地点", "检定日期", "有效期至", "证书编号")


def ledger(numbers: range) -> bytes:
    text = StringIO()
    rows = [
        ("电子计价秤", "ACS-15", f"B{n}", "虚构衡器厂", "晨光农贸市场", f"2026-0{n % 6 + 1}-02", "2027-01-01", f"Z-{n}")
        for n in numbers
    ]
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode()


def checked(cast: Cast, content: bytes) -> ImportJob:
    job = jobs.send(cast.people["dongping"], "台账.csv", [content])
    jobs.check(job, job.mapping)
    run.work(run.claim())
    job.refresh_from_db()
    return job


def at_once(*works: object) -> None:
    def closing(work: object) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=closing, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.mark.django_db(transaction=True)
def test_ledgers_people_and_the_night_at_once(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two offices' ledgers with some of the same scales, a person who stops and resumes one of them, the fold of the
    night and the history of the day: the sums are a recount, and no event is lost."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(run, "CHUNK_ROWS", 10)
    cast = assemble()
    first = checked(cast, ledger(range(20)))
    jobs.load(first, cast.people["dongping"])
    run.work(run.claim())
    scale = Instrument.objects.get(serial="B3")
    again, new = checked(cast, ledger(range(40))), checked(cast, ledger(range(100, 140)))
    for job in (again, new):
        jobs.load(job, cast.people["dongping"])

    def person() -> None:
        for n in range(20):
            kind = "stopped" if n % 2 else "resumed"
            record(scale, Report(kind, noon_of(TODAY), f"step-{n}"), source="staff")

    def night() -> None:
        for _ in range(8):
            ledgers.fold()
            replacement.keep_day(TODAY)

    at_once(lambda: run.work(run.claim()), lambda: run.work(run.claim()), person, night)
    assert {ImportJob.objects.get(pk=job.pk).stage for job in (first, again, new)} == {"done"}
    assert InstrumentEvent.objects.filter(instrument=scale).count() == 2 + 20
    assert Instrument.objects.filter(serial__startswith="B").count() == 80
    assert counted() == recounted()
