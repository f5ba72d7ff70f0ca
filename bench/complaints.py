"""One million complaints of two years, with 8 million events, in the markets of a national register.

    .venv/bin/python bench/complaints.py --scale 1.0 --keep DIR

280,000 places, 600,000 stalls and their scales as bench/register.py fills them; then complaints with all that hangs on
them. Opens every page that reads complaints as the nation's office, the offices above the busiest market, its manager
and another one; makes the acts that ask the database most; and does the work of a night. Ends in failure where a page
reads a large table whole or sorts a large part of it, or where the night's figures are not a recount; times are told,
as they hang on the machine. With ``--keep`` a second run opens the same country. The last line is one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import complaints_filling as complaints
import psycopg
import register_doings as doings
import register_filling as filling

import register

# Rows that are right by how they are made are not tried one by one against the tables they lead to.
UNTRIED = "-c session_replication_role=replica -c work_mem=256MB -c synchronous_commit=off"
OF_OTHERS = {"complaints", "complaint events", "cards", "reports", "identity checks", "import faults", "rejected"}


class Markets(filling.Country):
    """As many places and stalls as the whole country has, with the scales of its markets alone."""

    @property
    def instruments(self) -> int:
        return len(range(0, self.places, filling.MARKETS_ONE_IN)) * (
            filling.STALLS_A_MARKET + filling.CHECK_SCALES_A_MARKET
        )


class Filler(register.Filler):
    def doings(self) -> dict[str, str]:
        return {what: sql for what, sql in doings.statements().items() if what not in OF_OTHERS}

    def fill_complaints(self) -> None:
        now, country = datetime.now(UTC), self.country
        told = complaints.told(country.scale, country.places, now.isoformat(), country.today)
        self.timed("phones", self.phones)
        for what, sql in complaints.FILLED.items():
            self.timed(what, lambda sql=sql: self.untried(sql, told))
        self.timed("vacuum", self.analyze)

    def untried(self, sql: str, told: dict[str, Any]) -> int:
        with psycopg.connect(self.url, autocommit=True, options=UNTRIED) as connection:
            return connection.execute(sql, told).rowcount

    def phones(self) -> int:
        self.untried(complaints.PHONE_TABLE, {})
        return register.copy(self.url, "bench_phone", "k, sealed, digest", complaints.phones())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is a million complaints")
    parser.add_argument("--keep", type=Path, help="a directory in which the country stays, to be opened again")
    parser.add_argument("--only", default="", help="only pages whose names begin so, and night for its work: a;b;night")
    parser.add_argument("--write", action="store_true", help="append the tables to docs/benchmarks.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quanheng-files-") as files, register.database(chosen.keep) as url:
        # What an earlier run sealed is opened by the same key.
        os.environ |= {"SEALING_KEYS": b64encode(bytes(32)).decode(), "DATA_DIR": files}
        register.start_django(url)
        return run(url, chosen)


def run(url: str, chosen: argparse.Namespace) -> int:
    from django.utils.timezone import localdate

    result: dict[str, Any] = fill(url, Markets(chosen.scale, localdate()))
    import complaints_night as nights
    import complaints_opening
    import register_opening as opening

    opened = complaints_opening.open_all(chosen.only)
    night = nights.spend() if not chosen.only or "night" in chosen.only.split(";") else []
    told = [opening.table(opened), *([nights.table(night)] if night else [])]
    print("\n\n".join(told))
    if chosen.write:
        opening.write("\n\n".join(told), f"{complaints.COMPLAINTS_WHOLE * chosen.scale:,.0f} complaints")
    result |= {"pages": opening.figures(opened), "night": {one.what: [one.n, one.seconds] for one in night}}
    wrong = opening.wrong(opened) + [one.wrong for one in night if one.wrong]
    print("\n".join(wrong) or "every structural goal is met")
    print(json.dumps(result, ensure_ascii=False))
    return 1 if wrong else 0


def fill(url: str, country: Markets) -> dict[str, Any]:
    """What a run before this one left is not filled again."""
    from django.apps import apps
    from django.db import connection

    from quanheng.cases import handling_count
    from quanheng.cases.models import Complaint, HandlingMark
    from quanheng.measuring import partitions
    from quanheng.register import ledgers, replacement
    from quanheng.register.models import Instrument

    filler = Filler(url, country)
    if not Instrument.objects.exists():
        with connection.cursor() as cursor:
            for statement in doings.stated_defaults(apps.get_models()):
                cursor.execute(statement)
        partitions.ensure([country.today, country.today - timedelta(days=1)])
        filler.fill()
        filler.timed("fold ledgers", ledgers.fold)
        filler.timed("keep the day", lambda: replacement.keep_day(country.today - timedelta(days=31)))
    if not Complaint.objects.exists():
        filler.fill_complaints()
        # Filled without triggers, none of them was marked.
        filler.timed("mark what to count", lambda: handling_count.mark_all() or 0)
    if HandlingMark.objects.exists():
        filler.timed("count the handling", lambda: handling_count.count(datetime.now(UTC)))
        filler.timed("vacuum of it", filler.analyze)
    return {"rows": filler.rows, "seconds": {what: round(took, 1) for what, took in filler.seconds.items()}}


if __name__ == "__main__":
    started = time.perf_counter()
    code = main()
    print(f"{time.perf_counter() - started:.0f} s in all", file=sys.stderr)
    sys.exit(code)
