"""The health page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from quanheng.api import health
from quanheng.connectors import parts
from quanheng.connectors.parts import Part
from quanheng.measuring.models import Intake

pytestmark = pytest.mark.requirement("QH-run")
SINCE = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return tmp_path


def test_all_is_well(db: None, client: Client, own_parts: Path):
    """The total is that of all workers, and every part is named with its state."""
    Intake.objects.create(worker="ingest-1", weighings=40)
    Intake.objects.create(worker="https", weighings=2)
    parts.write(own_parts, [Part("ingest", "up", 1, SINCE, 3)])
    answer = client.get("/healthz")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["status"], told["weighings_stored"]) == ("ok", 42)
    assert told["parts"]["ingest"] == {"state": "up", "since": SINCE.isoformat(), "restarts": 3}
    assert told["parts"]["database"] == {"state": "up"}


def test_a_part_that_restarts_is_told(db: None, client: Client, own_parts: Path):
    """The pages still answer, so the code is 200, but it is not called well."""
    parts.write(own_parts, [Part("broker", "restarting", None, SINCE, 1)])
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch):
    """503, so that a load balancer looks elsewhere; and still an answer that says why."""

    def away() -> int:
        raise OperationalError("away")

    monkeypatch.setattr("quanheng.measuring.health.weighings_stored", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == {"state": "down"}
    assert health.weighings_stored_or_none() is None
