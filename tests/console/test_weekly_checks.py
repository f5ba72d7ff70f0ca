"""The pages of weekly checks: the list of what is missing, and the check guided on a phone."""

import re

import pytest
from django.test import Client

from quanheng.console.leaf import leaf
from quanheng.measuring.models import WeeklyCheck
from tests.console.conftest import Scene
from tests.console.test_lists import all_leaves

pytestmark = pytest.mark.requirement("T4-4.2.3.4", "T4-5.2")
PAGE = "/console/weekly-check/CS-1"


def key_in(client: Client) -> str:
    return re.search(r'name="key" value="([^"]+)"', client.get(PAGE).content.decode())[1]


def send(client: Client, *readings: str, **changes: str):
    given = {f"reading_{n}": reading for n, reading in enumerate(readings, 1)}
    return client.post(
        PAGE, {"load": "15", "weights": "M1-0001", "key": key_in(client), **given, **changes}, follow=True
    )


def test_the_form_proposes_half_of_max(scene: Scene):
    """For a scale of Max 30 kg the phone says 15 kg, and the weights used last time need not be typed again."""
    client = scene.client("chenguang")
    assert 'name="load" value="15"' in client.get(PAGE).content.decode()
    send(client, "15", "15", "15")
    assert 'value="M1-0001"' in client.get(PAGE).content.decode()


def test_the_answer_comes_at_once(scene: Scene):
    """A good check says until when the next one is due; a bad one says stop, and why, in the reader's language."""
    client = scene.client("administrator")
    assert "核查正常" in send(client, "15", "15.005", "15").content.decode()
    client.cookies["django_language"] = "en"
    told = send(client, "15.1", "15.1", "15.1").content.decode()
    assert "Stop the scale at once" in told
    assert "It returns to use only after a verification that it passes." in told


@pytest.mark.requirement("QH-input")
def test_a_wrong_form_comes_back_filled_in(scene: Scene):
    """Nothing that was typed is lost, and each fault stands at its field."""
    answer = send(scene.client("chenguang"), "15.005", "一五", "15")
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="15.005"' in told
    assert 'id="reading_2-wrong"' in told
    assert WeeklyCheck.objects.count() == 0


def test_a_regulator_reads_and_does_not_check(scene: Scene):
    """The market checks its own scales; the authority sees the record."""
    client = scene.client("dongping")
    told = client.get(PAGE)
    assert told.status_code == 200
    assert 'name="reading_1"' not in told.content.decode()
    assert client.post(PAGE, {}).status_code == 403


def test_a_trade_scale_has_no_weekly_check(scene: Scene):
    """Only check scales are checked weekly with weights."""
    assert scene.client("chenguang").get("/console/weekly-check/TS-1").status_code == 404


def test_every_missing_check_is_on_one_leaf(scene: Scene, monkeypatch):
    """Cut into leaves of one, the list of the city holds each scale once, market after market."""
    monkeypatch.setattr("quanheng.console.leaf.leaf", one_a_leaf)
    client = scene.client("city")
    found = all_leaves(client, "/console/weekly-checks", r'weekly-check/(CS-\d)">CS')
    assert found == ["CS-1", "CS-2", "CS-3"]
    assert client.get("/console/weekly-checks?after=%00~&show=nonsense").status_code == 200


def one_a_leaf(rows, key):
    return leaf(rows, key, 1)


def test_the_course_is_drawn(scene: Scene):
    """From the second check on, six readings are six dots between the limits."""
    client = scene.client("chenguang")
    send(client, "15", "15", "15")
    assert "<circle" not in client.get(PAGE).content.decode()
    send(client, "15.005", "15.005", "15")
    assert client.get(PAGE).content.decode().count("<circle") == 6
