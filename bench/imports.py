"""Rows of an office's ledger a second, from the file to instruments with a life, against COPY of the same stored rows.

The ledger is checked and then entered, as the platform does it, in one process whose memory is measured at its peak.
Both ways run on one embedded PostgreSQL with fsync on. Beside the time on the wall stands that of the processors, ours
and the database's together, which hangs less on what else the machine does. The last line is the result in JSON.
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
from dataclasses import dataclass
from pathlib import Path

import psutil
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
def a_database(directory: Path) -> Iterator[tuple[str, psutil.Process]]:
    postgres = EmbeddedPostgres(directory)
    postgres.open_the_way()
    postgres.make()
    postgres.choose_port()
    server = postgres.start()
    try:
        yield postgres.url, psutil.Process(server.pid)
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


@dataclass(frozen=True)
class Spent:
    wall_s: float
    cpu_s: float


def timed(act: Callable[[], object], server: psutil.Process) -> Spent:
    began, cpu = time.perf_counter(), processors(server)
    act()
    return Spent(time.perf_counter() - began, processors(server) - cpu)


def processors(server: psutil.Process) -> float:
    """Seconds of processor of this process, of the database, and of its workers, also of those that ended."""
    told = [server.cpu_times(), *(one.cpu_times() for one in server.children(recursive=True))]
    return time.process_time() + sum(sum(times[:4]) for times in told)


def check_and_enter(user: object, path: Path, server: psutil.Process) -> tuple[Spent, Spent]:
    from quanheng.register.importing import jobs, run
    from quanheng.register.models import ImportJob

    with path.open("rb") as file:
        job = jobs.send(user, path.name, iter(lambda: file.read(65536), b""))
    jobs.check(job, job.mapping)
    checked = timed(lambda: run.work(run.claim()), server)
    job = ImportJob.objects.get(pk=job.pk)
    jobs.load(job, user)
    return checked, timed(lambda: run.work(run.claim()), server)


def copy(url: str, server: psutil.Process) -> float:
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

            spent += timed(enter, server).wall_s
    return spent


def measure(count: int, suffix: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="quanheng-bench-") as name, a_database(Path(name)) as (url, server):
        os.environ |= {"DATA_DIR": name, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "quanheng.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        user, path = found_the_office(), Path(name) / f"ledger{suffix}"
        write_ledger(path, count)
        checked, entered = check_and_enter(user, path, server)
        return {
            "check s": checked.wall_s,
            "enter s": entered.wall_s,
            "COPY s": copy(url, server),
            "check CPU s": checked.cpu_s,
            "enter CPU s": entered.cpu_s,
            "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--csv", action="store_true", help="a CSV file in GB18030; else a workbook")
    asked = parser.parse_args()
    found = measure(asked.rows, ".csv" if asked.csv else ".xlsx")
    print(f"{'rows':>10} " + " ".join(f"{name:>12}" for name in found))
    print(f"{asked.rows:>10} " + " ".join(f"{value:>12.1f}" for value in found.values()))
    result = {
        "rows": asked.rows,
        "rows_per_second": round(asked.rows / (found["check s"] + found["enter s"])),
        "microseconds_of_processor_a_row_entered": round(found["enter CPU s"] / asked.rows * 1e6),
        "peak_mb": round(found["peak MB"]),
        "times_copy": round(found["enter s"] / found["COPY s"], 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
