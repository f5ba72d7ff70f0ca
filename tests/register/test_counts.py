"""The counts of the register are always what a recount finds."""

from collections import Counter
from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanheng.register import ledgers
from quanheng.register.models import DueCount, Instrument, InstrumentCount, InstrumentState, Place, PlaceCount
from quanheng.register.record import Report, record
from tests.cast import Cast, assemble, noon_of

pytestmark = pytest.mark.requirement("T4-5.3.2.2")

COUNTIES = ("99/01/01/", "99/01/02/")


def county(area: str) -> str:
    return "/".join(area.split("/")[:3]) + "/"


def counted() -> tuple[Counter, Counter, Counter]:
    """What the ledgers say, key by key."""
    told = []
    for model, key in (
        (InstrumentCount, ("county", "kind", "status", "replace_by")),
        (DueCount, ("county", "due_month")),
        (PlaceCount, ("county", "kind")),
    ):
        sums: Counter = Counter()
        for *where, n in model.objects.values_list(*key, "n"):
            sums[tuple(where)] += n
        told.append(Counter({where: n for where, n in sums.items() if n}))
    return tuple(told)


def recounted() -> tuple[Counter, Counter, Counter]:
    """The same, from the rows themselves."""
    states = list(InstrumentState.objects.all())
    return (
        Counter((county(row.area), row.kind, row.status, row.replace_by) for row in states),
        Counter(
            (county(row.area), row.due_on and row.due_on.replace(day=1)) for row in states if row.status == "in-use"
        ),
        Counter((county(place.area), place.kind) for place in Place.objects.all()),
    )


def test_a_register_just_filled_is_counted(cast: Cast):
    """Six scales in two counties, a market in each: the counts say so without anybody counting."""
    assert counted() == recounted()
    assert counted()[2] == {("99/01/01/", "market"): 1, ("99/01/02/", "market"): 1}


def test_a_stopped_scale_leaves_the_count_of_those_in_use(cast: Cast):
    """One scale less in use, one more that is stopped, and none due any more."""
    record(cast.scales["TS-1"], Report("stopped", noon_of(date(2026, 11, 1)), "stop"), source="staff")
    assert counted() == recounted()
    assert (
        counted()[0]["99/01/01/", "trade-scale", "stopped", date(2027, 1, 7)]
        + counted()[0]["99/01/01/", "trade-scale", "stopped", date(2030, 1, 8)]
        == 1
    )


HAPPENINGS = ["stopped", "resumed", "seal-broken", "failed"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("event"), st.integers(0, 5), st.sampled_from(HAPPENINGS)),
        st.tuples(st.just("verify"), st.integers(0, 5), st.dates(date(2026, 7, 1), date(2027, 12, 31))),
        st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from(COUNTIES)),
        st.tuples(st.just("several"), st.sampled_from(["in-use", "standby", "scrapped"]), st.just(None)),
        st.tuples(st.just("remove"), st.integers(0, 5), st.just(None)),
        st.tuples(st.just("place"), st.sampled_from(["shop", "market", "clinic"]), st.sampled_from(COUNTIES)),
        st.tuples(st.just("undone"), st.integers(0, 5), st.just(None)),
        st.tuples(st.just("fold"), st.just(0), st.just(None)),
    ),
    max_size=12,
)


def happen(number: int, step: tuple) -> None:
    what, which, value = step
    at = noon_of(date(2026, 7, 1 + number))
    if what == "fold":
        ledgers.fold()
    elif what == "several":
        InstrumentState.objects.filter(kind="trade-scale").update(status=which)
    elif what == "place":
        Place.objects.filter(area__startswith=value).update(kind=which)
    else:
        instrument = Instrument.objects.order_by("pk")[which]
        happen_to(instrument, what, value, at, f"step-{number}")


def happen_to(instrument: Instrument, what: str, value: object, at: object, key: str) -> None:
    if what == "event":
        record(instrument, Report(value, at, key), source="staff")
    elif what == "verify":
        record(instrument, Report("verified", at, key, {"valid_until": value.isoformat()}), source="staff")
    elif what == "move":
        record(instrument, Report("moved", at, key, {"area": f"{value}m009/"}), source="staff")
    elif what == "remove":
        InstrumentState.objects.filter(instrument=instrument).delete()
    else:
        with transaction.atomic():
            record(instrument, Report("scrapped", at, key), source="staff")
            transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_counts_are_a_recount(cast: Cast, steps: list[tuple]):
    """Verified, moved, stopped, removed, by one or by many, undone half way, ledgers folded: the sums agree."""
    with transaction.atomic():
        for number, step in enumerate(steps):
            happen(number, step)
        assert counted() == recounted()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_and_do_not_wait():
    """Four people record events in one county while the ledgers are folded: nobody deadlocks, nothing is lost."""
    cast = assemble()

    def work(device_id: str) -> None:
        for day in range(1, 9):
            kind = "stopped" if day % 2 else "resumed"
            record(cast.scales[device_id], Report(kind, noon_of(date(2026, 11, day)), f"day-{day}"), source="staff")
        connection.close()

    def folding() -> None:
        for _ in range(6):
            ledgers.fold()
        connection.close()

    threads = [Thread(target=work, args=(one,)) for one in ("TS-1", "TS-2", "CS-1", "CS-2")] + [Thread(target=folding)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counted() == recounted()


def test_folding_leaves_one_row_a_key(cast: Cast):
    """A night's folding makes the ledgers as small as their keys."""
    for day in range(1, 5):
        kind = "stopped" if day % 2 else "resumed"
        record(cast.scales["TS-1"], Report(kind, noon_of(date(2026, 11, day)), f"day-{day}"), source="staff")
    before = counted()
    assert ledgers.fold() > 0
    assert counted() == before
    assert InstrumentCount.objects.count() == len(before[0])
