"""The register at the size of the 2021 campaign: 1.5 million instruments, 280,000 places, 5 million events.

    .venv/bin/python bench/register.py --scale 1.0

Fills an embedded PostgreSQL (fsync on) by COPY, indexes and triggers in place, from two connections; then opens pages
as people of a nation, a city, a county and a market would, and adds up what each page spent in the database. The last
line is one JSON object.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import register_filling as filling

from quanheng.workers import unprivileged
from quanheng.workers.postgres import FAST_SHUTDOWN, EmbeddedPostgres

ROWS_A_COPY = 20_000
ROUNDS = 5
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
        self.timed("presence", lambda: copy(self.url, "measuring_presence", PRESENCE, self.presence()))

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

    def presence(self) -> Iterator[tuple]:
        """Six of seven networked scales are on the line."""
        at = datetime.now(UTC).isoformat()
        networked = (one for one in self.country.all_instruments() if one.networked)
        return ((one.number, "ft"[one.number % 7 > 0], "", at, at, one.area) for one in networked)

    def analyze(self) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for table in ("region", "place", "stall", "instrument"):
                connection.execute(
                    f"SELECT setval(pg_get_serial_sequence('register_{table}', 'id'), max(id)) FROM register_{table}"
                )
            connection.execute("VACUUM ANALYZE")
        return 0


class Opener:
    """Opens pages and adds up the time of their queries; of several addresses the slowest counts."""

    def __init__(self) -> None:
        self.median_ms: dict[str, float] = {}

    def open(self, what: str, client: Any, addresses: list[str]) -> None:
        medians = [statistics.median(self.spent(client, address) for _ in range(ROUNDS)) for address in addresses]
        self.median_ms[what] = round(max(medians), 1)

    def spent(self, client: Any, address: str) -> float:
        spent: list[float] = []
        with self.watched(spent):
            answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
        return sum(spent)

    @staticmethod
    def watched(spent: list[float]) -> Any:
        from django.db import connection

        def timed(execute: Callable, sql: str, parameters: object, many: bool, context: dict) -> object:
            started = time.perf_counter()
            try:
                return execute(sql, parameters, many, context)
            finally:
                spent.append((time.perf_counter() - started) * 1000)

        return connection.execute_wrapper(timed)


VIEWERS = {"nation": "", "province": "21/", "city": "21/05/", "county": "21/05/03/"}


def open_pages(country: filling.Country) -> dict[str, float]:
    from django.test import Client

    from quanheng.people.enrolment import enrol

    opener = Opener()
    numbers = [1 + number * country.instruments // 10 for number in range(1, 8)]
    device = [f"QH{number:08}" for number in numbers]
    for who, area in VIEWERS.items():
        client = Client()
        client.force_login(enrol(username=who, name=who, role="regulator", area=area, password="a-long-enough-one"))
        lists = ["", "?kind=check-scale", "?kind=focimeter", "?line=silent", "?line=online", "?q=QH000012", "?q=赵钱"]
        opener.open(f"list of instruments, {who}", client, [f"/console/instruments{one}" for one in lists])
        opener.open(f"statistics, {who}", client, ["/console/statistics"])
        opener.open(f"phase-out, {who}", client, ["/console/phase-out"])
        names = ["晨光河湾", "赵钱", "虚构", "蔬菜", "Place 0001"]
        opener.open(f"search by name, {who}", client, [f"/console/search?q={name}" for name in names])
    client.force_login(enrol(username="all", name="all", role="regulator", area="", password="a-long-enough-one"))
    opener.open("search by serial", client, [f"/console/search?q=B{number:08}" for number in numbers])
    opener.open("search by code", client, [f"/console/search?q={link(number)}" for number in numbers])
    opener.open("a page further on", client, [f"/console/instruments?after={one}" for one in device])
    opener.open("page of one instrument", client, [f"/console/instruments/{one}" for one in device])
    opener.open("trace page", Client(), [f"/01/{filling.GTIN}/21/B{number:08}" for number in numbers])
    return opener.median_ms


def link(number: int) -> str:
    return f"https%3A%2F%2Fexample.org%2F01%2F{filling.GTIN}%2F21%2FB{number:08}"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is the size of the campaign")
    parser.add_argument("--load-only", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quanheng-bench-") as directory:
        unprivileged.let_reach(Path(directory))
        postgres = EmbeddedPostgres(Path(directory))
        server = postgres.start()
        try:
            run(postgres.url, chosen)
        finally:
            server.send_signal(FAST_SHUTDOWN)
            server.wait(60)


def run(url: str, chosen: argparse.Namespace) -> None:
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "quanheng.settings", "ALLOWED_HOSTS": "*"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import localdate

    call_command("migrate", interactive=False, verbosity=0)
    country = filling.Country(chosen.scale, localdate())
    filler = Filler(url, country)
    filler.fill()
    from quanheng.register import ledgers, replacement

    for turn in ("fold ledgers", "fold again"):  # what the first leaves empty in front, the second fills
        filler.timed(turn, ledgers.fold)
        filler.timed(f"vacuum, {turn}", filler.analyze)
    filler.timed("keep the day", lambda: replacement.keep_day(country.today - timedelta(days=31)))
    seconds = filler.seconds
    result = {
        "rows": filler.rows,
        "seconds": {what: round(took, 1) for what, took in seconds.items()},
        "instruments_per_second": round(filler.rows["instruments"] / seconds["instruments"]),
        "with_events_per_second": round(filler.rows["instruments"] / (seconds["instruments"] + seconds["events"])),
        "counts_equal_recount": check_counts(),
        "folded_anew": check_sample(country),
    }
    if not chosen.load_only:
        result["median_ms"] = open_pages(country)
        for what, spent in result["median_ms"].items():
            print(f"{what:<36}{spent:>9.1f} ms")
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
