"""The worker and the database are killed in mid-stream; no receipted weighing is lost, and none is stored twice."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from paho.mqtt import client as mqtt

from quanheng.connectors import frame, scale, topics
from quanheng.simulator.fleet import device_key, manifest
from quanheng.workers import ports
from tests.e2e.market import LivingMarket
from tests.waiting import until

SEED = 7
RECORDS = 20
SENDERS = 4
AGAIN_SECONDS = 0.5  # sooner than a real scale, so that repeats meet the outages

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("QH-durable")]


class Sender(threading.Thread):
    """A scale as the wire asks it to be: one batch under way, sent again until its receipt is here."""

    def __init__(self, device_id: str, port: int, enough: threading.Event) -> None:
        super().__init__(daemon=True)
        self.device_id, self.key, self.enough = device_id, device_key(SEED, device_id), enough
        self.under_way = ""
        self.answered = threading.Event()
        self.sent: list[int] = []
        self.receipted: list[int] = []
        self.repeats = 0
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, device_id, protocol=mqtt.MQTTv311)
        self.client.on_connect = lambda client, *_: client.subscribe(topics.receipt(device_id), qos=1)
        self.client.on_message = self.hear
        self.client.connect(ports.LOOPBACK, port)
        self.client.loop_start()

    def hear(self, _client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        receipt = scale.decode_receipt(frame.split(message.payload).body)
        if receipt.batch_sha256 == self.under_way:
            assert not receipt.refused
            assert not receipt.rejected
            assert receipt.stored + receipt.duplicates == RECORDS
            self.answered.set()

    def run(self) -> None:
        seq = 1
        while not self.enough.is_set():
            numbers = list(range(seq, seq + RECORDS))
            self.deliver(scale.encode(scale.Batch(self.device_id, now_ms(), tuple(map(weighing, numbers)))))
            self.receipted += numbers
            seq += RECORDS
        self.client.disconnect()
        self.client.loop_stop()

    def deliver(self, body: bytes) -> None:
        self.under_way = sha256(body).hexdigest()
        self.answered.clear()
        message = frame.seal(body, self.key)
        self.client.publish(topics.records(self.device_id), message, qos=1)
        while not self.answered.wait(AGAIN_SECONDS):
            self.repeats += 1
            self.client.publish(topics.records(self.device_id), message, qos=1)


def now_ms() -> int:
    return int(time.time() * 1000)


def weighing(seq: int) -> scale.Weighing:
    return scale.Weighing(seq, now_ms(), 510_000, 10_000, 500_000, 600, 300, 400_000, 20_000, goods_class="vegetable")


@contextmanager
def stream_into(market: LivingMarket) -> Iterator[list[Sender]]:
    trade = [row["device_id"] for row in manifest(SEED)["instruments"] if row["kind"] == "trade"]
    enough = threading.Event()
    senders = [Sender(name, market.mqtt_port, enough) for name in trade[:SENDERS]]
    for sender in senders:
        sender.start()
    yield senders
    enough.set()
    for sender in senders:
        sender.join(120)
        assert not sender.is_alive(), f"{sender.device_id} still waits for a receipt"


def stored_numbers(market: LivingMarket, device_id: str) -> list[int]:
    with psycopg.connect(market.database_url) as connection:
        rows = connection.execute(
            "SELECT seq FROM measuring_weighing w JOIN register_instrument i ON i.id = w.instrument_id "
            "WHERE i.device_id = %s ORDER BY seq",
            [device_id],
        )
        return [seq for (seq,) in rows]


def test_no_receipted_weighing_is_lost_or_doubled(tmp_path: Path):
    """SIGKILL of the worker, then of PostgreSQL, then of both at once: every receipted record is stored once."""
    with LivingMarket(tmp_path / "data", {"NO_SIMULATOR": "1", "SIM_SEED": str(SEED)}) as market:
        with stream_into(market) as senders:
            for names in (["ingest"], ["postgres"], ["ingest", "postgres"]):
                before = sum(len(sender.receipted) for sender in senders)
                until(lambda before=before: sum(len(s.receipted) for s in senders) > before + 400, "records flow")
                dead = {name: market.kill(name) for name in names}
                promised = {sender.device_id: list(sender.receipted) for sender in senders}
                for name, pid in dead.items():
                    market.wait_until_back(name, pid)
                for device_id, numbers in promised.items():
                    assert set(numbers) <= set(stored_numbers(market, device_id)), "a receipt was broken"
            flowing = sum(len(sender.receipted) for sender in senders)
            until(lambda: sum(len(s.receipted) for s in senders) > flowing + 400, "records flow again")

        assert sum(sender.repeats for sender in senders) > 0, "nothing was interrupted"
        for sender in senders:
            assert stored_numbers(market, sender.device_id) == sender.receipted
        until(
            lambda: market.health()["weighings_stored"] == sum(len(sender.receipted) for sender in senders),
            "the health page counts each weighing once",
        )
