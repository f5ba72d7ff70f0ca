"""Several ingest workers at once: they make the same partition, and get the same messages."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from quanheng.connectors import topics
from quanheng.measuring import partitions
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.models import Intake, Presence, Recheck, RejectedMessage, Tally, Weighing
from quanheng.measuring.receive import TRY_AGAIN, Outcome, receive
from tests.cast import NOON, Cast, a_message, a_receipt, a_recheck, a_weighing, assemble

WORKERS = 4
PARTITIONS = "FROM pg_inherits WHERE inhparent = 'measuring_weighing'::regclass"
pytestmark = [pytest.mark.requirement("QH-ingest", "QH-durable"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Cast:
    """The cast, visible to every connection."""
    return assemble()


@pytest.fixture(autouse=True)
def no_partitions_left(transactional_db: None):
    """Neither for the next test nor, of another file that committed, by the one before."""
    drop_partitions()
    yield
    drop_partitions()


def drop_partitions() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'measuring_weighing'::regclass"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name}")


def at_once(act: Callable[[int], object]) -> list:
    start = Barrier(WORKERS)

    def run(number: int) -> object:
        start.wait(30)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def take(number: int, arrivals: list[Arrival]) -> list[Outcome]:
    """As the worker does: again, when the database asks for it."""
    for _ in range(20):
        try:
            return receive(arrivals, f"ingest-{number}", KnownScales())
        except TRY_AGAIN:
            continue
    raise AssertionError("the workers never got past each other")


def test_a_day_is_made_once(transactional_db: None):
    """At midnight all workers need the new day at the same moment."""
    day = date(2026, 11, 21)
    at_once(lambda _: partitions.ensure([day, day - timedelta(days=1)]))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {PARTITIONS}")
        assert cursor.fetchone() == (2,)


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_messages_at_two_workers_are_stored_once(town: Cast, turned: bool):
    """A broker may deliver to one worker what another still has in hand, and in another order."""
    code = a_receipt("TS-1", a_weighing(1))
    messages = [
        Arrival(topics.records(name), a_message(name, *records), NOON + timedelta(hours=1))
        for name, *records in (
            ("TS-1", *(a_weighing(seq) for seq in range(1, 101))),
            ("TS-2", *(a_weighing(seq) for seq in range(1, 101))),
            ("TS-3", *(a_weighing(seq) for seq in range(1, 101))),
            ("CS-1", a_recheck(1, purchase_code=code)),
        )
    ]
    at_once(lambda number: take(number, messages[::-1] if turned and number % 2 else messages))

    assert Weighing.objects.count() == 300
    assert Recheck.objects.count() == 1
    assert sum(Intake.objects.values_list("weighings", flat=True)) == 300
    assert sum(Tally.objects.values_list("weighings", flat=True)) == 300
    assert Presence.objects.count() == 4
    assert not RejectedMessage.objects.exists()
