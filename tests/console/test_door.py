"""Signing in and out, and the lock after five wrong passwords."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.people import lock_out, sign_in
from quanheng.people.models import AuditEntry, SignInFailure
from tests.cast import PASSWORD, Cast

DOOR = "/console/sign-in"


def knock(username: str = "dongping", password: str = PASSWORD, onward: str = "", address: str = "192.0.2.1"):
    given = {"username": username, "password": password, "next": onward}
    return Client(REMOTE_ADDR=address).post(DOOR, given)


@pytest.mark.requirement("QH-scope")
def test_the_right_password_opens(cast: Cast):
    """A regulator lands on the live board, and the entry is on the audit trail with its address."""
    assert knock().url == "/console/"
    entry = AuditEntry.objects.get(act="sign-in")
    assert (entry.user, entry.address) == (cast.people["dongping"], "192.0.2.1")


@pytest.mark.requirement("QH-scope")
def test_a_stallholder_lands_on_the_scales(cast: Cast):
    """Who may not open the live board is not sent to it."""
    assert knock("stallholder").url == "/console/instruments"


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize(
    ("onward", "lands"),
    [
        ("/console/rechecks", "/console/rechecks"),
        ("https://elsewhere.example/", "/console/"),
        ("//elsewhere.example/", "/console/"),
    ],
)
def test_signing_in_leads_on_to_our_own_pages_only(cast: Cast, onward: str, lands: str):
    """A link with a foreign destination cannot use our door."""
    assert knock(onward=onward).url == lands


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请输入用户名。"),
        ({"username": "dongping"}, "请输入密码。"),
        ({"username": "dongping", "password": "wrong"}, "用户名或密码不正确。"),
        ({"username": "nobody", "password": "wrong"}, "用户名或密码不正确。"),
        ({"username": "a\0b", "password": "x\0y"}, "用户名或密码不正确。"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(cast: Cast, given: dict[str, str], said: str):
    """An unknown name and a wrong password read the same, so that names cannot be tried out."""
    answer = Client().post(DOOR, given)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.requirement("QH-input")
def test_english_errors_for_english_readers(cast: Cast):
    """The language follows the reader."""
    answer = Client(headers={"accept-language": "en"}).post(DOOR, {"username": "dongping", "password": "wrong"})
    assert "User name or password is wrong." in answer.content.decode()


@pytest.mark.requirement("QH-scope")
def test_five_wrong_passwords_lock_the_name_at_that_address(cast: Cast):
    """From the sixth attempt on even the right password is refused, but only from there and only for that name."""
    for _ in range(lock_out.FAILURES_ALLOWED - 1):
        knock(password="wrong")
    assert knock().status_code == 302  # the fourth failure does not lock, and success forgets them
    for _ in range(lock_out.FAILURES_ALLOWED):
        assert "用户名或密码不正确" in knock(password="wrong").content.decode()
    assert "错误次数过多" in knock().content.decode()
    assert knock(address="192.0.2.2").status_code == 302
    assert knock("xidu").status_code == 302


@pytest.mark.requirement("QH-scope")
def test_the_lock_opens_after_a_quarter_of_an_hour(cast: Cast):
    """Fifteen minutes after the first of the five the name opens again."""
    start = timezone.now()
    for second in range(lock_out.FAILURES_ALLOWED):
        with pytest.raises(lock_out.Refused):
            sign_in.recognise("dongping", "wrong", "192.0.2.1", start + timedelta(seconds=second))
    still = start + lock_out.LOCKED_FOR - timedelta(seconds=1)
    with pytest.raises(lock_out.LockedOut) as locked:
        sign_in.recognise("dongping", PASSWORD, "192.0.2.1", still)
    assert locked.value.until == start + lock_out.LOCKED_FOR
    then = start + lock_out.LOCKED_FOR
    assert sign_in.recognise("dongping", PASSWORD, "192.0.2.1", then) == cast.people["dongping"]


@pytest.mark.requirement("QH-scope")
def test_old_failures_are_not_kept(cast: Cast):
    """Wrong passwords are kept as long as they count, and no longer."""
    with pytest.raises(lock_out.Refused):
        sign_in.recognise("dongping", "wrong", "192.0.2.1", timezone.now() - timedelta(hours=1))
    knock("xidu", "wrong")
    assert list(SignInFailure.objects.values_list("username", flat=True)) == ["xidu"]


@pytest.mark.requirement("QH-scope")
def test_a_dismissed_colleague_cannot_enter(cast: Cast):
    """An account that is switched off opens nothing, as if the password were wrong."""
    cast.people["dongping"].is_active = False
    cast.people["dongping"].save()
    assert "用户名或密码不正确" in knock().content.decode()


@pytest.mark.requirement("QH-scope")
def test_signing_out_needs_a_button(cast: Cast):
    """A link or an image cannot sign anybody out; the button does."""
    client = Client()
    client.force_login(cast.people["dongping"])
    assert client.get("/console/sign-out").status_code == 405
    assert client.post("/console/sign-out").url == DOOR
    assert client.get("/console/").url == f"{DOOR}?next=/console/"


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize("demo", [True, False])
def test_accounts_are_listed_in_the_demonstration_only(cast: Cast, settings, demo: bool):
    """A real installation shows nobody's user name, and no password."""
    settings.DEMO = demo
    told = Client().get(DOOR).content.decode()
    assert ("manager-chenguang" in told or "chenguang" in told) is demo
    assert (settings.DEMO_PASSWORD in told) is demo
