"""Nobody sees anything of another area: proven for every address of the staff pages, also for those yet to come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from quanheng.cases.models import Complaint
from quanheng.console.urls import urlpatterns
from quanheng.people.enrolment import enrol
from quanheng.people.models import Role, SavedFilter, User
from quanheng.register.models import BulkRow
from tests.cast import GTIN, PASSWORD, assemble
from tests.console.conftest import MAKERS, PHONE, County, Scene, a_scene
from tests.console.rights import RIGHTS

# The mark has the database set up before `founded` asks for it.
pytestmark = [pytest.mark.requirement("QH-scope"), pytest.mark.django_db]

OPEN_TO_ALL = {"sign-in", "sign-out", "language", "home", "invitation", "sign-in-code"}
STREAM = "live"  # tests/console/test_live.py looks into it
DEEDS = {
    "bulk-begin",
    "bulk-run",
    "filter-save",
    "filter-forget",
    "filter-opens",
    "unlock-request",
    "unlock-authorise",
    "unlock-confirm",
    "import-check",
    "import-load",
    "verification-act",
    "identity-decide",
    "verification-reading",
    "application-plan",
    "complaint-move",
    "complaint-contact",
    "complaint-assign",
    "key-supervision-act",
    "dispute-sign",
    "card",
    "card-act",
    "reply-withdraw",
    "complaint-reply",
    "instrument-act",
    "document-withdraw",
    "honesty-reminder-issue",
    "honesty-reminder-read",
    "honesty-reminder-withdraw",
}
ACCOUNT_DEEDS = {
    "account-reset",
    "account-close",
    "account-reopen",
    "account-second-step",
    "market-unified",
    "partner-end",
    "outside-again",
    "report-decide",
    "report-informed",
}
# Everybody of 东屏区, whatever the role: those who work for the whole city in other tests have a colleague here.
STRANGERS = ("dongping", "chenguang", "administrator", "stallholder", "volunteer")
COLLEAGUES = {
    "east-verifier": Role.VERIFICATION_BODY,
    "east-repairer": Role.REPAIRER,
    "east-maker": Role.MAKER,
    "east-association": Role.ASSOCIATION,
}
STRANGERS += tuple(COLLEAGUES)
# Nothing is due in this scene and no paper issued yet: tests/console/test_verifications.py opens these.
PAPERS = {
    "bulk",
    "bulk-progress",
    "instrument-labels",
    "import-progress",
    "import-changes",
    "import-faults",
    "verification-paper",
    "application-papers",
    "labels",
    "verifications-due",
}
# Where a scale is registered is public: tests/console/test_identity.py shows what a stranger is not told there.
PAPERS |= {"identity-check"}
# A maker's desk is open to makers alone: tests/console/test_making.py.
PAPERS |= {"making", "making-one", "making-list", "making-sheet", "making-sell"}
PAPERS |= {"import-template"}
# Nothing is late yet, and nobody has a colleague: tests/console/test_complaint_queue.py.
PAPERS |= {"late-complaints", "handing-over"}
# No card is proposed yet: tests/console/test_cards.py.
PAPERS |= {"cards", "card-page", "card-notice"}
# No reply template is kept yet: tests/console/test_replies.py.
PAPERS |= {"replies", "reply", "reply-new"}
# Counted at night: tests/cases/test_handling.py, tests/console/test_answers.py, test_repeated.py.
PAPERS |= {"answers", "repeated-operators"}
# Published sums, and reminders: tests/console/test_trade.py.
PAPERS |= {"trade-figures"}
# Numbers only, and a paper in PDF: tests/console/test_duties.py, tests/cases/test_dispute_papers.py.
PAPERS |= {"duties", "dispute-pdf", "outside"}
# The form for a new instrument shows nothing of anybody; tests/console/test_instrument_forms.py fills it in.
BLANK_FORMS = {"instrument-new", "place-new", "organisation-new"}
# Regions are everybody's, and no administrator of the other county has an account: tests/console/test_places.py.
BLANK_FORMS |= {"regions", "training"}
REGISTER_DEEDS = {"regions-pick", "region-enter", "region-rename", "region-merge", "market-layout-deed"}
REGISTER_DEEDS |= {f"organisation-{deed}" for deed in ("change", "close", "reopen")}
REGISTER_DEEDS |= {f"stall-{deed}" for deed in ("change", "hand-over", "close")}
REGISTER_DEEDS |= {"licence-scan-withdraw", "stall-licence-add"}
REGISTER_DEEDS |= {"market-report-submit", "place-close", "place-reopen", "licence-add", "licence-end", "training-add"}
REGISTER_DEEDS |= {"stall-propose", "own-supervision-heard", "own-supervision-object"}
# Open to operators alone: tests/console/test_key_supervision.py.
PAPERS |= {"own-supervision"}
# The own account shows nobody else's: tests/console/test_my_account.py.
OWN_ACCOUNT = {"my-account", "my-password", "my-second-step-begin", "my-second-step-confirm", "my-second-step-off"}
# A paper in PDF, and what only volunteers open: tests/console/test_volunteers.py.
PAPERS |= {"volunteer-card", "my-card", "my-appointment", "spot-check-new", "spot-check-photograph"}
DEEDS |= {"spot-check-decide", "activity-join", "activity-deed", "volunteer-deed"}
BLANK_FORMS |= {"volunteer-invite"}
PAGES = [pattern for pattern in urlpatterns if pattern.name != STREAM]
NO_ROWS = OPEN_TO_ALL | DEEDS | ACCOUNT_DEEDS | REGISTER_DEEDS | PAPERS | BLANK_FORMS | OWN_ACCOUNT | {"missing"}
PAGES_OF_ROWS = [one for one in PAGES if one.name not in NO_ROWS]


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Both counties, once for the thousand questions of this file: each leaves them as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = a_scene(assemble())
        for username, role in COLLEAGUES.items():
            told = {"name": username, "role": role, "area": "99/01/01/", "password": PASSWORD}
            scene.cast.people[username] = enrol(username=username, **told)
        User.objects.filter(username="east-maker").update(organisation=MAKERS["TS-1"])
        yield scene
        transaction.set_rollback(True)


@pytest.fixture
def scene(founded: Scene, db: None) -> Scene:
    return founded


def named(pattern: URLPattern) -> str:
    return pattern.name


# What an address names besides rows.
ASKED = {
    "move": "accept",
    "decision": "confirm",
    "act": "withdraw",
    "trial": "weighing",
    "ordinal": 1,
    "token": "no-such-link",
    "ledger": "instruments",
    "deed": "add-area",
    "quarter": "2026-Q3",
    "paper": "dispute",
    "party": "mediator",
    "reply": 1,
}


@dataclass(frozen=True)
class Address:
    path: str
    names_a_row: bool


def bulk_job(county: County) -> int:
    return BulkRow.objects.get(instrument__device_id=county.trade_scale).job_id


def address(pattern: URLPattern, county: County) -> Address:
    """The address with a county's own rows put in; a KeyError asks whoever adds a page to say what its rows are."""
    rows = {
        "number": county.rejected.pk if pattern.name.startswith("rejected") else county.complaint.number,
        "device_id": county.check_scale if pattern.name == "weekly-check" else county.trade_scale,
        "sha256": county.photograph,
        "document": county.scan.pk if pattern.name.startswith("licence") else county.document.pk,
        "maker": county.maker.pk,
        "check": county.identity_check.pk,
        "job": bulk_job(county) if pattern.name.startswith("bulk") else county.import_job.pk,
        "verification": county.verification.number,
        "application": county.verification.application,
        "market": county.verification.place_id,
        "partner": county.partner.pk,
        "notice": county.notice.pk,
        "saved": SavedFilter.objects.get(owner__username="xidu" if county.stall == "果子摊" else "dongping").pk,
        "report": county.report.number,
        "spot_check": county.spot_check.pk,
        "volunteer": county.spot_check.volunteer_id,
        "activity": county.activity.pk,
        "place": county.shop.pk,
        "licence": county.licence.pk,
        "supervision": county.supervision.pk,
        "reminder": county.reminder.pk,
        "organisation": county.shop.run_by_id,
        "stall": county.complaint.stall_id,
        "account": User.objects.get(area=county.verification.place.area, role=Role.MARKET_MANAGER).pk,
    }
    if pattern.name == "missing":
        return Address("/console/nowhere", names_a_row=False)
    if pattern.name == "identity-check":
        return Address("/console/identity/check?plate=", names_a_row=False)
    if pattern.name == "search":
        # By the GTIN that scales of both counties bear, as the page repeats the words it was asked.
        return Address(f"/console/search?q={GTIN}", names_a_row=False)
    wanted = {name: str({**rows, **ASKED}[name]) for name in pattern.pattern.regex.groupindex}
    return Address(reverse(f"console:{pattern.name}", kwargs=wanted), bool(rows.keys() & wanted.keys()))


def marks_of(county: County) -> list[str]:
    """Words that stand on pages about this county and on no others."""
    return [
        county.partner.name,
        county.reminder.title,
        county.report.number,
        county.spot_check.volunteer.number,
        county.activity.name,
        county.stall,
        county.goods,
        county.trade_scale,
        county.check_scale,
        county.complaint.number,
        county.photograph,
        county.verification.number,
        county.complaint.market.name,
        f"{county.stall}的顾客",
    ]


def test_there_is_a_stranger_of_every_role(scene: Scene):
    """A new role is a new stranger, or the test below does not mean everybody."""
    assert {scene.cast.people[one].role for one in STRANGERS} == set(Role)


def those_let_in(scene: Scene, pattern: URLPattern, method: str) -> list[str]:
    """At a page that a role does not open its people are turned away before any row is asked for: test_rights.py."""
    rows = [rights for row, rights in RIGHTS.items() if row.split()[0] == pattern.name]
    roles = {role for one in rows for role in (one.opens if method == "get" else one.acts) or ()}
    return [one for one in STRANGERS if scene.cast.people[one].role in roles] or list(STRANGERS[:1])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", PAGES, ids=named)
def test_a_stranger_sees_nothing(scene: Scene, pattern: URLPattern, method: str):
    """People of 东屏区 find nothing of 西渡县 on any page that their role opens, whether they look or try to act."""
    asked = address(pattern, scene.west)
    for person in those_let_in(scene, pattern, method):
        with transaction.atomic():
            answer = getattr(scene.client(person), method)(asked.path)
            transaction.set_rollback(True)
        open_to = {403, 404, 405} if asked.names_a_row else {200, 302, 403, 404, 405, 422}
        assert answer.status_code in open_to, person
        told = answer.content.decode(errors="replace").replace(asked.path, "")
        assert [mark for mark in marks_of(scene.west) if mark in told] == [], person


@pytest.mark.parametrize("pattern", [one for one in PAGES if not re.search("[(<]", str(one.pattern))], ids=named)
def test_no_file_takes_anything_to_a_stranger(scene: Scene, pattern: URLPattern):
    """A list is taken away with the rows that its page shows, by every role; also when asked for another's market."""
    of_the_west = {"as": "csv", "q": scene.west.stall, "market": scene.west.complaint.market_id, "all": "1"}
    for person in those_let_in(scene, pattern, "get"):
        answer = scene.client(person).get(reverse(f"console:{pattern.name}"), of_the_west)
        if not answer.streaming:
            continue
        head, _, told = b"".join(answer.streaming_content).decode("utf-8-sig").partition("\n")
        assert head
        assert [mark for mark in marks_of(scene.west) if mark in told] == [], person


@pytest.mark.parametrize("pattern", urlpatterns, ids=named)
def test_nobody_enters_without_signing_in(scene: Scene, pattern: URLPattern):
    """Whoever is not signed in is sent to the door, and learns nothing from whether a row exists."""
    asked = address(pattern, scene.east)
    answers = [Client().get(asked.path)]
    if pattern.name not in OPEN_TO_ALL:
        answers.append(Client().post(asked.path))
        assert all(one.status_code in (302, 405) for one in answers)
        assert all(one.url.startswith("/console/sign-in?") for one in answers if one.status_code == 302)
    told = "".join(one.content.decode() for one in answers).replace(asked.path, "")
    assert [mark for mark in marks_of(scene.east) if mark in told] == []


@pytest.mark.parametrize("pattern", PAGES_OF_ROWS, ids=named)
def test_own_people_do_see(scene: Scene, pattern: URLPattern):
    """The test above means something only if the same addresses open to the people of the area."""
    asked = address(pattern, scene.west)
    answer = scene.client("xidu").get(asked.path)
    assert answer.status_code == 200
    if pattern.name not in {"photograph", "document", "licence-scan", "complaint-photograph", "rejected-bytes"}:
        told = answer.content.decode()
        assert [mark for mark in marks_of(scene.west) if mark in told]


def test_the_city_sees_both_counties(scene: Scene):
    """A city's regulator sees every county of the city."""
    told = scene.client("city").get("/console/instruments").content.decode()
    assert scene.east.trade_scale in told
    assert scene.west.trade_scale in told


def test_a_stallholder_sees_the_own_stall_only(scene: Scene):
    """An operator opens the own scale, not the neighbour's in the same market, and no complaint desk."""
    client = scene.client("stallholder")
    assert client.get("/console/instruments/TS-1").status_code == 200
    assert client.get("/console/instruments/TS-2").status_code == 404
    assert client.get("/console/complaints").status_code == 403
    assert client.get(f"/console/photographs/{scene.east.photograph}").status_code == 200


MASKED = PHONE[:3] + "****" + PHONE[-4:]


@pytest.mark.parametrize(("person", "sees"), [("chenguang", False), ("administrator", False), ("dongping", True)])
def test_a_market_does_not_get_the_phone_number(scene: Scene, person: str, sees: bool):
    """The complainant did not allow the market to call: the authority may ask for the number, the market not."""
    page = f"/console/complaints/{scene.east.complaint.number}"
    told = scene.client(person).get(page).content.decode()
    assert PHONE not in told
    assert (MASKED in told) is sees
    assert ("联系方式不公开" in told) is not sees
    shown = scene.client(person).post(f"{page}/contact")
    assert shown.status_code == (200 if sees else 404)
    assert (PHONE in shown.content.decode()) is sees


@pytest.mark.parametrize("person", ["chenguang", "administrator"])
def test_an_allowed_phone_number_is_shown_to_the_market(scene: Scene, person: str):
    """Ticking the box on the form is what lets the manager call."""
    Complaint.objects.filter(pk=scene.east.complaint.pk).update(contact_shown_to_manager=True)
    page = f"/console/complaints/{scene.east.complaint.number}"
    assert MASKED in scene.client(person).get(page).content.decode()
    assert PHONE in scene.client(person).post(f"{page}/contact").content.decode()
