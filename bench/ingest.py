"""Durable weighings a second, from a scale's publish to its signed receipt, against COPY of the same rows.

Several rounds, the two ways in turn, in one run and on one embedded PostgreSQL with fsync on: the machine's mood then
strikes both alike, and only their ratio is worth quoting. The last line is that ratio in JSON.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from nacl.signing import SigningKey
from paho.mqtt import client as mqtt

from quanheng.connectors import frame, scale, topics
from quanheng.workers import broker, ports, unprivileged
from quanheng.workers.postgres import FAST_SHUTDOWN, EmbeddedPostgres

RECORDS_A_MESSAGE = 100
ROWS_A_COPY = 5000  # what the worker coalesces, so that both ways commit alike
SCALES = 100
START_SECONDS = 30.0
PATIENCE_SECONDS = 120
COLUMNS = (
    "instrument_id, seq, weighed_at, received_at, gross_mg, tare_mg, net_mg, unit_price_fen, price_unit_g, amount_fen, "
    "goods, goods_class, adc, zero_adc, clock, acts"
)


def device(number: int) -> str:
    return f"BENCH-{number:03d}"


def key_of(number: int) -> SigningKey:
    return SigningKey(number.to_bytes(32))


def weighing(seq: int, at_ms: int) -> scale.Weighing:
    net_mg = 200_000 + seq * 37 % 3_000_000 // 5000 * 5000
    price = 300 + seq * 13 % 4000
    return scale.Weighing(
        seq, at_ms, net_mg + 10_000, 10_000, net_mg, price, net_mg * price // 1_000_000, 20_000 + net_mg // 25, 20_000,
        1000, "小白菜", "vegetable", "synced", ("tare",),
    )  # fmt: skip


def messages_of(round_number: int, messages: int, now_ms: int) -> list[tuple[str, bytes]]:
    """Signed beforehand: what scales spend is not what the platform spends."""
    made = []
    for number in range(messages):
        who, turn = number % SCALES, number // SCALES
        first = (round_number * 1000 + turn) * RECORDS_A_MESSAGE + 1
        records = tuple(weighing(first + n, now_ms + n) for n in range(RECORDS_A_MESSAGE))
        body = scale.encode(scale.Batch(device(who), now_ms, records))
        made.append((topics.records(device(who)), frame.seal(body, key_of(who))))
    return made


class Bench:
    def __init__(self, url: str, broker_port: int, messages: int) -> None:
        self.url, self.broker_port, self.messages = url, broker_port, messages
        self.receipts = 0
        self.sender = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "bench", protocol=mqtt.MQTTv311)
        self.sender.max_inflight_messages_set(200)
        self.sender.max_queued_messages_set(0)
        self.sender.on_message = self.count
        self.sender.connect(ports.LOOPBACK, broker_port)
        self.sender.subscribe(topics.receipt("+"), qos=0)
        self.sender.loop_start()

    def count(self, _client: object, _data: object, _message: object) -> None:
        self.receipts += 1

    def wait_for_the_worker(self) -> None:
        """Until it answers: what is published before its subscription is lost. A refused batch leaves no row."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.receipts:
            if time.monotonic() > deadline:
                sys.exit("the ingest worker does not answer")
            self.sender.publish(topics.records(device(0)), frame.seal(b"{}", key_of(0)), qos=1)
            time.sleep(0.5)
        time.sleep(1)  # for the answers to the repeats

    def end_to_end(self, round_number: int) -> float:
        """Weighings a second, until the last receipt is here."""
        made = messages_of(round_number, self.messages, int(time.time() * 1000))
        self.receipts = 0
        started = time.perf_counter()
        for topic, message in made:
            self.sender.publish(topic, message, qos=1)
        while self.receipts < len(made):
            time.sleep(0.005)
            if time.perf_counter() - started > PATIENCE_SECONDS:
                sys.exit(f"only {self.receipts} of {len(made)} receipts came within {PATIENCE_SECONDS} s")
        return len(made) * RECORDS_A_MESSAGE / (time.perf_counter() - started)

    def copy(self) -> float:
        """The rows of the last round, encoded beforehand, into a table that holds the same as the other."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            rows = self.messages * RECORDS_A_MESSAGE
            chunks = list(self.chunks_of_last(connection, rows))
            started = time.perf_counter()
            for chunk in chunks:
                with (
                    connection.transaction(),
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY bench_weighing ({COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy,
                ):
                    copy.write(chunk)
            elapsed = time.perf_counter() - started
            both = "SELECT (SELECT count(*) FROM bench_weighing), (SELECT count(*) FROM measuring_weighing)"
            copied, received = connection.execute(both).fetchone() or (0, 0)
            assert copied == received, f"{copied} rows copied, {received} received"
        return rows / elapsed

    def chunks_of_last(self, connection: psycopg.Connection, rows: int) -> Iterator[bytes]:
        connection.execute(
            "CREATE TEMP TABLE last AS SELECT *, row_number() OVER (ORDER BY received_at, instrument_id, seq) AS n "
            f"FROM (SELECT * FROM measuring_weighing ORDER BY received_at DESC LIMIT {rows})"
        )
        for first in range(0, rows, ROWS_A_COPY):
            wanted = f"SELECT {COLUMNS} FROM last WHERE n > {first} AND n <= {first + ROWS_A_COPY} ORDER BY n"
            with connection.cursor() as cursor, cursor.copy(f"COPY ({wanted}) TO STDOUT (FORMAT BINARY)") as copy:
                yield b"".join(bytes(part) for part in copy)
        connection.execute("DROP TABLE last")


def found_the_town(url: str) -> None:
    """A hundred scales of one market, and a second table of weighings with the same partitions and indexes."""
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "quanheng.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from datetime import UTC, datetime, timedelta

    from django.db import connection

    from quanheng.measuring import partitions
    from quanheng.register.models import Instrument, Kind, Place, Region

    region = Region.objects.create(area="99/01/01/", name="虚构县", name_en="Invented", level="county")
    market = Place.objects.create(area="99/01/01/m001/", name="虚构市场", name_en="Invented", region=region)
    for number in range(SCALES):
        Instrument.objects.create(
            device_id=device(number), gtin="09521234543213", serial=device(number), kind=Kind.TRADE_SCALE, maker="虚构",
            model="QH-15", intervals="15kg/5g", public_key=bytes(key_of(number).verify_key),
            area=market.area, place=market,
        )  # fmt: skip
    today = datetime.now(UTC).astimezone(partitions.SHANGHAI).date()
    days = [today, today + timedelta(days=1)]
    partitions.ensure(days)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_weighing (LIKE measuring_weighing INCLUDING ALL) PARTITION BY RANGE (weighed_at)"
        )
        for day in days:
            start, end = partitions.bounds_of(day)
            cursor.execute(
                f"CREATE TABLE bench_weighing_{day:%Y%m%d} PARTITION OF bench_weighing "
                f"FOR VALUES FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
            )
    connection.close()


@contextmanager
def running(command: list[str], stop: signal.Signals = signal.SIGTERM, **options: object) -> Iterator[None]:
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    try:
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def a_broker(directory: Path, name: str, port: int) -> Iterator[None]:
    user = unprivileged.account()
    if name == "mosquitto":
        configuration = broker.write_configuration(directory / "broker", port, user)
        command, identity = [str(broker.mosquitto()), "-c", str(configuration)], unprivileged.identity(user)
    else:
        command, identity = [sys.executable, "-m", "quanheng.cli", "broker"], {}
    with running(command, env=os.environ | {"MQTT_PORT": str(port)}, stdout=subprocess.DEVNULL, **identity):
        deadline = time.monotonic() + START_SECONDS
        while not broker.answers(port):
            if time.monotonic() > deadline:
                sys.exit(f"{name} does not answer on port {port}")
            time.sleep(0.1)
        yield


@contextmanager
def a_database(directory: Path) -> Iterator[str]:
    postgres = EmbeddedPostgres(directory)
    server = postgres.start()
    try:
        yield postgres.url
    finally:
        server.send_signal(FAST_SHUTDOWN)
        server.wait(60)


def measure(broker_name: str, rounds: int, messages: int) -> list[tuple[float, float]]:
    with tempfile.TemporaryDirectory(prefix="quanheng-bench-") as name, a_database(Path(name)) as url:
        directory, port = Path(name), ports.any_free()
        os.environ |= {"DATA_DIR": name, "BROKER_URL": f"mqtt://{ports.LOOPBACK}:{port}"}
        found_the_town(url)
        worker = [sys.executable, "-m", "quanheng.cli", "ingest"]
        with a_broker(directory, broker_name, port), running(worker, stdout=subprocess.DEVNULL):
            bench = Bench(url, port, messages)
            bench.wait_for_the_worker()
            # The first round warms caches and is not counted.
            return [(bench.end_to_end(number), bench.copy()) for number in range(rounds + 1)][1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--broker", choices=["mosquitto", "amqtt"], default="mosquitto" if broker.mosquitto() else "amqtt"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=1500, help=f"a round, of {RECORDS_A_MESSAGE} weighings each")
    chosen = parser.parse_args()
    results = measure(chosen.broker, chosen.rounds, chosen.messages)
    print(f"{'round':>5} {'end to end /s':>14} {'COPY /s':>12} {'ratio':>6}   ({chosen.broker}, fsync on)")
    for number, (through, copied) in enumerate(results, 1):
        print(f"{number:>5} {through:>14,.0f} {copied:>12,.0f} {through / copied:>6.2f}")
    ratio = statistics.median(through / copied for through, copied in results)
    print(json.dumps({"end_to_end_to_copy": round(ratio, 3), "broker": chosen.broker, "rounds": chosen.rounds}))


if __name__ == "__main__":
    main()
