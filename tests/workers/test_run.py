"""`quanheng run` with its real parts: it starts, lives through deaths, stops, and starts again with its data."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.e2e.market import LivingMarket
from tests.waiting import until

pytestmark = pytest.mark.e2e
PARTS = ["postgres", "makers", "broker", "ingest", "imports", "web", "simulator", "daily"]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingMarket]:
    with LivingMarket(tmp_path_factory.mktemp("run") / "data") as market:
        yield market


def instruments(market: LivingMarket) -> int:
    with psycopg.connect(market.database_url) as connection:
        return connection.execute("SELECT count(*) FROM register_instrument").fetchone()[0]


@pytest.mark.requirement("QH-run")
def test_the_terminal_tells_where_to_look_and_who_may_sign_in(market: LivingMarket):
    """A newcomer reads the address and one account per role from the terminal."""
    assert f"ready: open {market.url}/" in market.said
    for role in ("regulator-city", "manager-chenguang", "administrator-chenguang", "stall-chenguang-01"):
        assert role in market.said


@pytest.mark.requirement("QH-run")
def test_every_part_is_up_and_healthz_says_so(market: LivingMarket):
    """The state of each part is read from outside, as monitoring does."""
    assert [market.part(name).state for name in PARTS] == ["up"] * len(PARTS)
    health = market.health()
    assert set(PARTS) <= set(str(health).replace("'", " ").split())
    assert isinstance(health["weighings_stored"], int)


@pytest.mark.requirement("QH-run")
@pytest.mark.parametrize("name", PARTS)
def test_a_killed_part_is_started_again(market: LivingMarket, name: str):
    """SIGKILL of any one part, the database too, is noticed; the others live on or come back."""
    market.wait_until_back(name, market.kill(name))
    until(lambda: all(market.part(part).state == "up" for part in PARTS), "every part up")
    until(lambda: answers(market), "the page answers")


def answers(market: LivingMarket) -> bool:
    try:
        return "weighings_stored" in market.health()
    except (OSError, ValueError):
        return False


@pytest.mark.requirement("QH-run")
def test_a_second_run_is_refused_in_one_sentence(market: LivingMarket):
    """Two runs never share one data directory."""
    second = subprocess.run(
        [sys.executable, "-m", "quanheng.cli", "run"], env=market.environment, capture_output=True, text=True
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "stop it, or choose another DATA_DIR" in second.stderr


@pytest.mark.requirement("QH-run")
def test_a_taken_port_is_named(market: LivingMarket, tmp_path: Path):
    """The sentence says which port and how to choose another; nothing is left running."""
    environment = {**market.environment, "DATA_DIR": str(tmp_path)}
    refused = subprocess.run(
        [sys.executable, "-m", "quanheng.cli", "run"], env=environment, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert f"port {market.port} is taken" in refused.stderr


@pytest.mark.requirement("QH-run", "QH-durable")
def test_stop_leaves_nothing_running_and_the_next_start_has_the_data(market: LivingMarket):
    """Ctrl-C ends every process with exit code 0; what was stored is there after the next start."""
    before, family = instruments(market), market.processes()
    assert before > 0
    assert market.stop() == 0
    assert not [process for process in family if process.is_running()]
    market.start()
    assert instruments(market) == before


@pytest.mark.requirement("QH-run", "QH-durable")
@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel tells a child of its parent's death")
def test_a_killed_supervisor_leaves_no_orphan(market: LivingMarket):
    """The parts end with their supervisor; the database shuts down in order and opens again."""
    before, family = instruments(market), market.processes()
    market.kill_supervisor()
    until(lambda: not any(alive(process) for process in family), "no process left")
    market.start()
    assert instruments(market) == before


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.mark.requirement("QH-run")
def test_amqtt_stands_in_where_mosquitto_is_missing(tmp_path: Path):
    """A machine without Mosquitto still shows the city; the terminal says which broker serves."""
    with LivingMarket(tmp_path / "data", {"BROKER": "amqtt"}) as market:
        assert "amqtt serves instead" in market.said
        until(lambda: market.health()["weighings_stored"] > 0, "a weighing arrives through amqtt", 120)
    assert not os.path.exists(tmp_path / "data" / "broker" / "mosquitto.conf")
