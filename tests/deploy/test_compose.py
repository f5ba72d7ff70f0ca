"""The container files name only what exists: commands, files, variables."""

import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from quanheng.cli import app

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = ("migrate", "web", "ingest", "imports", "outbox", "daily")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
ONCE_A_DAY = [unit for unit in UNITS if unit.with_suffix(".timer").exists()]
ALWAYS = [unit for unit in UNITS if unit not in ONCE_A_DAY]


@pytest.mark.requirement("QH-run")
@pytest.mark.parametrize("name", OURS)
def test_each_of_our_containers_runs_a_command_that_exists(name: str):
    """compose.yaml starts the same commands that a person starts by hand."""
    service = COMPOSE["services"][name]
    assert service["command"][0] in get_command(app).commands
    assert {"DATABASE_URL", "BROKER_URL", "SECRET_KEY", "PUBLIC_URL"} == set(service["environment"])


@pytest.mark.requirement("QH-run")
def test_nothing_starts_before_the_tables_are_there():
    """Web and ingest wait for the migration, the migration for the database."""
    wanted = {"condition": "service_completed_successfully"}
    assert all(COMPOSE["services"][name]["depends_on"]["migrate"] == wanted for name in ("web", "ingest"))
    assert COMPOSE["services"]["migrate"]["depends_on"]["database"] == {"condition": "service_healthy"}


@pytest.mark.requirement("QH-run")
def test_no_secret_has_a_default_and_the_broker_shows_its_tls_door_only():
    """A secret that is missing stops the start; plain MQTT stays between the containers."""
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert re.findall(r"\$\{(\w+):?-", text) == []
    assert COMPOSE["services"]["broker"]["ports"] == ["8883:8883"]
    assert "ports" not in COMPOSE["services"]["database"]


@pytest.mark.requirement("QH-run")
def test_the_image_copies_files_that_exist_and_runs_as_nobody_special():
    """Every COPY from the tree has its source, and the last USER is not root."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if re.match(r"COPY (?!--)", line) for word in line.split()[1:-1]]
    assert [path for path in copied if not (DEPLOY.parent / path).exists()] == []
    assert [line for line in lines if line.startswith("USER")][-1] == "USER quanheng"


def command_of(unit: Path) -> str:
    command = re.search(r"^ExecStart=\S+/quanheng (\S+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    return command[1] if command else ""


@pytest.mark.requirement("QH-run")
@pytest.mark.parametrize("unit", ONCE_A_DAY, ids=lambda path: path.stem)
def test_each_timer_starts_a_command_that_exists_once_a_day(unit: Path):
    """Beside each unit its timer, by the clock of Shanghai, caught up after a machine was off."""
    assert command_of(unit) in get_command(app).commands
    assert "Type=oneshot" in unit.read_text(encoding="utf-8")
    timer = unit.with_suffix(".timer").read_text(encoding="utf-8")
    assert re.search(r"^OnCalendar=\*-\*-\* \d\d:\d\d:00 Asia/Shanghai$", timer, re.MULTILINE)
    assert "Persistent=true" in timer


@pytest.mark.requirement("QH-run")
def test_reminding_and_the_night_have_a_timer():
    """What `quanheng daily` does by itself, a server with systemd does by timers: both, and nothing else."""
    assert [unit.stem for unit in ONCE_A_DAY] == ["quanheng-nightly", "quanheng-remind"]


@pytest.mark.requirement("QH-run", "T4-5.3.3")
def test_the_messenger_is_started_again_whenever_it_stops():
    """What waits to be told waits for this process: it starts with the machine, and again when it fails."""
    assert [(unit.stem, command_of(unit)) for unit in ALWAYS] == [("quanheng-outbox", "outbox")]
    told = ALWAYS[0].read_text(encoding="utf-8")
    assert "Restart=always" in told
    assert "WantedBy=multi-user.target" in told
    assert "Type=oneshot" not in told
