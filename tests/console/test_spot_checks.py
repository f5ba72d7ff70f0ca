"""The pages of a volunteer's check: the form on a phone, the decision, and what the volunteer reads (TZ-3.2)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quanheng.cases.models import Complaint, Report
from quanheng.people.models import AuditEntry
from quanheng.register.models import Verification
from quanheng.supervision.models import SpotCheck
from tests.console.conftest import Scene, photograph_of

pytestmark = pytest.mark.requirement("TZ-3.2")


def decided(scene: Scene, person: str, kind: str, **given: str) -> int:
    told = {"reason": "已到摊位查看"} | given
    return scene.client(person).post(f"/console/spot-checks/{scene.east.spot_check.pk}/decide/{kind}", told).status_code


def test_a_receipt_leaves_nothing_to_type(scene: Scene):
    """The code of the receipt shows stall, mass and what the check scale found; no field asks for a mass."""
    told = scene.client("volunteer").get("/console/spot-checks/new", {"code": scene.east.spot_check.purchase_code})
    page = told.content.decode()
    assert "青禾蔬菜" in page
    assert "900 g" in page
    assert 'name="settled"' not in page
    assert 'name="reading"' not in page


def test_without_a_code_market_and_stall_are_chosen(scene: Scene):
    """A market, then its stalls; a code that nobody knows leads back to the choice, with what is wrong beside it."""
    client, market = scene.client("volunteer"), scene.cast.chenguang
    assert market.name in client.get("/console/spot-checks/new").content.decode()
    page = client.get("/console/spot-checks/new", {"market": market.pk}).content.decode()
    assert "水边鲜鱼" in page
    assert 'name="settled"' in page
    wrong = client.get("/console/spot-checks/new", {"code": "nothing-known"})
    assert wrong.status_code == 422
    assert 'id="code-wrong"' in wrong.content.decode()


@pytest.mark.requirement("TZ-3.2", "QH-input")
def test_a_mistake_keeps_what_was_entered(scene: Scene):
    """The answer stands beside its field, and the rest of the form is as it was, with the same key."""
    form = {"market": scene.cast.chenguang.pk, "stall": scene.cast.fish.pk, "key": "k", "settled": "1 Pfund"}
    form |= {"goods_class": "seafood", "note": "秤很湿", "observed-seal-whole": "no"}
    answer = scene.client("volunteer").post("/console/spot-checks/new", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="settled-wrong"' in page
    assert "秤很湿" in page
    assert 'name="key" value="k"' in page
    assert re.search(r'name="observed-seal-whole" value="no" checked', page)


def test_a_check_with_a_photograph_is_sent(scene: Scene):
    """The volunteer and the offices of the area see the picture; the other county does not."""
    photograph = SimpleUploadedFile("a.jpg", photograph_of("red")[1], "image/jpeg")
    form = {"market": scene.cast.chenguang.pk, "key": "k", "observed-phones-shown": "no", "photograph": photograph}
    answer = scene.client("volunteer").post("/console/spot-checks/new", form)
    row = SpotCheck.objects.latest("pk")
    assert answer.url == f"/console/spot-checks/{row.pk}?new=1"
    assert "已收到" in scene.client("volunteer").get(answer.url).content.decode()
    picture = f"/console/spot-checks/{row.pk}/photograph"
    assert [scene.client(one).get(picture).status_code for one in ("volunteer", "dongping", "xidu")] == [200, 200, 404]


def test_a_volunteer_opens_no_check_of_another(scene: Scene):
    """Not even of the own county: what is not theirs is not there."""
    other = scene.west.spot_check.pk
    assert scene.client("volunteer").get(f"/console/spot-checks/{other}").status_code == 404
    assert scene.client("volunteer").get(f"/console/spot-checks/{scene.east.spot_check.pk}").status_code == 200


def test_the_desk_reads_the_innocent_explanations(scene: Scene):
    """Beside each finding stands what may innocently be behind it; the volunteer is a number, not a name."""
    page = scene.client("chenguang").get(f"/console/spot-checks/{scene.east.spot_check.pk}").content.decode()
    assert "忘了去皮" in page
    assert scene.east.spot_check.volunteer.number in page
    assert scene.east.spot_check.volunteer.user.name not in page


@pytest.mark.parametrize("kind", ["nothing", "told", "verify", "complaint", "report"])
def test_what_became_of_it_is_read_in_plain_words(scene: Scene, kind: str):
    """The sentence of the decision and what was added; no number of a case, no name, no reason of the office."""
    answer = decided(scene, "dongping", kind, answer="谢谢您的细心", reason="与张三核对了台账")
    assert answer == 302
    page = scene.client("volunteer").get(f"/console/spot-checks/{scene.east.spot_check.pk}").content.decode()
    assert "谢谢您的细心" in page
    assert "张三" not in page
    assert not re.search(r"TS20\d{6}-|JB20\d{6}-", page)
    assert "dongping" not in page
    assert AuditEntry.objects.get(act=f"spot-check-{kind}").reason == "与张三核对了台账"


def test_a_complaint_is_opened_by_the_verb_of_cases(scene: Scene):
    """With the receipt and the check scale's reading as its evidence; nobody's contact, and no link given out."""
    before = Complaint.objects.count()
    assert decided(scene, "chenguang", "complaint") == 302
    made = Complaint.objects.latest("pk")
    assert Complaint.objects.count() == before + 1
    assert (made.category, made.recheck, made.contact_sealed) == ("short-weight", scene.east.recheck, "")
    assert scene.east.spot_check.volunteer.number in made.description
    assert decided(scene, "chenguang", "complaint") == 422
    assert Complaint.objects.count() == before + 1


def test_a_report_is_for_the_authority_to_open(scene: Scene):
    """A market cannot open a report of an offence; the authority's is split off and has its own clock."""
    assert decided(scene, "chenguang", "report") == 422
    assert decided(scene, "dongping", "report", reason="铅封断开，疑似开壳") == 302
    report = Report.objects.latest("pk")
    assert (report.text, report.state) == ("铅封断开，疑似开壳", "lodged")


def test_the_scale_goes_to_the_laboratory(scene: Scene):
    """An application for verification of just this scale, found in the list of the laboratory."""
    assert decided(scene, "chenguang", "verify") == 302
    made = Verification.objects.latest("pk")
    assert made.instrument.device_id == "TS-1"
    page = scene.client("chenguang").get(f"/console/spot-checks/{scene.east.spot_check.pk}").content.decode()
    assert made.application in page


def test_what_a_market_let_be_the_office_may_take_up(scene: Scene):
    """A market lives on its stalls' rent: its "nothing" does not bind the authority, whose own decision stands."""
    assert decided(scene, "chenguang", "nothing") == 302
    assert decided(scene, "chenguang", "told") == 422
    assert decided(scene, "dongping", "told") == 302
    assert decided(scene, "city", "nothing") == 422


def test_a_decision_needs_a_reason(scene: Scene):
    """Without one nothing is recorded, and the answer stands beside the field; a made-up decision is not there."""
    assert decided(scene, "dongping", "told", reason=" \n") == 422
    assert decided(scene, "dongping", "punish") == 404
    scene.east.spot_check.refresh_from_db()
    assert scene.east.spot_check.state == "open"


def test_a_check_without_a_finding_asks_for_no_decision(scene: Scene):
    """All in order: there is nothing that anybody could decide."""
    form = {"market": scene.cast.chenguang.pk, "key": "k", "observed-phones-shown": "yes"}
    scene.client("volunteer").post("/console/spot-checks/new", form)
    row = SpotCheck.objects.latest("pk")
    page = scene.client("dongping").get(f"/console/spot-checks/{row.pk}").content.decode()
    assert row.state == "clear"
    assert "/decide/" not in page


def test_a_finding_waits_on_the_page_of_today(scene: Scene):
    """For the market and for the county's office, until somebody decides; for others it does not."""
    lines = "/console/spot-checks?show=open"
    assert lines in scene.client("chenguang").get("/console/today").content.decode()
    assert lines not in scene.client("administrator").get("/console/today").content.decode()
    decided(scene, "chenguang", "told")
    assert lines not in scene.client("dongping").get("/console/today").content.decode()


def test_figures_have_denominators(scene: Scene):
    """Checks, how many were weighed again, and with a finding out of how many; by market of the month."""
    page = scene.client("city").get("/console/spot-checks/figures").content.decode()
    assert page.count("1 / 1") >= 4
    assert "晨光农贸市场" in page
    assert "河湾农贸市场" not in scene.client("dongping").get("/console/spot-checks/figures").content.decode()
    assert "没有核查" in scene.client("city").get("/console/spot-checks/figures?month=2026-01").content.decode()
