"""Accounts: one-time links, closing and opening again, and the trail of all of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quanheng.people.models import AuditEntry, Invitation, User
from tests.cast import BODY_USCC, PASSWORD
from tests.console.conftest import Scene

NEW = "a-new-long-password"
pytestmark = pytest.mark.requirement("T4-5.3.2.1")


def invited(scene: Scene, by: str = "chenguang", **changes: str):
    given = {"username": "new.person", "name": "新管理员（虚构）", "role": "metrology-administrator"}
    given |= {"area": scene.cast.chenguang.area} | changes
    return scene.client(by).post("/console/accounts/invite", given)


def link_in(answer) -> str:
    return re.search(r"http://testserver(/console/invitation/[\w-]+)", answer.content.decode())[1]


def can_sign_in(username: str, password: str) -> bool:
    answer = Client().post("/console/sign-in", {"username": username, "password": password})
    return answer.status_code == 302


def test_the_invited_set_their_own_password(scene: Scene):
    """The link is told once and works once; its owner alone knows the password."""
    answer = invited(scene)
    link = link_in(answer)
    assert "no-store" in answer["Cache-Control"]
    assert not can_sign_in("new.person", "")
    assert "new.person" in Client().get(link).content.decode()
    assert Client().post(link, {"password": NEW, "again": NEW}).status_code == 200
    assert can_sign_in("new.person", NEW)
    second = Client().post(link, {"password": "another-long-one", "again": "another-long-one"})
    assert second.status_code == 404
    assert "此链接已失效" in second.content.decode()
    assert not can_sign_in("new.person", "another-long-one")


def test_the_link_is_kept_as_a_digest(scene: Scene):
    """Whoever reads the table cannot follow the link, and no trail has it or a password."""
    link = link_in(invited(scene))
    Client().post(link, {"password": NEW, "again": NEW})
    token = link.rsplit("/", 1)[1]
    kept = [*Invitation.objects.values(), *AuditEntry.objects.values()]
    assert token not in str(kept)
    assert NEW not in str(kept)


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 404)])
def test_a_link_runs_out_after_72_hours(scene: Scene, hours: int, status: int):
    """Three days to set a password; then a clear page and nothing else."""
    link = link_in(invited(scene))
    passed = timedelta(hours=hours)
    moved = {"issued_at": timezone.now() - passed, "expires_at": timezone.now() + timedelta(hours=72) - passed}
    Invitation.objects.update(**moved)
    assert Client().get(link).status_code == status


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "至少 10 个字符"),
        (NEW, "other-long-password", "两次输入的密码不一致"),
        ("1234567890", "1234567890", "常见密码"),
    ],
)
def test_a_weak_or_mistyped_password_is_answered_at_its_field(scene: Scene, password: str, again: str, said: str):
    """The link still works after a password that was refused."""
    link = link_in(invited(scene))
    answer = Client().post(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["errors"].values())
    assert Client().get(link).status_code == 200


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize(
    ("by", "changes"),
    [
        ("chenguang", {"role": "regulator", "area": "99/01/01/"}),
        ("chenguang", {"role": "market-manager"}),
        ("chenguang", {"area": "99/01/02/m002/"}),
        ("dongping", {"role": "regulator", "area": "99/01/"}),
        ("dongping", {"role": "regulator", "area": "99/01/02/"}),
        ("dongping", {"role": "regulator"}),
        ("dongping", {"role": "operator", "area": "99/01/01/m001/s999/"}),
        ("dongping", {"role": "nobody"}),
        ("dongping", {"area": "99/01/01/\0"}),
    ],
)
def test_nobody_appoints_above_beside_or_where_there_is_no_post(scene: Scene, by: str, changes: dict[str, str]):
    """A manager gives markets no second manager, a county no office above or beside it, nobody a stall that is not."""
    answer = invited(scene, by, **changes)
    assert answer.status_code == 422
    assert "role" in answer.context["errors"]
    assert not User.objects.filter(username="new.person").exists()
    if by == "dongping":
        assert "河湾" not in answer.content.decode()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "city"),
        ("username", "Ab"),
        ("username", "空 格"),
        ("username", "x" * 61),
        ("name", " "),
        ("name", "n" * 81),
    ],
)
def test_a_bad_invitation_is_answered_at_its_field(scene: Scene, field: str, value: str):
    """A user name that is taken or unreadable, a name that is missing or too long."""
    answer = invited(scene, **{field: value})
    assert answer.status_code == 422
    assert set(answer.context["errors"]) == {field}


def test_a_new_link_ends_the_old_password_and_the_old_link(scene: Scene):
    """Who asks for a new password has perhaps lost the old one to somebody; sessions of it end too."""
    person = scene.cast.people["administrator"]
    theirs = scene.client("administrator")
    url = reverse("console:account-reset", args=[person.pk])
    first = link_in(scene.client("chenguang").post(url, {"reason": "忘记密码"}))
    second = link_in(scene.client("dongping").post(url, {"reason": "链接丢失"}))
    assert not can_sign_in("administrator", PASSWORD)
    assert theirs.get("/console/markets").status_code == 302
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


def test_a_closed_account_is_out_at_once_and_may_come_back(scene: Scene):
    """Closing ends sessions and links, opening gives the account back; both say why."""
    person = scene.cast.people["administrator"]
    theirs, manager = scene.client("administrator"), scene.client("chenguang")
    link = link_in(invited(scene))
    newcomer = User.objects.get(username="new.person")
    for closed in (person, newcomer):
        answer = manager.post(reverse("console:account-close", args=[closed.pk]), {"reason": "离职"})
        assert answer.status_code == 302
    assert theirs.get("/console/markets").status_code == 302
    assert not can_sign_in("administrator", PASSWORD)
    assert Client().get(link).status_code == 404
    manager.post(reverse("console:account-reopen", args=[person.pk]), {"reason": "返岗"})
    assert can_sign_in("administrator", PASSWORD)
    manager.post(reverse("console:account-reopen", args=[newcomer.pk]), {"reason": "返岗"})
    assert Client().get(link).status_code == 404
    told = [(one.act, one.reason) for one in AuditEntry.objects.filter(subject="user:administrator").order_by("id")]
    assert told[0] == ("account-closed", "离职")
    assert ("account-reopened", "返岗") in told


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize(("by", "whose"), [("chenguang", "chenguang"), ("dongping", "dongping")])
def test_nobody_administers_the_own_account(scene: Scene, by: str, whose: str):
    """An open page left alone cannot be turned into a new password."""
    for act in ("reset", "close", "reopen"):
        url = reverse(f"console:account-{act}", args=[scene.cast.people[whose].pk])
        assert scene.client(by).post(url, {"reason": "x"}).status_code == 403


@pytest.mark.requirement("QH-scope")
def test_a_county_does_not_find_the_accounts_above_it(scene: Scene):
    """The city's office is not in the list of a county, nor is its page."""
    client = scene.client("dongping")
    listed = [one.username for one in client.get("/console/accounts").context["found"].rows]
    assert listed == [
        "administrator",
        "association",
        "chenguang",
        "dongping",
        "of-99-01-01",
        "stallholder",
        "volunteer",
    ]
    assert client.get(f"/console/accounts/{scene.cast.people['city'].pk}").status_code == 404


@pytest.mark.requirement("QH-input")
def test_a_reason_is_asked_for(scene: Scene):
    """Nothing happens to an account without a reason."""
    person = scene.cast.people["administrator"]
    for act in ("reset", "close"):
        url = reverse(f"console:account-{act}", args=[person.pk])
        assert scene.client("chenguang").post(url, {"reason": ""}).status_code == 422
    assert can_sign_in("administrator", PASSWORD)


@pytest.mark.requirement("N25-3.2")
def test_a_maker_is_invited_for_an_organisation_on_the_register(scene: Scene):
    """The account sees what that maker made, and nothing before the register knows the maker."""
    maker = scene.east.maker
    told = {"role": "maker", "area": "99/01/01/"}
    for code in ("", "12345", BODY_USCC):
        answer = invited(scene, "dongping", **told, organisation=code)
        assert answer.status_code == 422
        assert "登记册中没有此信用代码" in answer.content.decode()
    assert not User.objects.filter(username="new.person").exists()
    link_in(invited(scene, "dongping", **told, organisation=f" {maker.uscc.lower()} "))
    assert User.objects.get(username="new.person").organisation == maker.uscc


def test_nobody_else_belongs_to_an_organisation(scene: Scene):
    """A credit code given for another role is left out, as it would narrow nothing."""
    link_in(invited(scene, "dongping", role="regulator", area="99/01/01/", organisation=scene.east.maker.uscc))
    assert User.objects.get(username="new.person").organisation == ""
