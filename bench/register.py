"""The register at the size of the 2021 campaign: 1.5 million instruments, 280,000 places, 5 million events.

    .venv/bin/python bench/register.py --scale 1.0

Fills an embedded PostgreSQL (fsync on) by COPY, indexes and triggers in place, from two connections, and lets people
and scales do their work in it; then opens every page as people of a nation, a province, a city and a county would, and
asks the database what each page cost it. Ends in failure where a count is not a recount, or a page reads a large table
whole or sorts a large part of it; times are told, as they hang on the machine. The last line is one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import register_doings as doings
import register_filling as filling
from register_pages import PAGES, VIEWERS, rows_of

from quanheng.workers import unprivileged
from quanheng.workers.postgres import FAST_SHUTDOWN, EmbeddedPostgres

ROWS_A_COPY = 20_000
REGION = "id, area, code, name, name_en, level"
PLACE = (
    "id, area, kind, name, name_en, region_id, address, complaint_phone, unified_supply, unified_management, "
    "unified_verification, unified_repair, unified_marking"
)
STALL = "id, area, market_id, number, name, stall_type, operator_name, operator_uscc, licence_number"
INSTRUMENT = (
    "id, device_id, gtin, giai, serial, kind, maker, model, origin, type_approval_number, accuracy_class, "
    "measuring_range, intervals, purpose, submission, details, firmware, networked, conforming, area, place_id, "
    "stall_id, install_site"
)
STATE = (
    "instrument_id, area, kind, status, in_use_since, locked, seal_intact, label_intact, production_code, repair_code, "
    "verification_code, verified_on, valid_until, passed, certificate_number, verification_body, since, last_event_at, "
    "due_on, replace_by"
)
PRESENCE = "instrument_id, online, session, since, last_record_at, area"
EVENT = "instrument_id, kind, happened_at, recorded_at, source, key, facts, note, area"


def lots(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while lot := list(islice(rest, ROWS_A_COPY)):
        yield lot


def copy(url: str, table: str, columns: str, rows: Iterable[tuple]) -> int:
    count = 0
    with psycopg.connect(url, autocommit=True) as connection:
        for lot in lots(rows):
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                into.write("".join(map(filling.line, lot)))
            count += len(lot)
    return count


def events(instruments: Iterable[filling.Filled]) -> Iterator[tuple]:
    for one in instruments:
        for kind, on, facts in one.life():
            at = filling.moment(on)
            yield one.number, kind, at, at, "import", f"{kind}-{on}", facts, "", one.area


def presence(instruments: Iterable[filling.Filled], now: datetime) -> Iterator[tuple]:
    """Six of seven networked scales are on the line, and have spoken just now."""
    at = now.isoformat()
    return ((one.number, "ft"[one.number % 7 > 0], "", at, at, one.area) for one in instruments if one.networked)


class Filler:
    """Fills table after table and says how long each took."""

    def __init__(self, url: str, country: filling.Country) -> None:
        self.url, self.country = url, country
        self.seconds: dict[str, float] = {}
        self.rows: dict[str, int] = {}

    def fill(self) -> None:
        country = self.country
        regions = list(country.regions())
        self.timed("regions", lambda: copy(self.url, "register_region", REGION, regions))
        region_of = {row[1]: row[0] for row in regions}
        self.timed("places", lambda: copy(self.url, "register_place", PLACE, country.all_places(region_of)))
        self.timed("stalls", lambda: copy(self.url, "register_stall", STALL, country.stalls()))
        self.timed("instruments", lambda: self.halves(self.instruments))
        self.timed("events", lambda: self.halves(self.lives))
        online = presence(country.all_instruments(), datetime.now(UTC))
        self.timed("presence", lambda: copy(self.url, "measuring_presence", PRESENCE, online))
        self.timed("sequences", self.sequences)
        for what, sql in self.doings().items():
            self.timed(what, lambda sql=sql: self.done(sql))

    def doings(self) -> dict[str, str]:
        return doings.statements()

    def timed(self, what: str, work: Callable[[], int]) -> None:
        started = time.perf_counter()
        self.rows[what] = work()
        self.seconds[what] = time.perf_counter() - started
        print(f"{what:<14}{self.rows[what]:>12,} rows {self.seconds[what]:>9.1f} s", flush=True)

    def halves(self, work: Callable[[int], int]) -> int:
        with ThreadPoolExecutor(2) as both:
            return sum(both.map(work, (0, 1)))

    def half(self, which: int) -> Iterator[filling.Filled]:
        return (one for one in self.country.all_instruments() if one.number // ROWS_A_COPY % 2 == which)

    def instruments(self, which: int) -> int:
        """With what is kept of each, lot by lot, as an import would."""
        count = 0
        for lot in lots(self.half(which)):
            count += copy(self.url, "register_instrument", INSTRUMENT, (one.row() for one in lot))
            copy(self.url, "register_instrumentstate", STATE, (one.state() for one in lot))
        return count

    def lives(self, which: int) -> int:
        return copy(self.url, "register_instrumentevent", EVENT, events(self.half(which)))

    def sequences(self) -> int:
        """What comes after what was filled in is numbered behind it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for table in ("region", "place", "stall", "instrument"):
                connection.execute(
                    f"SELECT setval(pg_get_serial_sequence('register_{table}', 'id'), max(id)) FROM register_{table}"
                )
        return 0

    def done(self, sql: str) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(sql, {"now": datetime.now(UTC)}).rowcount

    def analyze(self) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        return 0


def check_sample(country: filling.Country) -> int:
    """What was filled in beside the lives is what the lives fold to; how many were compared."""
    from quanheng.register.models import Instrument, InstrumentState
    from quanheng.register.record import refold

    sample = [1 + number * country.instruments // 300 for number in range(300)]
    before = list(InstrumentState.objects.filter(pk__in=sample).order_by("pk").values())
    refold(Instrument.objects.filter(pk__in=sample))
    after = list(InstrumentState.objects.filter(pk__in=sample).order_by("pk").values())
    for kept, folded in zip(before, after, strict=True):
        if kept != folded:
            different = {name: (kept[name], folded[name]) for name in kept if kept[name] != folded[name]}
            sys.exit(f"kept and folded differ: {different}")
    return len(before)


def check_counts() -> bool:
    from django.db import connection

    key = "concat_ws('|', county, kind, status, replace_by)"
    ledger = f"SELECT {key} AS k, sum(n) AS n FROM register_instrumentcount GROUP BY 1 HAVING sum(n) <> 0"
    rows = "SELECT register_county(area) AS county, kind, status, replace_by FROM register_instrumentstate"
    counted = f"SELECT {key} AS k, count(*) AS n FROM ({rows}) AS s GROUP BY 1"
    recount = " = ".join(f"(SELECT jsonb_object_agg(k, n) FROM ({one}) AS t)" for one in (ledger, counted))
    recount = f"SELECT {recount}"
    with connection.cursor() as cursor:
        cursor.execute(recount)
        return cursor.fetchone()[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is the size of the campaign")
    parser.add_argument("--load-only", action="store_true")
    parser.add_argument("--keep", type=Path, help="a directory in which the country stays, to be opened again")
    parser.add_argument("--write", action="store_true", help="append the table to docs/benchmarks.md")
    chosen = parser.parse_args()
    with database(chosen.keep) as url:
        return run(url, chosen)


@contextmanager
def database(keep: Path | None) -> Iterator[str]:
    """Of its own, in a directory that stays where one is named."""
    with tempfile.TemporaryDirectory(prefix="quanheng-bench-") as directory:
        place = keep or Path(directory)
        place.mkdir(exist_ok=True)
        unprivileged.let_reach(place)
        postgres = EmbeddedPostgres(place)
        server = postgres.start()
        try:
            yield postgres.url
        finally:
            server.send_signal(FAST_SHUTDOWN)
            server.wait(60)


def start_django(url: str) -> None:
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "quanheng.settings", "ALLOWED_HOSTS": "*"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def run(url: str, chosen: argparse.Namespace) -> int:
    start_django(url)
    from django.utils.timezone import localdate

    country = filling.Country(chosen.scale, localdate())
    is_filled = stands()
    result = {} if is_filled else filled(url, country)
    result["counts_equal_recount"] = check_counts()
    wrong = [] if result["counts_equal_recount"] else ["a count is not what a recount finds"]
    if not chosen.load_only:
        import register_opening as opening

        opened = opening.open_all(PAGES, opening.regulators(VIEWERS), rows_of(opening.ask))
        table = opening.table(opened)
        print(table)
        if chosen.write:
            opening.write(table, f"scale {chosen.scale:g}")
        result["pages"] = opening.figures(opened)
        wrong += opening.wrong(opened)
    print("\n".join(wrong) or "every structural goal is met")
    print(json.dumps(result, ensure_ascii=False))
    return 1 if wrong else 0


def stands() -> bool:
    """Whether a run before this one left its country here."""
    from quanheng.register.models import Instrument

    return Instrument.objects.exists()


def filled(url: str, country: filling.Country) -> dict[str, Any]:
    from django.apps import apps
    from django.db import connection

    from quanheng.cases import handling_count, publication
    from quanheng.measuring import partitions
    from quanheng.register import ledgers, replacement

    with connection.cursor() as cursor:
        for statement in doings.stated_defaults(apps.get_models()):
            cursor.execute(statement)
    partitions.ensure([country.today, country.today - timedelta(days=1)])
    filler = Filler(url, country)
    filler.fill()
    for turn in ("fold ledgers", "fold again"):  # what the first leaves empty in front, the second fills
        filler.timed(turn, ledgers.fold)
        filler.timed(f"vacuum, {turn}", filler.analyze)
    filler.timed("keep the day", lambda: replacement.keep_day(country.today - timedelta(days=31)))
    filler.timed("count the handling of complaints", lambda: handling_count.count(datetime.now(UTC)))
    filler.timed("publish the months", lambda: publication.publish(country.today))
    seconds = filler.seconds
    return {
        "rows": filler.rows,
        "seconds": {what: round(took, 1) for what, took in seconds.items()},
        "instruments_per_second": round(filler.rows["instruments"] / seconds["instruments"]),
        "with_events_per_second": round(filler.rows["instruments"] / (seconds["instruments"] + seconds["events"])),
        "folded_anew": check_sample(country),
    }


if __name__ == "__main__":
    sys.exit(main())
