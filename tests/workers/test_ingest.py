"""The ingest worker against real brokers: what is acknowledged, what is answered, what comes again."""

import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from paho.mqtt import client as mqtt

from quanheng.connectors import frame, scale, topics
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.models import Presence, RejectedMessage, Weighing
from quanheng.measuring.platform_key import signing_key
from quanheng.workers import ingest as ingest_module
from quanheng.workers import ports
from quanheng.workers.ingest import Ingest, gather
from quanheng.workers.subscription import Subscription, version_spoken
from tests import brokers
from tests.brokers import RunningBroker
from tests.cast import NOON, NOON_MS, Cast, a_message, a_weighing, key_of

WAIT_SECONDS = 20
pytestmark = pytest.mark.requirement("QH-ingest")


@pytest.fixture(params=brokers.KINDS)
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningBroker]:
    with brokers.serving(request.param, tmp_path) as running:
        yield running


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[RunningBroker]:
    with brokers.serving("mosquitto", tmp_path) as running:
        yield running


class ScaleClient:
    """A scale as its firmware would speak: MQTT 3.1.1, its own receipts."""

    def __init__(self, url: str, device_id: str) -> None:
        self.device_id = device_id
        self.receipts: queue.Queue[bytes] = queue.Queue()
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, device_id, protocol=mqtt.MQTTv311)
        self.client.on_message = lambda _client, _data, message: self.receipts.put(message.payload)
        self.client.connect(ports.LOOPBACK, int(url.rpartition(":")[2]))
        self.client.loop_start()
        self.client.subscribe(topics.receipt(device_id), qos=1)

    def publish(self, topic: str, message: bytes, *, retain: bool = False) -> None:
        self.client.publish(topic, message, qos=1, retain=retain).wait_for_publish(WAIT_SECONDS)

    def send(self, *records: scale.Record) -> None:
        self.publish(topics.records(self.device_id), a_message(self.device_id, *records))

    def receipt(self) -> scale.Receipt:
        message = self.receipts.get(timeout=WAIT_SECONDS)
        return scale.decode_receipt(frame.open_frame(message, signing_key().verify_key))

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


@pytest.fixture
def a_scale() -> Iterator[Callable[[str, str], ScaleClient]]:
    opened: list[ScaleClient] = []

    def connect(url: str, device_id: str) -> ScaleClient:
        opened.append(ScaleClient(url, device_id))
        return opened[-1]

    yield connect
    for one in opened:
        one.close()


def worker_at(url: str, said: list[str] | None = None) -> Ingest:
    version = version_spoken(url)
    assert version is not None
    worker = Ingest("ingest-test", Subscription(url, "ingest-test", version, (said or []).append))
    until(lambda: worker.subscription.client.is_connected(), worker)
    for _ in range(20):  # the subscription is acknowledged too
        worker.subscription.pump(0.02)
    return worker


def until(done: Callable[[], bool], worker: Ingest) -> None:
    """Let the worker work until the condition holds."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not done():
        assert time.monotonic() < deadline, "the worker did not come so far"
        if deliveries := gather(worker.subscription):
            worker.take(deliveries)


def test_the_version_a_broker_speaks(broker: RunningBroker):
    """MQTT 5 where it is understood; amqtt speaks 3.1.1 only, and hangs up on anything newer."""
    assert version_spoken(broker.url) == {"mosquitto": "5", "amqtt": "3.1.1"}[broker.kind]


def test_nobody_there():
    """Without a broker there is no answer, and no version to guess."""
    assert version_spoken(f"mqtt://{ports.LOOPBACK}:{ports.any_free()}") is None


def test_a_batch_is_stored_and_receipted(cast: Cast, broker: RunningBroker, a_scale):
    """The scale hears a receipt signed by the platform, and the weighing is there."""
    worker, ts1 = worker_at(broker.url), a_scale(broker.url, "TS-1")
    ts1.send(a_weighing(1), a_weighing(2))
    until(lambda: Weighing.objects.count() == 2, worker)
    worker.subscription.pump(0.1)
    receipt = ts1.receipt()
    assert (receipt.scale, receipt.from_seq, receipt.to_seq, receipt.stored) == ("TS-1", 1, 2, 2)
    worker.subscription.close()


def test_junk_stops_nobody(cast: Cast, broker: RunningBroker, a_scale):
    """A message that is no frame is kept and acknowledged, and the next one is taken."""
    worker, ts1 = worker_at(broker.url), a_scale(broker.url, "TS-1")
    ts1.publish(topics.records("TS-1"), b"junk")
    ts1.publish(topics.records("TS-1"), b"")
    ts1.publish("quanheng/v1/TS-1/up/else/where", b"x")
    ts1.send(a_weighing(1))
    until(lambda: Weighing.objects.exists(), worker)
    assert set(RejectedMessage.objects.values_list("reason", flat=True)) <= {"not-a-frame", "wrong-topic"}
    worker.subscription.close()


def test_what_is_sent_while_the_worker_is_away_waits(cast: Cast, mosquitto: RunningBroker, a_scale):
    """The session outlives the worker's connection: nothing published meanwhile is lost."""
    worker_at(mosquitto.url).subscription.close()
    a_scale(mosquitto.url, "TS-1").send(a_weighing(1))
    worker = worker_at(mosquitto.url)
    until(lambda: Weighing.objects.exists(), worker)
    worker.subscription.close()


def test_unacknowledged_messages_come_again(cast: Cast, mosquitto: RunningBroker, a_scale):
    """A worker that dies with messages in hand has acknowledged none: its successor gets them."""
    worker = worker_at(mosquitto.url)
    a_scale(mosquitto.url, "TS-1").send(a_weighing(1))
    while not worker.subscription.inbox:
        worker.subscription.pump(0.1)
    worker.subscription.client.socket().close()  # a death, not a good-bye

    successor = worker_at(mosquitto.url)
    until(lambda: Weighing.objects.exists(), successor)
    successor.subscription.close()


def test_no_acknowledgement_for_an_earlier_connection(cast: Cast, mosquitto: RunningBroker, monkeypatch):
    """After a reconnection the number of an old message may be another's: it is not acknowledged."""
    worker = worker_at(mosquitto.url)
    old = ingest_module.Delivery(Arrival("t", b"x", NOON), 1, 1, worker.subscription.connection - 1)
    acknowledged: list[int] = []
    monkeypatch.setattr(worker.subscription.client, "ack", lambda mid, _qos: acknowledged.append(mid))
    worker.subscription.acknowledge(old)
    worker.subscription.acknowledge(old._replace(mid=2, connection=worker.subscription.connection))
    assert acknowledged == [2]
    worker.subscription.close()


def test_a_broker_that_comes_back_is_found_again(cast: Cast, tmp_path: Path, a_scale):
    """A restarted broker has forgotten us; we come back by ourselves and hear what is sent then."""
    with brokers.serving("mosquitto", tmp_path) as first:
        worker = worker_at(first.url)
    for _ in range(5):
        worker.subscription.pump(0.1)
    again = brokers.start("mosquitto", tmp_path, first.port)
    try:
        before = worker.subscription.connection
        until(lambda: worker.subscription.connection > before, worker)
        until(lambda: True, worker)
        for _ in range(20):
            worker.subscription.pump(0.02)
        a_scale(again.url, "TS-1").send(a_weighing(1))
        until(lambda: Weighing.objects.exists(), worker)
    finally:
        worker.subscription.close()
        again.process.kill()
        again.process.wait(10)


def test_a_batch_waits_for_the_database(cast: Cast, mosquitto: RunningBroker, a_scale, monkeypatch, capsys):
    """While the database is away nothing is acknowledged or lost; the same batch is tried until it is stored."""
    worker, ts1 = worker_at(mosquitto.url), a_scale(mosquitto.url, "TS-1")
    receive, failures = ingest_module.receive, [1, 2]
    monkeypatch.setattr(ingest_module.connection, "close", lambda: None)  # would end the test's own transaction

    def receive_later(*arguments):
        if failures:
            failures.pop()
            raise OperationalError("the server closed the connection")
        return receive(*arguments)

    monkeypatch.setattr(ingest_module, "receive", receive_later)
    ts1.send(a_weighing(1))
    until(lambda: Weighing.objects.exists(), worker)
    worker.subscription.pump(0.1)
    assert ts1.receipt().stored == 1
    told = capsys.readouterr().out
    assert told.count("the database is away") == 1
    assert "the database is back" in told
    worker.subscription.close()


@pytest.mark.requirement("QH-live")
def test_a_birth_before_our_start_is_heard(cast: Cast, broker: RunningBroker, a_scale):
    """Births are retained, so that a worker that starts later knows who is on the line; a death ends only its own."""
    ts1 = a_scale(broker.url, "TS-1")
    birth = scale.Birth("TS-1", "session-2", NOON_MS)
    ts1.publish(topics.status("TS-1"), frame.seal(scale.encode(birth), key_of("TS-1")), retain=True)
    worker = worker_at(broker.url)
    until(lambda: Presence.objects.filter(online=True).exists(), worker)

    for session, online in (("session-1", True), ("session-2", False)):
        death = scale.Death("TS-1", session, NOON_MS)
        ts1.publish(topics.status("TS-1"), frame.seal(scale.encode(death), key_of("TS-1")))
        ts1.send(a_weighing(1 if online else 2))
        until(lambda online=online: Weighing.objects.count() == (1 if online else 2), worker)
        assert Presence.objects.get().online is online
    worker.subscription.close()
