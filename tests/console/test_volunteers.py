"""Volunteer supervisors apply, are appointed, renewed and ended; and their activities (TZ-3.2, QH-privacy)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.people.models import AuditEntry, User
from quanheng.supervision import card, told
from quanheng.supervision.models import Volunteer
from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("TZ-3.2")
APPLICATION = {"name": "林晓（虚构）", "phone": "13800000088", "why": "常去买菜", "trades": "表哥在晨光A03卖鱼"}


def apply(**changes: str) -> int:
    form = {"area": "99/01/01/", "key": "a-form"} | APPLICATION | changes
    return Client().post("/volunteer", form).status_code


def keep(scene: Scene, row: Volunteer, deed: str, person: str = "dongping", **given: str) -> object:
    return scene.client(person).post(f"/console/volunteers/{row.pk}/{deed}", {"reason": "经走访核实"} | given)


@pytest.mark.requirement("TZ-3.2", "QH-privacy")
def test_an_application_is_sealed_and_taken_once(scene: Scene):
    """Name, number and kin stand in no column; the same form sent twice is one application."""
    before = Volunteer.objects.count()
    assert [apply(), apply()] == [200, 200]
    row = Volunteer.objects.latest("pk")
    assert Volunteer.objects.count() == before + 1
    assert not any("13800000088" in str(value) or "林晓" in str(value) for value in vars(row).values())
    assert told.unsealed(row).trades == "表哥在晨光A03卖鱼"


@pytest.mark.requirement("TZ-3.2", "QH-privacy")
def test_the_number_is_masked_until_it_is_asked_for(scene: Scene):
    """The office sees three digits and four; the whole number only on record."""
    apply()
    row = Volunteer.objects.latest("pk")
    page = scene.client("dongping").get(f"/console/volunteers/{row.pk}").content.decode()
    assert "138****0088" in page
    assert "13800000088" not in page
    assert "13800000088" in keep(scene, row, "contact").content.decode()
    assert AuditEntry.objects.filter(act="volunteer-shown", subject=f"volunteer:{row.pk}").count() == 1


@pytest.mark.requirement("TZ-3.2", "QH-input")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": ""}, 422),
        ({"phone": "call me"}, 422),
        ({"why": "x" * 501}, 422),
        ({"key": ""}, 422),
        ({"area": "1"}, 200),
    ],
)
def test_a_wrong_application_is_answered(scene: Scene, changes: dict[str, str], status: int):
    """Beside the field, or with the choice of counties where none was chosen; nothing is kept."""
    before = Volunteer.objects.count()
    assert apply(**changes) == status
    assert Volunteer.objects.count() == before


def test_one_address_applies_a_few_times_an_hour(scene: Scene, settings):
    """A flood of applications from one address is stopped in words."""
    settings.APPLICATIONS_PER_HOUR = 2
    assert [apply(key=f"form-{one}") for one in range(3)] == [200, 200, 429]


def test_an_applicant_is_appointed(scene: Scene):
    """An account of the role in the county, a number, a term, and a link that is shown once."""
    apply()
    row = Volunteer.objects.latest("pk")
    page = keep(scene, row, "accept", username="linxiao").content.decode()
    row.refresh_from_db()
    assert "/console/invitation/" in page
    assert (row.state, row.user.username, row.user.role, row.user.area) == (
        "appointed",
        "linxiao",
        "volunteer",
        "99/01/01/",
    )
    assert row.serves_on(timezone.localdate())
    assert re.fullmatch(r"JD990101-\d{5}", row.number)
    assert AuditEntry.objects.filter(act="volunteer-appointed").latest("pk").reason == "经走访核实"


def test_an_application_is_declined_with_a_reason(scene: Scene):
    """Without a reason it stays; with one it ends, and what was told is erased half a year later."""
    apply()
    row = Volunteer.objects.latest("pk")
    assert keep(scene, row, "decline", reason="").status_code == 422
    assert keep(scene, row, "decline").status_code == 302
    assert keep(scene, row, "accept", username="late").status_code == 422
    assert told.erase_due(timezone.now()) == 0
    assert told.erase_due(timezone.now() + timedelta(days=181)) == 1
    row.refresh_from_db()
    assert (row.state, row.told_sealed) == ("declined", "")


def test_an_appointment_is_renewed_and_ended(scene: Scene):
    """A later last day; and at the end the account is closed."""
    row = scene.east.spot_check.volunteer
    later = (row.serves_until + timedelta(days=100)).isoformat()
    assert keep(scene, row, "renew", serves_until="2026-01-01").status_code == 422
    assert keep(scene, row, "renew", serves_until=later).status_code == 302
    assert keep(scene, row, "end").status_code == 302
    row.refresh_from_db()
    assert (row.serves_until.isoformat(), row.state) == (later, "ended")
    assert not User.objects.get(pk=row.user_id).is_active
    assert [one.kind for one in row.events.all()] == ["invited", "appointed", "renewed", "ended"]


def test_the_office_appoints_whom_it_asked_itself(scene: Scene):
    """In the own area only, for a term that ends after it begins, under a user name that is free."""
    form = {"name": "何芳（虚构）", "area": "99/01/01/", "username": "hefang", "reason": "退休计量员"}
    client = scene.client("dongping")
    for wrong in ({"area": "99/01/02/"}, {"username": "dongping"}, {"serves_until": "2020-01-01"}, {"reason": ""}):
        assert client.post("/console/volunteers/invite", form | wrong).status_code == 422
    assert client.post("/console/volunteers/invite", form).status_code == 200
    assert User.objects.get(username="hefang").role == "volunteer"


def test_an_account_from_before_is_appointed_as_it_stands(scene: Scene):
    """Somebody of the county who had the role already keeps account and password; no link is made."""
    form = {"name": "老张（虚构）", "area": "99/01/01/", "username": "before", "reason": "续任"}
    kept = {"role": "volunteer", "area": "99/01/01/", "password": "kept"}
    known = User.objects.create(username="before", name="老张（虚构）", **kept)
    page = scene.client("dongping").post("/console/volunteers/invite", form).content.decode()
    assert "/console/invitation/" not in page
    known.refresh_from_db()
    assert known.volunteer.serves_on(timezone.localdate())
    assert known.password == "kept"


def test_a_card_says_whether_it_holds(scene: Scene):
    """Who scans it reads number, county, term, a masked name, and that it holds; a guessed one is not there."""
    row = scene.east.spot_check.volunteer
    page = Client().get(card.path(row)).content.decode()
    assert "今日有效" in page
    assert row.number in page
    assert row.user.name not in page
    assert Client().get(f"/supervisor/{row.number}/000000000000").status_code == 404
    keep(scene, row, "end")
    assert "今日无效" in Client().get(card.path(row)).content.decode()


def test_letter_and_card_are_printed(scene: Scene):
    """As one PDF, for the office and for the volunteer."""
    row = scene.east.spot_check.volunteer
    for person, path in (
        ("dongping", f"/console/volunteers/{row.pk}/card.pdf"),
        ("volunteer", "/console/my-appointment/card.pdf"),
    ):
        answer = scene.client(person).get(path)
        assert answer.content.startswith(b"%PDF")


def test_a_stake_is_declared_by_the_volunteer_and_taken_off_by_the_office(scene: Scene):
    """It stands on the own page, and the office needs a reason to take it off."""
    client, row = scene.client("volunteer"), scene.east.spot_check.volunteer
    form = {"market": scene.cast.chenguang.name, "stall": "s001", "whose": "kin"}
    assert client.post("/console/my-appointment", form | {"stall": "none"}).status_code == 422
    assert client.post("/console/my-appointment", form).status_code == 302
    assert "青禾蔬菜" in client.get("/console/my-appointment").content.decode()
    interest = str(row.interests.get().pk)
    assert keep(scene, row, "no-stake", interest=interest, reason="").status_code == 422
    assert keep(scene, row, "no-stake", interest="99999").status_code == 404
    assert keep(scene, row, "no-stake", interest=interest).status_code == 302
    assert "青禾蔬菜" not in client.get("/console/my-appointment").content.decode()
