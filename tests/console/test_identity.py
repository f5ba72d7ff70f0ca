"""The pages of a check of identity: one screen at the scale, a plain answer, a decision (N25-3.4, N25-3.3)."""

import re
from base64 import b64encode

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.register.identity.looking_up import code_of
from quanheng.register.models import IdentityCheck, Instrument, Organisation, Verification
from tests.cast import Cast
from tests.console.conftest import Scene
from tests.verifying import as_on_record, compared, of_the_new_kind, scheduled

pytestmark = pytest.mark.requirement("N25-3.4")


def of(cast: Cast, username: str) -> Client:
    client = Client()
    client.force_login(cast.people[username])
    return client


def form(client: Client, instrument: Instrument, **more: str) -> str:
    return client.get("/console/identity/check", {"code": code_of(instrument), **more}).content.decode()


def test_the_form_is_filled_in_for_the_people_of_the_area(cast: Cast):
    """One tap where everything agrees: each mark stands there as the register has it."""
    scale = of_the_new_kind(cast.scales["TS-1"])
    told = form(of(cast, "verifier"), scale)
    assert all(f'value="{mark}"' in told for mark in ("P-TS-1", "R-TS-1", "V-TS-1", "F-TS-1", cast.chenguang.name))


@pytest.mark.requirement("QH-scope")
def test_a_stranger_is_told_what_the_label_tells_everybody(cast: Cast):
    """Its plate and place are on the public page; its codes and its seal are not, before or after the check."""
    scale = of_the_new_kind(cast.scales["TS-1"])
    client = of(cast, "xidu")
    told = form(client, scale)
    assert scale.maker in told
    marks = ("P-TS-1", "R-TS-1", "V-TS-1", "F-TS-1")
    assert not any(mark in told for mark in marks)
    given = {
        "place": cast.hewan.name,
        "stall": "",
        "production_code": "P-0",
        "verification_code": "",
        "repair_code": "",
    }
    sent = client.post("/console/identity/check", as_on_record(scale, **given, seal_number=""), follow=True)
    told = sent.content.decode()
    assert "铭牌、三码或铅封与登记不符" in told
    assert not any(mark in told for mark in marks)
    assert "•••" in told


@pytest.mark.requirement("N25-3.3", "T4-4.2.5")
def test_a_match_begins_the_verification_it_was_made_for(cast: Cast):
    """The verifier taps once at the scale: it is the one on record, and the points to be tried are there."""
    now = timezone.now()
    made = scheduled(cast.scales["TS-1"], cast.people["chenguang"], cast.people["verifier"], now)
    client = of(cast, "verifier")
    assert "与登记信息核对" in client.get(f"/console/verifications/{made.number}").content.decode()
    assert "开始检定" in form(client, made.instrument, verification=made.number)
    given = as_on_record(made.instrument, verification=made.number)
    answer = client.post("/console/identity/check", given)
    assert answer["Location"] == f"/console/verifications/{made.number}"
    assert Verification.objects.get(pk=made.pk).state == "doing"


@pytest.mark.requirement("N25-3.3")
def test_a_mismatch_begins_nothing(cast: Cast):
    """The answer says what differs and what to do, and the verification waits."""
    now = timezone.now()
    made = scheduled(cast.scales["TS-1"], cast.people["chenguang"], cast.people["verifier"], now)
    client = of(cast, "verifier")
    given = as_on_record(made.instrument, verification=made.number, serial="TS-8")
    told = client.post("/console/identity/check", given, follow=True).content.decode()
    assert "不要检定" in told
    assert Verification.objects.get(pk=made.pk).state == "scheduled"
    assert client.post(f"/console/verifications/{made.number}/start").status_code == 422


def test_a_finding_is_dismissed_with_a_reason(cast: Cast):
    """Without one it stays open, and what was typed stays in its field."""
    row = compared(cast.scales["TS-1"], cast.people["verifier"], timezone.now(), serial="TS-8")
    client = of(cast, "dongping")
    assert "TS-1" in client.get("/console/identity?shown=open").content.decode()
    address = f"/console/identity/{row.pk}/decide/dismissed"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "已排除" in client.post(address, {"reason": "录入有误。"}, follow=True).content.decode()
    assert "TS-1" not in client.get("/console/identity?shown=open").content.decode()
    assert of(cast, "verifier").post(address, {"reason": "…"}).status_code == 403
    assert client.post(f"/console/identity/{row.pk}/decide/punished", {"reason": "…"}).status_code == 404


def public_page(scale: Instrument) -> str:
    """Without the token of its language form, which is new each time."""
    told = Client().get(f"/01/{scale.gtin}/21/{scale.serial}").content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", told)


def test_a_finding_is_never_public(cast: Cast):
    """The public page of a scale says nothing of what somebody found or suspects."""
    scale = cast.scales["TS-1"]
    before = public_page(scale)
    compared(scale, cast.people["dongping"], timezone.now(), serial="TS-8")
    assert public_page(scale) == before


def test_an_unknown_code_is_asked_for_once_more(cast: Cast):
    """Before it is kept as a finding, the person is told to read it again."""
    client = of(cast, "dongping")
    told = client.get("/console/identity/check?code=0000000").content.decode()
    assert "再读一次" in told
    assert not IdentityCheck.objects.exists()
    assert client.get("/console/identity/check").status_code == 302


@pytest.mark.requirement("QH-input")
def test_bad_input_keeps_what_was_typed(cast: Cast):
    """The field at fault is marked; nothing of the rest is lost, and a null byte harms nobody."""
    client = of(cast, "dongping")
    given = as_on_record(cast.scales["TS-1"], place="没有\0这里", maker="写到一半")
    answer = client.post("/console/identity/check", given)
    assert answer.status_code == 422
    assert 'value="写到一半"' in answer.content.decode()
    for query in ("?shown=nothing&before=x", "?before=99999999999999999999", "?shown=clone"):
        assert client.get(f"/console/identity{query}").status_code == 200


def test_the_page_of_the_scale_lists_its_checks(cast: Cast):
    """Whoever opens the scale sees who compared it last; a stallholder does not see findings."""
    compared(cast.scales["TS-1"], cast.people["dongping"], timezone.now(), serial="TS-8")
    assert "唯一性核查记录" in of(cast, "dongping").get("/console/instruments/TS-1").content.decode()
    assert "唯一性核查记录" not in of(cast, "stallholder").get("/console/instruments/TS-1").content.decode()


@pytest.mark.requirement("QH-input")
def test_a_service_is_kept_and_tried(cast: Cast):
    """The page says at once whether it answers; what is wrong is marked, and other roles have no business there."""
    maker = Organisation.objects.create(uscc="91990100MA0000001G", name="虚构衡器厂", area="99/01/01/", makes=True)
    client, address = of(cast, "dongping"), f"/console/identity/makers/{maker.pk}"
    wrong = client.post(address, {"service_url": "http://maker.example", "service_key": "AAAA", "reason": ""})
    assert wrong.status_code == 422
    assert "http://maker.example" in wrong.content.decode()
    key = b64encode(bytes(32)).decode()
    good = {"service_url": "http://127.0.0.1:9/", "service_key": key, "reason": "来函"}
    assert "连不上" in client.post(address, good, follow=True).content.decode()
    assert of(cast, "verifier").get(address).status_code == 403
    assert of(cast, "xidu").get(address).status_code == 404


@pytest.mark.requirement("TZ-3.2")
def test_a_volunteer_compares_a_scale_and_sees_nothing_else(scene: Scene):
    """A volunteer supervisor checks the scales of the own county; complaints, ledgers and accounts are not theirs."""
    client = scene.client("volunteer")
    assert client.get("/console/identity").status_code == 200
    for page in ("complaints", "instruments", "accounts", "markets", "verifications"):
        assert client.get(f"/console/{page}").status_code == 403
