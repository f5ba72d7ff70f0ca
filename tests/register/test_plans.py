"""No page reads a large table from end to end, nor sorts thousands of rows: PostgreSQL is asked how it answers each
query of each page, in an invented country of a fiftieth of the size of the 2021 campaign."""

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from quanheng.cases import handling_count, publication
from quanheng.cases.key_supervision import news, propose
from quanheng.cases.models import KeyCount
from quanheng.measuring import partitions
from quanheng.people.enrolment import enrol
from quanheng.register import ledgers, replacement
from quanheng.register.models import Organisation
from tests.cast import PASSWORD

pytestmark = pytest.mark.requirement("T4-5.3.2.1", "T4-5.3.2.2", "N25-3.1")

BENCH = Path(__file__).resolve().parent.parent.parent / "bench"
# Of the size of the campaign: some 30,000 instruments, 5,600 places, 100,000 events, 29,000 verifications.
SCALE = 0.02
# A list sorts what it found of a market or of a name, and never what a province has.
SORTED_MAX = 1500


def of_bench(name: str) -> ModuleType:
    if str(BENCH) not in sys.path:
        sys.path.append(str(BENCH))
    return import_module(name)


@pytest.fixture
def country(db: None) -> None:
    """The invented country of bench/register.py, smaller."""
    bench, doings, now = of_bench("register"), of_bench("register_doings"), timezone.now()
    run(*doings.stated_defaults(apps.get_models()))
    country = of_bench("register_filling").Country(SCALE, timezone.localdate(now))
    regions = list(country.regions())
    copy("register_region", bench.REGION, regions)
    copy("register_place", bench.PLACE, country.all_places({row[1]: row[0] for row in regions}))
    copy("register_stall", bench.STALL, country.stalls())
    instruments = list(country.all_instruments())
    copy("register_instrument", bench.INSTRUMENT, (one.row() for one in instruments))
    copy("register_instrumentstate", bench.STATE, (one.state() for one in instruments))
    copy("register_instrumentevent", bench.EVENT, bench.events(instruments))
    copy("measuring_presence", bench.PRESENCE, bench.presence(instruments, now))
    partitions.ensure([country.today, country.today - timedelta(days=1)])
    ledgers.fold()
    replacement.keep_day(country.today - timedelta(days=31))
    run(*doings.statements().values(), now=now)
    # Nothing here was committed, so nobody but us tells the planner how large the tables have become.
    run("ANALYZE")
    handling_count.count(now)
    publication.publish(country.today)
    # Every row is looked at, so that two runs plan alike.
    run("SET LOCAL default_statistics_target = 1000", "ANALYZE")


def run(*statements: str, **told: object) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql, told or None)


def copy(table: str, columns: str, rows: Iterable[tuple]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def ask(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%%", "%"))
        return [row[0] for row in cursor.fetchall()]


def visits() -> Iterator[tuple[Any, str, Client, str]]:
    """Whoever may open a page opens it at some of its addresses."""
    pages = of_bench("register_pages")
    clients, rows = {"": Client()}, pages.rows_of(ask)
    for who, area in pages.VIEWERS.items():
        clients[who] = Client()
        clients[who].force_login(enrol(username=who, name=who, role="regulator", area=area, password=PASSWORD))
    maker = a_maker(ask("SELECT maker FROM register_instrument LIMIT 1")[0])
    for address in ("/console/making", f"/console/making?after={rows['device'][-1]}"):
        yield pages.Page((address,)), "maker", maker, address
    for page in pages.PAGES.values():
        for address in pages.addresses(page, {name: known[-2:] for name, known in rows.items()}):
            yield from ((page, who, clients[who], address) for who in page.viewers)


def a_maker(name: str) -> Client:
    """The people of a maker see its own scales, wherever they stand."""
    Organisation.objects.create(uscc="91990100MA0000001G", name=name, area="21/05/03/", makes=True)
    user = enrol(username="maker", name=name, role="maker", area="21/05/03/", password=PASSWORD)
    user.organisation = "91990100MA0000001G"
    user.save()
    client = Client()
    client.force_login(user)
    return client


def test_no_page_reads_a_large_table_whole(country: None):
    """Lists, searches, figures and the pages of one thing, for a nation, a province, a city and a county."""
    looking, found = of_bench("register_looking"), []
    for page, who, client, address in visits():

        def open_page(client: Client = client, address: str = address) -> None:
            assert client.get(address).status_code in (200, 404), address

        seen = looking.look(open_page)
        if seen.whole - page.counts or seen.sorted_rows > SORTED_MAX:
            found.append((who, address, sorted(seen.whole), seen.sorted_rows, seen.worst))
    # A night without news costs what became overdue, however much is on record.
    told = {"seen": news.last_numbers(), "looked_at": 0, "proposed": 0}
    KeyCount.objects.bulk_create(KeyCount(counted_at=timezone.now(), **told) for _ in range(2))
    night = looking.look(lambda: propose.count(timezone.now()))
    if night.whole or night.sorted_rows > SORTED_MAX:
        found.append(("nobody", "nightly", sorted(night.whole), night.sorted_rows, night.worst))
    assert found == []


def test_every_page_is_looked_at():
    """A new page says in bench/register_pages.py at which addresses it has something to show, or why it need not."""
    pages = of_bench("register_pages")
    known = {f"{room}:{name}" for room in ("console", "public") for name in names_of(room)}
    missing = known - set(pages.PAGES) - set(pages.NOT_OPENED)
    assert missing == set(), "say in PAGES of bench/register_pages.py where these pages can be opened"
    assert set(pages.PAGES) | set(pages.NOT_OPENED) == known


def names_of(room: str) -> set[str]:
    found = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == room)
    return {pattern.name for pattern in found.url_patterns}
