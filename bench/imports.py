"""Rows of an office's ledger a second, from the file to instruments with a life, against COPY of the same stored rows.

The ledger is checked and then entered, as the platform does it, in one process whose memory is measured at its peak.
Both ways run on one embedded PostgreSQL with fsync on. The last line is the result in JSON.
"""

import argparse
import csv
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from openpyxl import Workbook

from quanheng.workers.postgres import FAST_SHUTDOWN, EmbeddedPostgres

HEADINGS = ("器具名称", "型号规格", "出厂编号", "生产厂家", "使用地点", "行政区划", "检定日期", "有效期至", "证书编号")
TABLES = ("register_instrument", "register_instrumentevent", "register_instrumentstate")


def ledger_rows(count: int) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    for n in range(count):
        day = f"2026-{n % 6 + 1:02}-{n % 28 + 1:02}"
        until = f"2027-{n % 6 + 1:02}-{n % 28 + 1:02}"
        yield "电子计价秤", "ACS-15", f"B{n:07}", "虚构衡器厂", "晨光农贸市场", "990101", day, until, f"Z-{n:07}"


def write_ledger(path: Path, count: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(ledger_rows(count))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in ledger_rows(count):
        sheet.append(row)
    book.save(path)


@contextmanager
def a_database(directory: Path) -> Iterator[str]:
    postgres = EmbeddedPostgres(directory)
    postgres.open_the_way()
    postgres.make()
    postgres.choose_port()
    server = postgres.start()
    try:
        yield postgres.url
    finally:
        server.send_signal(FAST_SHUTDOWN)
        server.wait(60)


def found_the_office() -> object:
    """Imports stand here as the models need the settings that were made a moment ago."""
    from quanheng.people.enrolment import enrol
    from quanheng.register.models import Place, Region

    county = Region.objects.create(area="99/01/01/", code="990101", name="东屏区（虚构）", level="county")
    Place.objects.create(area="99/01/01/m001/", name="晨光农贸市场", region=county)
    return enrol(username="office", name="office", role="regulator", area="99/01/01/", password="for the bench")


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def check_and_enter(user: object, path: Path) -> tuple[float, float]:
    from quanheng.register.importing import jobs, run
    from quanheng.register.models import ImportJob

    with path.open("rb") as file:
        job = jobs.send(user, path.name, iter(lambda: file.read(65536), b""))
    jobs.check(job, job.mapping)
    checked = timed(lambda: run.work(run.claim()))
    job = ImportJob.objects.get(pk=job.pk)
    jobs.load(job, user)
    return checked, timed(lambda: run.work(run.claim()))


def copy(url: str) -> float:
    """The stored rows once more into tables with the same indexes, in one COPY each."""
    spent = 0.0
    with psycopg.connect(url, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(f"CREATE TABLE again_{table} (LIKE {table} INCLUDING ALL)")
            with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)") as out:
                stored = [bytes(block) for block in out]

            def enter(table: str = table, stored: list[bytes] = stored) -> None:
                with connection.cursor().copy(f"COPY again_{table} FROM STDIN (FORMAT binary)") as into:
                    for block in stored:
                        into.write(block)

            spent += timed(enter)
    return spent


def measure(count: int, suffix: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="quanheng-bench-") as name, a_database(Path(name)) as url:
        os.environ |= {"DATA_DIR": name, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "quanheng.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        user, path = found_the_office(), Path(name) / f"ledger{suffix}"
        write_ledger(path, count)
        checked, entered = check_and_enter(user, path)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"checked_s": checked, "entered_s": entered, "copy_s": copy(url), "peak_mb": peak_mb}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--csv", action="store_true", help="a CSV file in GB18030; else a workbook")
    asked = parser.parse_args()
    found = measure(asked.rows, ".csv" if asked.csv else ".xlsx")
    print(f"{'rows':>10} {'check s':>9} {'enter s':>9} {'COPY s':>9} {'peak MB':>9}")
    print(
        f"{asked.rows:>10} "
        + " ".join(f"{found[name]:>9.1f}" for name in ("checked_s", "entered_s", "copy_s", "peak_mb"))
    )
    result = {
        "rows": asked.rows,
        "rows_per_second": round(asked.rows / (found["checked_s"] + found["entered_s"])),
        "peak_mb": round(found["peak_mb"]),
        "times_copy": round(found["entered_s"] / found["copy_s"], 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
