"""The city on real brokers: every record arrives once, whatever dies in between."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quanheng.connectors.scale import Recheck
from quanheng.simulator.broker_link import AddressWrong
from quanheng.simulator.city import Clock, run
from quanheng.simulator.fleet import manifest
from quanheng.workers import broker, ports, unprivileged
from tests.simulator.stand_in import StandIn
from tests.waiting import until

SEED, START_MS = 7, 1_795_136_400_000
SCALES = 64
Start = Callable[[Path, int], subprocess.Popen[bytes]]
pytestmark = pytest.mark.requirement("QH-sim", "QH-durable")


def mosquitto(directory: Path, port: int) -> subprocess.Popen[bytes]:
    user = unprivileged.account()
    configuration = broker.write_configuration(directory / "broker", port, user)
    return subprocess.Popen([broker.mosquitto(), "-c", str(configuration)], cwd="/", **unprivileged.identity(user))


def amqtt(_directory: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "MQTT_PORT": str(port)}
    return subprocess.Popen([sys.executable, "-m", "quanheng.cli", "broker"], env=environment)


needs_mosquitto = pytest.mark.skipif(broker.mosquitto() is None, reason="Mosquitto is not installed")


@contextmanager
def listening(start: Start, directory: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = start(directory, port)
    try:
        until(lambda: broker.answers(port), "the broker listens", 20)
        yield process
    finally:
        process.kill()
        process.wait(20)


@contextmanager
def living(platform: StandIn, port: int, directory: Path) -> Iterator[None]:
    """The city in a thread of this process, with a journal in the directory, ten times faster than life."""
    stop = threading.Event()
    keywords = {"truth_path": directory / "truth.jsonl", "journal_path": directory / "journal.sqlite3"}
    arguments = (f"mqtt://127.0.0.1:{port}", platform.url, SEED, 10.0)
    city = threading.Thread(
        target=run, args=arguments, kwargs=keywords | {"start_ms": START_MS, "stopped": stop.is_set}
    )
    city.start()
    try:
        yield
    finally:
        stop.set()
        city.join(20)
    assert not city.is_alive()


@pytest.fixture
def port() -> int:
    return ports.any_free()


@pytest.fixture
def platform(port: int) -> Iterator[StandIn]:
    made = StandIn(manifest(SEED), port)
    yield made
    made.close()


def rechecks_of(platform: StandIn) -> list[Recheck]:
    return [one for one in list(platform.records.values()) if isinstance(one, Recheck)]


def told(directory: Path) -> set[tuple[str, int]]:
    """What truly happened, by the truth file."""
    lines = (directory / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {(line["scale"], line["seq"]) for line in map(json.loads, lines)}


def test_a_fast_city_never_runs_a_day_ahead() -> None:
    """Ten times as fast as life, until twenty hours are gained; then at life's pace. A slow one is just slow."""
    passed = [0.0]
    fast, slow = (Clock(START_MS, speed, lambda: passed[0]) for speed in (10, 0.5))
    for hours, fast_hours, slow_hours in [(1, 10, 0.5), (2, 20, 1), (3, 23, 1.5), (48, 68, 24)]:
        passed[0] = hours * 3600.0
        assert fast.now_ms() == START_MS + fast_hours * 3_600_000
        assert slow.now_ms() == START_MS + slow_hours * 3_600_000


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("address", ["", "127.0.0.1:1883", "http://127.0.0.1:1883", "mqtt://"])
def test_a_wrong_address_is_told(address: str) -> None:
    """A slip in the broker's address ends the program with a sentence, not with a guess."""
    with pytest.raises(AddressWrong, match="looks like mqtt://"):
        run(address, "http://127.0.0.1:9", SEED)


@pytest.mark.parametrize("start", [pytest.param(mosquitto, marks=needs_mosquitto), amqtt])
def test_a_market_comes_to_life(start: Start, tmp_path: Path, port: int, platform: StandIn) -> None:
    """By MQTT 5 or 3.1.1: every scale is born, weighings and rechecks and photographs arrive, somebody complains."""
    with listening(start, tmp_path, port):
        with living(platform, port, tmp_path):
            until(lambda: len(platform.online) == SCALES, "every scale is connected")
            until(lambda: platform.complaints, "a complaint is lodged")
            until(lambda: rechecks_of(platform), "a recheck has arrived")
            rechecks = rechecks_of(platform)
            until(lambda: rechecks[0].photograph_sha256 in platform.photographs, "its photograph is uploaded")
        until(lambda: not platform.online, "every scale has said goodbye")
    assert platform.complaints[0]["purchase_code"] in {recheck.purchase_code for recheck in rechecks_of(platform)}


@needs_mosquitto
def test_nothing_is_lost_with_a_broker_or_a_restart(tmp_path: Path, port: int, platform: StandIn) -> None:
    """A broker is killed, the city stops and goes on: each record arrives, and no number comes with two contents."""
    with living(platform, port, tmp_path):
        with listening(mosquitto, tmp_path, port):
            until(lambda: len(platform.records) > 50, "records arrive")
        before = len(told(tmp_path))
        until(lambda: len(told(tmp_path)) > before + 30, "the city goes on without a broker")
    with living(platform, port, tmp_path), listening(mosquitto, tmp_path, port):
        happened = told(tmp_path)
        until(lambda: happened <= set(platform.records), "everything has arrived")
    assert platform.changed == []


@needs_mosquitto
def test_a_broker_that_lets_nobody_in_is_told(
    tmp_path: Path, port: int, platform: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """One line says why, not one a second."""

    def strict(directory: Path, port: int) -> subprocess.Popen[bytes]:
        configuration = directory / "strict.conf"
        configuration.write_text(f"listener {port} 127.0.0.1\nallow_anonymous false\n")
        return subprocess.Popen([broker.mosquitto(), "-c", str(configuration)])

    with caplog.at_level("INFO"), listening(strict, tmp_path, port), living(platform, port, tmp_path):
        until(lambda: any("does not let" in line for line in caplog.messages), "the refusal is told")
    told_so = [line for line in caplog.messages if "does not let" in line]
    assert len(told_so) == 1
    assert told_so[0].endswith("Not authorized")


def test_the_terminal_is_readable(
    tmp_path: Path, port: int, platform: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """One line for what is worth one: the broker reached and lost, a shortfall, a complaint."""
    with caplog.at_level("INFO"), living(platform, port, tmp_path):
        with listening(amqtt, tmp_path, port):
            for line in ("broker reached, MQTT 3.1.1", "complaint C-1 lodged"):
                until(lambda line=line: line in caplog.messages, line)
        until(lambda: "broker lost; the scales keep their records" in caplog.messages, "the loss is told")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("quanheng.simulator")]
    assert any(" short of " in line for line in ours)
    assert len(ours) < 20
