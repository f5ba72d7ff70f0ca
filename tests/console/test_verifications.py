"""The pages of verification: a market applies, the verification body plans, tries and confirms, papers are printed."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from quanheng.law.test_programme import programme
from quanheng.people.models import User
from quanheng.register import typesetting
from quanheng.register.identity.checking import check
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Organisation, Verification
from quanheng.register.record import Report, record
from quanheng.register.reminders import remind
from quanheng.register.verifying import pdf
from quanheng.register.verifying.weighing_sheet import metrology
from tests.cast import Cast
from tests.verifying import applied, as_on_record, compared, doing, ended, scheduled

pytestmark = pytest.mark.requirement("T4-4.2.5")

needs_font = pytest.mark.skipif(
    not set(settings.CHINESE_FONTS) & set(typesetting._fonts().families()), reason="no Chinese font is installed"
)
AT_ONCE = {"HX-Request": "true"}


def client(cast: Cast, username: str) -> Client:
    made = Client()
    made.force_login(cast.people[username])
    return made


def the_two(cast: Cast) -> tuple[User, User]:
    return cast.people["chenguang"], cast.people["verifier"]


def plan(cast: Cast, **changes: str) -> dict[str, str]:
    body, verifier = Organisation.objects.get(verifies=True), cast.people["verifier"]
    return {"planned_on": timezone.localdate().isoformat(), "body": body.pk, "verifier": verifier.pk} | changes


def test_a_market_is_verified_from_application_to_certificate(cast: Cast):
    """The manager applies for all scales at once; the body plans them, tries one and confirms that it passed."""
    manager, verifier = client(cast, "chenguang"), client(cast, "verifier")
    address = f"/console/verifications/apply/{cast.chenguang.pk}"
    answer = manager.post(address, {"all": "on"})
    assert Verification.objects.count() == 4
    application = answer.url

    assert verifier.post(f"{application}/plan", plan(cast)).status_code == 302
    made = Verification.objects.get(instrument__device_id="TS-1")
    assert (made.state, made.planned_on) == ("scheduled", timezone.localdate())

    page = f"/console/verifications/{made.number}"
    assert verifier.post(f"{page}/start", {}).status_code == 422
    compared(made.instrument, cast.people["verifier"], timezone.now())
    assert verifier.post(f"{page}/start").status_code == 302
    for point in programme(*metrology(made.instrument)):
        shown = {"indication": str(point.load_mg // 1000), "added": ""}
        verifier.post(f"{page}/readings/{point.trial}/{point.ordinal}", shown, headers=AT_ONCE)
    assert verifier.post(f"{page}/finish", {"outcome": "pass"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "passed"
    assert made.paper_number in verifier.get(page).content.decode()
    assert "已结束 1 台" in manager.get(application).content.decode()


def test_a_reading_is_judged_on_the_spot(cast: Cast):
    """The phone gets the row with its verdict and the new proposal; a wrong entry says what is wrong and keeps it."""
    made = doing(cast.scales["TS-1"], *the_two(cast), timezone.now())
    address = f"/console/verifications/{made.number}/readings/weighing/3"
    verifier = client(cast, "verifier")

    told = verifier.post(address, {"indication": "2510", "added": ""}, headers=AT_ONCE).content.decode()
    assert "超差" in told
    assert "不合格：示值误差超过最大允许误差。" in told
    assert "<html" not in told

    told = verifier.post(address, {"indication": "两公斤半", "added": ""}, headers=AT_ONCE).content.decode()
    assert "请填写秤的示值" in told
    assert 'value="两公斤半"' in told

    without_script = verifier.post(address, {"indication": "2500", "added": "2"})
    assert without_script.url.endswith("#reading-weighing-3")
    assert verifier.post(address, {"indication": "x"}).status_code == 422
    assert verifier.post(address.replace("/3", "/99"), {"indication": "1"}).status_code == 404


@pytest.mark.requirement("N25-3.3")
def test_a_broken_seal_keeps_a_new_scale_from_being_verified(cast: Cast):
    """The page says which of codes and seal are missing, and nothing begins."""
    scale = cast.scales["TS-1"]
    scale.conforming = True
    scale.save()
    codes = {"production_code": "P", "repair_code": "R"}
    now = timezone.now()
    record(scale, Report("production-code", now, "c", codes), Report("seal-broken", now, "s"), source="staff")
    made = scheduled(scale, *the_two(cast), now)
    given = as_on_record(scale, repair_code="R", production_code="P", verification_code="V")
    check(given, by=cast.people["verifier"], at=timezone.now())
    answer = client(cast, "verifier").post(f"/console/verifications/{made.number}/start")
    assert answer.status_code == 422
    assert "不予检定：铅封破坏或缺失。" in answer.content.decode()


@pytest.mark.requirement("QH-input")
def test_a_plan_with_faults_is_shown_again(cast: Cast):
    """Each field at fault says so, for one scale and for a whole application."""
    made = applied(cast.scales["TS-1"], cast.people["chenguang"], timezone.now())
    verifier = client(cast, "verifier")
    for address in (
        f"/console/verifications/{made.number}/schedule",
        f"/console/verifications/of/{made.application}/plan",
    ):
        answer = verifier.post(address, {"planned_on": "昨天", "body": "x", "verifier": "9" * 30})
        assert answer.status_code == 422
        assert answer.content.decode().count('class="wrong"') == 3
    assert verifier.post("/console/verifications/of/SQ1-1/plan", plan(cast)).status_code == 404


@pytest.mark.requirement("QH-scope")
def test_who_may_do_what(cast: Cast):
    """A manager does not verify, a verifier does not apply, and a stallholder sees none of it."""
    made = scheduled(cast.scales["TS-1"], *the_two(cast), timezone.now())
    page = f"/console/verifications/{made.number}"
    manager, verifier = client(cast, "chenguang"), client(cast, "verifier")
    assert manager.post(f"{page}/start", {"identity": "on"}).status_code == 403
    assert manager.post(f"{page}/readings/weighing/1", {"indication": "0"}).status_code == 403
    assert verifier.get(f"/console/verifications/apply/{cast.chenguang.pk}").status_code == 403
    assert verifier.post(f"{page}/dance").status_code == 404
    assert client(cast, "stallholder").get("/console/verifications").status_code == 403
    assert verifier.get("/console/home", follow=True).status_code == 200


def test_a_withdrawal_asks_why(cast: Cast):
    """Without a reason the page asks for one; with it the verification ends and the scale may be applied for anew."""
    made = applied(cast.scales["TS-1"], cast.people["chenguang"], timezone.now())
    manager, address = client(cast, "chenguang"), f"/console/verifications/{made.number}/withdraw"
    assert manager.post(address, {"reason": " "}).status_code == 422
    assert manager.post(address, {"reason": "摊位撤场"}, follow=True).status_code == 200
    assert Verification.objects.get().state == "withdrawn"
    refused = manager.post(f"/console/verifications/apply/{cast.chenguang.pk}", {"instruments": ["TS-3"]})
    assert refused.status_code == 422


@needs_font
def test_papers_and_labels_open_as_pdf(cast: Cast):
    """The certificate of one, the papers of an application and the labels of a market are PDFs."""
    made = ended(cast.scales["TS-1"], *the_two(cast), timezone.now())
    for address in (
        f"/console/verifications/{made.number}/paper.pdf",
        f"/console/verifications/of/{made.application}/papers.pdf",
        f"/console/verifications/labels/{cast.chenguang.pk}.pdf",
    ):
        answer = client(cast, "chenguang").get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert client(cast, "hewan").get(address).status_code == 404


def test_before_the_end_there_is_no_paper(cast: Cast):
    """A verification that goes on has no certificate to print."""
    made = doing(cast.scales["TS-1"], *the_two(cast), timezone.now())
    manager = client(cast, "chenguang")
    assert manager.get(f"/console/verifications/{made.number}/paper.pdf").status_code == 404
    assert manager.get(f"/console/verifications/of/{made.application}/papers.pdf").status_code == 404


def test_a_server_without_chinese_font_says_so(cast: Cast, settings):
    """Whoever asks for a paper reads what is missing on the server instead of a page of boxes."""
    made = ended(cast.scales["TS-1"], *the_two(cast), timezone.now())
    settings.CHINESE_FONTS = ("No Such Font",)
    answer = client(cast, "chenguang").get(f"/console/verifications/{made.number}/paper.pdf")
    assert answer.status_code == 503
    assert "No Such Font" in answer.content.decode()


@pytest.mark.requirement("N25-3.5")
def test_anybody_checks_a_certificate_by_its_digest(cast: Cast):
    """The public data of a certificate have the digest that is printed on it; other numbers are not there."""
    made = ended(cast.scales["TS-1"], *the_two(cast), timezone.now())
    answer = Client().get(f"/certificates/{made.paper_number}.json")
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["instrument"]["device_id"] == "TS-1"
    made.refresh_from_db()
    assert hashlib.sha256(answer.content).hexdigest() == pdf._paper(made)["digest"]
    assert Client().get("/certificates/ZS20200101-000001.json").status_code == 404


def test_the_due_list_and_the_board_remind(cast: Cast):
    """A scale whose verification runs out in ten days stands on the due list and on its market's board."""
    today = timezone.localdate()
    until = {"valid_until": (today + timedelta(days=10)).isoformat()}
    record(cast.scales["TS-1"], Report("verified", timezone.now(), "new", until), source="staff")
    remind(legal_day(timezone.now()))
    manager = client(cast, "chenguang")
    told = manager.get("/console/verifications/due?within=30").content.decode()
    assert "TS-1" in told
    assert "TS-2" not in told
    assert "TS-1" not in manager.get("/console/verifications/due").content.decode()
    assert "待安排检定" in manager.get("/console/").content.decode()
    assert "待安排检定" not in client(cast, "hewan").get("/console/").content.decode()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "query",
    ["due?within=soon", "due?after=x.y", "due?after=2026-01-01.99999999999999999999", "due?area=%00", "?before=x"],
)
def test_nonsense_in_the_address_is_ignored(cast: Cast, query: str):
    """A list opens whatever its address was mangled to."""
    assert client(cast, "chenguang").get(f"/console/verifications/{query}".replace("/?", "?")).status_code == 200


def test_lists_show_states_and_next_page(cast: Cast):
    """The list narrows to a state, and an English reader reads English."""
    applied(cast.scales["TS-1"], cast.people["chenguang"], timezone.now())
    manager = client(cast, "chenguang")
    assert "TS-1" in manager.get("/console/verifications?state=applied").content.decode()
    assert "TS-1" not in manager.get("/console/verifications?state=passed").content.decode()
    manager.cookies["django_language"] = "en"
    assert "Applied for" in manager.get("/console/verifications").content.decode()
