"""The forms for instruments of every kind, as people use them."""

import pytest

from quanheng.register.models import Instrument, Kind
from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("G22-2.2", "TZ-2.2")
PLATE = {"maker": "虚构仪表厂", "model": "JY-2", "serial": "J-1", "place": "晨光农贸市场", "key": "first"}


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_a_form(scene: Scene, kind: str):
    """What the form of a kind asks for, it enters, and the page of the instrument opens."""
    client = scene.client("chenguang")
    assert client.get(f"/console/new-instrument?kind={kind}").status_code == 200
    ranges = {"intervals": "15kg/5g"} if "scale" in kind else {}
    answer = client.post("/console/new-instrument", {"kind": kind, **PLATE, **ranges}, follow=True)
    assert answer.status_code == 200
    made = Instrument.objects.get(serial="J-1")
    assert answer.redirect_chain[-1][0] == f"/console/instruments/{made.device_id}"
    assert client.get(f"/console/instruments/{made.device_id}/describe").status_code == 200


def test_what_was_typed_stays_when_something_is_wrong(scene: Scene):
    """The answer stands beside the field, and the other fields keep what was typed."""
    said = {"kind": "fuel-dispenser", **PLATE, "serial": "", "nozzles-0-number": "1", "nozzles-0-flow_max_ml_min": "x"}
    answer = scene.client("chenguang").post("/console/new-instrument", said)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="q-serial-wrong"' in told
    assert 'id="q-nozzles-0-flow_max_ml_min-wrong"' in told
    assert "虚构仪表厂" in told


def test_more_rows_are_there_without_script(scene: Scene):
    """A weighing laboratory's set has more pieces than two: a button gives more rows and keeps what was typed."""
    said = {"kind": "weight-set", **PLATE, "pieces-0-number": "F-1", "more": "pieces"}
    told = scene.client("chenguang").post("/console/new-instrument", said).content.decode()
    assert told.count('name="pieces-') == 2 * 11
    assert 'value="F-1"' in told


def test_a_change_is_shown_on_the_page(scene: Scene):
    """Entered in the form, told in its life with before and after."""
    client = scene.client("dongping")
    client.post("/console/new-instrument", {"kind": "charger", **PLATE, "power_w": "60"})
    made = Instrument.objects.get(serial="J-1")
    path = f"/console/instruments/{made.device_id}/describe"
    assert 'value="60"' in client.get(path).content.decode()
    answer = client.post(path, {"power_w": "120", "reason": "铭牌复核", "key": "k"}, follow=True)
    assert "60 kW → 120 kW" in answer.content.decode()


def test_only_those_may_who_may(scene: Scene):
    """A stallholder registers nothing, a verifier corrects what is found on the plate but registers nothing."""
    assert scene.client("stallholder").get("/console/new-instrument").status_code == 403
    assert scene.client("verifier").get("/console/new-instrument").status_code == 403
    assert scene.client("verifier").get("/console/instruments/TS-1/describe").status_code == 200
