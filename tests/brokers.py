"""Real brokers for tests: started on a free port, ended with the test."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from quanheng.workers import broker, ports, unprivileged

KINDS = ["mosquitto", "amqtt"]
START_SECONDS = 30


@dataclass
class RunningBroker:
    kind: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"mqtt://{ports.LOOPBACK}:{self.port}"


def start(kind: str, directory: Path, port: int) -> RunningBroker:
    options: dict = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if kind == "mosquitto":
        user = unprivileged.account()
        configuration = broker.write_configuration(directory / "broker", port, user)
        command = [str(broker.mosquitto()), "-c", str(configuration)]
        options |= unprivileged.identity(user)
    else:
        command = [sys.executable, "-m", "quanheng.cli", "broker"]
        options["env"] = os.environ | {"MQTT_PORT": str(port)}
    running = RunningBroker(kind, port, subprocess.Popen(command, **options))
    deadline = time.monotonic() + START_SECONDS
    while not broker.answers(port):
        assert running.process.poll() is None, f"{kind} ended at once"
        assert time.monotonic() < deadline, f"{kind} does not answer"
        time.sleep(0.05)
    return running


@contextmanager
def serving(kind: str, directory: Path) -> Iterator[RunningBroker]:
    if kind == "mosquitto" and broker.mosquitto() is None:
        pytest.skip("Mosquitto is not installed")
    running = start(kind, directory, ports.any_free())
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait(10)
