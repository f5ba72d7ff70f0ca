"""What a scale reports of itself is part of its life: its housing, its lock, its parameters (N25-3.2, N25-3.5)."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quanheng.connectors import scale, topics
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.receive import receive
from quanheng.register.models import InstrumentEvent, InstrumentState
from tests.cast import NOON, NOON_MS, Cast, a_message

pytestmark = pytest.mark.requirement("N25-3.2", "N25-3.5")


def an_event(event: str, seq: int = 1, minutes: int = 0, detail: str = "") -> scale.DeviceEvent:
    return scale.DeviceEvent(seq, NOON_MS - 3_600_000 + minutes * 60_000, event, detail)


def tell(device_id: str, *events: scale.DeviceEvent) -> Arrival:
    return Arrival(topics.records(device_id), a_message(device_id, *events), NOON)


def take(*arrivals: Arrival) -> None:
    receive(list(arrivals), "ingest-test", KnownScales())


def life_of(cast: Cast, device_id: str) -> list[str]:
    events = InstrumentEvent.objects.filter(instrument=cast.scales[device_id], source="device")
    return list(events.order_by("happened_at", "id").values_list("kind", flat=True))


def state_of(cast: Cast, device_id: str) -> InstrumentState:
    return InstrumentState.objects.get(instrument=cast.scales[device_id])


def test_an_opened_housing_locks_the_scale_in_the_register(cast: Cast):
    """The scale tells that it was opened: the register has it locked, and its verification is void."""
    take(tell("TS-1", an_event("housing-opened", 1, detail="back cover"), an_event("locked", 2, 1)))
    (opened, _locked) = InstrumentEvent.objects.filter(source="device").order_by("happened_at")
    assert (opened.kind, opened.facts, opened.area) == (
        "housing-opened",
        {"detail": "back cover"},
        "99/01/01/m001/s001/",
    )
    assert opened.happened_at == datetime.fromtimestamp((NOON_MS - 3_600_000) / 1000, UTC)
    state = state_of(cast, "TS-1")
    assert state.locked
    assert state.due_on is None
    assert ["housing-opened", "2026-11-20"] in state.since


def test_the_neighbour_stays_as_it_was(cast: Cast):
    """Only the life that something happened to is told anew."""
    before = state_of(cast, "TS-2").last_event_at
    take(tell("TS-1", an_event("housing-opened")), tell("TS-2", an_event("power-on")))
    assert life_of(cast, "TS-2") == []
    assert state_of(cast, "TS-2").last_event_at == before


def test_switching_on_and_off_is_no_part_of_a_life(cast: Cast):
    """A scale is switched on every morning; its life would be hard to read."""
    take(tell("TS-1", an_event("power-on", 1), an_event("power-off", 2), an_event("parameter-changed", 3)))
    assert life_of(cast, "TS-1") == ["parameter-changed"]


def test_an_event_sent_again_is_one_event(cast: Cast):
    """The scale did not hear our receipt: its life tells it once, in one batch or in another."""
    opened, unlocked = an_event("housing-opened", 1), an_event("unlocked", 2, 5)
    take(tell("TS-1", opened), tell("TS-1", opened))
    take(tell("TS-1", opened, unlocked))
    assert life_of(cast, "TS-1") == ["housing-opened", "unlocked"]
    assert not state_of(cast, "TS-1").locked


def test_news_that_come_late_are_told_in_their_time(cast: Cast):
    """The unlocking arrives before the opening that came before it: the scale is unlocked."""
    take(tell("TS-1", an_event("unlocked", 2, minutes=5)))
    take(tell("TS-1", an_event("housing-opened", 1, minutes=0)))
    assert not state_of(cast, "TS-1").locked


def test_many_scales_cost_as_many_queries_as_one(cast: Cast):
    """A power cut wakes a whole market at once; each batch is stored by the same few statements."""
    take(tell("TS-3", an_event("locked", 9)))
    with CaptureQueriesContext(
        connection,
    ) as one:
        take(tell("TS-1", an_event("locked", 1)))
    with CaptureQueriesContext(connection) as several:
        take(*(tell(name, an_event("locked", 2), an_event("unlocked", 3, 1)) for name in ("TS-1", "TS-2", "CS-1")))
    assert len(several) == len(one)


def test_a_locked_scale_tells_the_number_it_shows(cast: Cast):
    """The number stands in the life of the scale, and so does each refused code."""
    locked = scale.DeviceEvent(1, NOON_MS - 3_600_000, "locked", challenge="12345678")
    refused = scale.DeviceEvent(2, NOON_MS - 3_500_000, "unlock-refused", "wrong code 1 of 5", challenge="12345678")
    take(tell("TS-1", locked, refused))
    events = InstrumentEvent.objects.filter(source="device").order_by("happened_at")
    assert [(event.kind, event.facts["challenge"]) for event in events] == [
        ("locked", "12345678"),
        ("unlock-refused", "12345678"),
    ]
    assert state_of(cast, "TS-1").locked
