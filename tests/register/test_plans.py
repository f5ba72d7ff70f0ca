"""No page reads a large table from end to end: PostgreSQL is asked how it would answer each query of each page."""

import importlib.util
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quanheng.people.enrolment import enrol
from quanheng.register import ledgers, replacement
from tests.cast import PASSWORD, RESOLVER

pytestmark = pytest.mark.requirement("T4-5.3.2.1", "T4-5.3.2.2", "N25-3.1")

BENCH = Path(__file__).resolve().parent.parent.parent / "bench"
# Of the size of the 2021 campaign: some 50,000 instruments, 9,500 places, 170,000 events.
SCALE = 0.034
LARGE = {f"register_{name}" for name in ("instrument", "instrumentstate", "instrumentevent", "place", "stall")}
LARGE |= {"measuring_presence", "measuring_weighing"}
VIEWERS = {"nation": "", "province": "21/", "city": "21/05/", "county": "21/05/03/"}
LISTS = ("", "?kind=check-scale", "?kind=focimeter", "?line=silent", "?line=online", "?q=QH0000012", "?q=赵钱")
# A word of every name is left out: there, reading on until enough are found is the best that can be done.
PAGES = (
    *(f"/console/instruments{one}" for one in LISTS),
    "/console/instruments?after=QH00012345",
    "/console/statistics",
    "/console/phase-out",
    *(f"/console/verifications/due?within={span}" for span in ("overdue", "ended", "60")),
    *(f"/console/search?q={words}" for words in ("B00012345", "晨光河湾", "赵钱", "虚构", "TS2026", RESOLVER)),
)
PLACES = ("", "?kind=clinic", "?after=21/05/03/", "?q=晨光河湾")
PAGES += tuple(f"/console/places{one}" for one in PLACES)
PAGES += ("/console/regions", "/console/organisations", "/console/organisations?q=赵钱", "/console/training")
PAGES += ("/console/market-reports", "/console/markets", "/console/markets?q=晨光河湾")
OF_ONE = ("/console/instruments/QH00012345", "/01/09521234543213/21/B00012345")


def of_bench(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def country(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented country of bench/register.py, smaller."""
    monkeypatch.syspath_prepend(str(BENCH))
    bench = of_bench("register")
    country = bench.filling.Country(SCALE, date(2026, 11, 20))
    regions = list(country.regions())
    copy("register_region", bench.REGION, regions)
    copy("register_place", bench.PLACE, country.all_places({row[1]: row[0] for row in regions}))
    copy("register_stall", bench.STALL, country.stalls())
    instruments = list(country.all_instruments())
    copy("register_instrument", bench.INSTRUMENT, (one.row() for one in instruments))
    copy("register_instrumentstate", bench.STATE, (one.state() for one in instruments))
    copy("register_instrumentevent", bench.EVENT, bench.events(instruments))
    copy("measuring_presence", bench.PRESENCE, presence(instruments))
    ledgers.fold()
    replacement.keep_day(date(2026, 10, 20))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def presence(instruments: Iterable) -> Iterator[tuple]:
    at = "2026-11-20T04:00:00Z"
    return ((one.number, "ft"[one.number % 7 > 0], "", at, at, one.area) for one in instruments if one.networked)


def copy(table: str, columns: str, rows: Iterable[tuple]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def read_whole(sql: str) -> set[str]:
    """The large tables that a query would read from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        told = cursor.fetchone()[0]
    plans = told if isinstance(told, list) else json.loads(told)
    return {
        node["Relation Name"] for plan in plans for node in nodes(plan["Plan"]) if node["Node Type"] == "Seq Scan"
    } & LARGE


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def test_no_page_reads_a_large_table_whole(country: None):
    """Lists, searches, statistics and the pages of one instrument, for a nation, a province, a city and a county."""
    found = []
    for who, area in VIEWERS.items():
        client = Client()
        client.force_login(enrol(username=who, name=who, role="regulator", area=area, password=PASSWORD))
        for page in (*PAGES, *(OF_ONE if who == "nation" else ())):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            selects = [one["sql"] for one in asked.captured_queries if one["sql"].lstrip().startswith("SELECT")]
            found += [(who, page, sorted(whole), sql) for sql in selects if (whole := read_whole(sql))]
    assert found == []
