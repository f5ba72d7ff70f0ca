"""The same processes without our supervisor: each by its own command, against a given database and broker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml

from quanheng.workers import broker, ports
from tests.waiting import until

COMPOSE = Path(__file__).resolve().parents[2] / "deploy" / "compose.yaml"


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """What compose.yaml gives to each of our containers, and the ports of this test."""
    own = urlsplit(database_url)._replace(path="/one_by_one").geturl()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS one_by_one")
        connection.execute("CREATE DATABASE one_by_one")
    mqtt_port = ports.any_free()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("QUANHENG_")},
        "DATABASE_URL": own,
        "BROKER_URL": f"mqtt://platform:secret@127.0.0.1:{mqtt_port}",
        "MQTT_PORT": str(mqtt_port),
        "SECRET_KEY": "a test's key",
        "PUBLIC_URL": "https://example.org",
        "DATA_DIR": str(tmp_path),
        "PORT": str(ports.any_free()),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def process(name: str, environment: dict[str, str], said: Path) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("wb") as file:
        started = subprocess.Popen(
            [sys.executable, "-m", "quanheng.cli", name], env=environment, stdout=file, stderr=file
        )
    try:
        yield started
    finally:
        started.terminate()
        assert started.wait(30) is not None


@pytest.mark.e2e
@pytest.mark.requirement("QH-run")
def test_the_parts_start_one_by_one(environment: dict[str, str], tmp_path: Path):
    """Each part needs the variables of deploy/README.md and nothing else; the healthcheck finds the web."""
    subprocess.run([sys.executable, "-m", "quanheng.cli", "migrate"], env=environment, check=True)
    heard = tmp_path / "ingest.txt"
    with (
        process("broker", environment, tmp_path / "broker.txt"),
        process("ingest", environment, heard),
        process("web", environment, tmp_path / "web.txt"),
    ):
        until(lambda: broker.answers(int(environment["MQTT_PORT"])), "the broker listens")
        until(lambda: "connected to" in heard.read_text(), "ingest has found the broker")
        until(lambda: healthcheck(environment) == 0, "the container's healthcheck is content")


def healthcheck(environment: dict[str, str]) -> int:
    """The very command of compose.yaml, at this test's port."""
    _cmd, _python, *words = yaml.safe_load(COMPOSE.read_text())["services"]["web"]["healthcheck"]["test"]
    words = [word.replace("8000", environment["PORT"]) for word in words]
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True).returncode
