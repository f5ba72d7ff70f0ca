"""The pages of locked scales: ask, authorise with the code shown once, confirm."""

import re

import pytest
from django.conf import settings

from quanheng.connectors.unlock_codes import confirmation, secret_of
from quanheng.register.models import InstrumentState
from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("N25-3.2")
PAGE = "/console/unlocking/TS-1"


def ask(scene: Scene):
    return scene.client("chenguang").post(
        f"{PAGE}/request", {"challenge": "1234 5678", "reason": "更换键盘"}, follow=True
    )


def code_in(page: str) -> str:
    return re.search(r'<p class="display-5 number mb-2">(\d{4} \d{4})</p>', page)[1].replace(" ", "")


def test_asked_authorised_confirmed(scene: Scene):
    """The manager asks, the regulator reads the code out, the scale's answer is entered: the scale is unlocked."""
    assert "等待授权" in ask(scene).content.decode()
    regulator = scene.client("dongping")
    answer = regulator.post(f"{PAGE}/authorise")
    assert "no-store" in answer["Cache-Control"]
    code = code_in(answer.content.decode())
    number = confirmation(secret_of(settings.UNLOCK_MASTER_KEY, "TS-1"), code)
    told = scene.client("chenguang").post(f"{PAGE}/confirm", {"number": number}, follow=True).content.decode()
    assert "已解锁" in told
    assert not InstrumentState.objects.get(instrument__device_id="TS-1").locked


def test_the_code_is_shown_once(scene: Scene):
    """Neither the page nor a second press shows the code again."""
    ask(scene)
    regulator = scene.client("dongping")
    code = code_in(regulator.post(f"{PAGE}/authorise").content.decode())
    again = regulator.post(f"{PAGE}/authorise")
    assert again.status_code == 422
    for told in (again, regulator.get(PAGE), scene.client("chenguang").get(PAGE)):
        assert code not in told.content.decode().replace(" ", "")


def test_each_does_the_own_part(scene: Scene):
    """The market cannot authorise, the regulator does not ask, a stallholder does neither."""
    ask(scene)
    assert scene.client("chenguang").post(f"{PAGE}/authorise").status_code == 403
    assert scene.client("dongping").post(f"{PAGE}/request", {}).status_code == 403
    assert scene.client("stallholder").post(f"{PAGE}/request", {}).status_code == 403


@pytest.mark.requirement("QH-input")
def test_wrong_fields_are_told_and_kept(scene: Scene):
    """A mistyped number comes back with what is wrong, and how many attempts are left."""
    manager = scene.client("chenguang")
    answer = manager.post(f"{PAGE}/request", {"challenge": "123", "reason": "更换键盘"})
    assert answer.status_code == 422
    assert 'id="challenge-wrong"' in answer.content.decode()
    assert "更换键盘" in answer.content.decode()
    ask(scene)
    scene.client("dongping").post(f"{PAGE}/authorise")
    told = manager.post(f"{PAGE}/confirm", {"number": "00000000\0"}).content.decode()
    assert 'id="number-wrong"' in told
    assert "还可输入 4 次" in told
    assert manager.get("/console/unlocking?after=999999999999999999999").status_code == 200
