"""The pages on which instruments that are no scales are verified."""

import re

import pytest

from quanheng.register.models import Verification
from tests.console.conftest import Scene
from tests.kinds import OWN, an_instrument, begun, try_all

pytestmark = pytest.mark.requirement("G22-2.2", "G22-2.3")


def page(scene: Scene, made: Verification, person: str = "verifier") -> str:
    return scene.client(person).get(f"/console/verifications/{made.number}").content.decode()


@pytest.mark.parametrize("kind", sorted(OWN))
def test_the_page_of_every_kind_asks_for_its_programme(scene: Scene, kind: str):
    """A field for each point, its unit beside it; where no figure is on file, for the limit and where it is written."""
    made = begun(scene.cast, kind, scene.at)
    told = page(scene, made)
    rows = re.findall(r'id="reading-([a-z]+)-\d+"', told)
    assert len(rows) == told.count('name="indication"') > 0
    assert (told.count('name="limit_source"') > 0) is (kind not in {"fuel-dispenser", "weight-set"})
    assert ('name="last_day"' in told) is (kind in {"water-meter", "taximeter", "weight-set"})
    assert ('name="seal_number"' in told) is (kind == "fuel-dispenser")


def test_a_reading_is_judged_at_once(scene: Scene):
    """With script the row and the proposal come back; what is wrong stands there with what was typed."""
    made = begun(scene.cast, "fuel-dispenser", scene.at)
    path = f"/console/verifications/{made.number}/readings/flow/1"
    client = scene.client("verifier", hx_request="true")
    told = client.post(path, {"reference": "20", "indication": "20.1"}).content.decode()
    assert "0.5 %" in told
    assert "±0.3 %" in told
    assert "不合格：示值误差超过最大允许误差" in told
    told = client.post(path, {"reference": "二十", "indication": "20.1"}).content.decode()
    assert 'value="二十"' in told
    assert 'role="alert"' in told
    assert client.post(f"{path}9", {"reference": "20", "indication": "20"}).status_code == 404


def test_a_meter_is_ended_with_a_last_day(scene: Scene):
    """Without one the page says so beside the field; with one and its source it passes."""
    made = begun(scene.cast, "water-meter", scene.at)
    try_all(made, scene.cast.people["verifier"], scene.at)
    path, client = f"/console/verifications/{made.number}/finish", scene.client("verifier")
    told = client.post(path, {"outcome": "pass"})
    assert told.status_code == 422
    assert 'id="last-day-wrong"' in told.content.decode()
    assert (
        client.post(path, {"outcome": "pass", "last_day": "2034-01-01", "last_day_source": "JJG 162"}).status_code
        == 302
    )
    assert Verification.objects.get(pk=made.pk).paper["valid_until"] == "2034-01-01"
    assert "未录入限值" not in page(scene, made, "chenguang")


@pytest.mark.requirement("C21-6")
def test_meters_that_have_to_go_are_a_list(scene: Scene):
    """Eight years after it was verified a meter is due for replacement; the page says how sure that is."""
    past = {"in_use_on": "2018-06-01", "verified_on": "2018-06-01"}
    meter = an_instrument(scene.cast, "electricity-meter", scene.at, **past, valid_until="2026-05-31")
    charger = an_instrument(scene.cast, "charger", scene.at, **past, valid_until="2021-05-31")
    told = (
        scene.client("dongping")
        .get("/console/verifications/due?within=overdue&kind=electricity-meter")
        .content.decode()
    )
    assert meter.device_id in told
    assert charger.device_id not in told
    assert "96 个月" in told
    assert "JJG 596" in told
    both = scene.client("dongping").get("/console/verifications/due?within=overdue&kind=spaceship").content.decode()
    assert meter.device_id in both
    assert charger.device_id in both
