"""My account: the own password, and the code of the own phone at sign-in (RFC 6238)."""

import re
from dataclasses import dataclass

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from typer.testing import CliRunner

from quanheng import settings
from quanheng.cli import app
from quanheng.people import lock_out, sealing
from quanheng.people.models import AuditEntry, RecoveryCode, Role, SecondStep
from tests.cast import PASSWORD, Cast
from tests.phones import code_of

pytestmark = pytest.mark.requirement("QH-scope")
PAGE, DOOR, CODE = "/console/my-account", "/console/sign-in", "/console/sign-in/code"
NEW = "a-new-long-password"
WRONG = "12345"  # five digits: never by chance the right code


@dataclass
class Phone:
    key: str
    recovery: list[str]


def signed_in(cast: Cast, username: str = "dongping") -> Client:
    client = Client()
    client.force_login(cast.people[username])
    return client


def begun(client: Client) -> str:
    """The key, as the page shows it."""
    assert client.post(f"{PAGE}/second-step/begin", {"password": PASSWORD}).status_code == 302
    return re.search(r'id="key">([A-Z2-7 ]+)<', client.get(PAGE).content.decode())[1]


def set_up(client: Client) -> Phone:
    """With the code of the step before: the one of now stays free for signing in."""
    key = begun(client)
    answer = client.post(f"{PAGE}/second-step/confirm", {"code": code_of(key, -1)})
    codes = re.findall(r'class="code">([A-Z2-7-]{19})<', answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    return Phone(key, codes)


def at_second_step(password: str = PASSWORD, address: str = "192.0.2.1", onward: str = "") -> Client:
    client = Client(REMOTE_ADDR=address)
    given = {"username": "dongping", "password": password, "next": onward}
    assert client.post(DOOR, given).url == CODE
    return client


def is_in(client: Client) -> bool:
    return client.get("/console/instruments").status_code == 200


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def test_a_phone_is_set_up_and_asked_for(cast: Cast):
    """The code of the phone signs in, to where the person wanted to go; the password alone does not."""
    phone = set_up(signed_in(cast))
    assert len(set(phone.recovery)) == 10
    client = at_second_step(onward="/console/rechecks")
    assert not is_in(client)
    assert client.get(CODE).status_code == 200
    assert client.post(CODE, {"code": code_of(phone.key)}).url == "/console/rechecks"
    assert is_in(client)
    assert acts() == ["second-step-begun", "second-step-on", "sign-in"]


def test_a_foreign_destination_is_dropped_at_the_second_step_too(cast: Cast):
    """The door leads to our own pages only, with a code as without."""
    phone = set_up(signed_in(cast))
    client = at_second_step(onward="https://elsewhere.example/")
    assert client.post(CODE, {"code": code_of(phone.key)}).url == "/console/home"


def test_a_key_does_not_count_before_it_was_confirmed(cast: Cast):
    """Who scanned the code and lost the page still signs in with the password, and begins again with another key."""
    client = signed_in(cast)
    first = begun(client)
    assert Client().post(DOOR, {"username": "dongping", "password": PASSWORD}).url == "/console/"
    assert begun(client) != first
    answer = client.post(f"{PAGE}/second-step/confirm", {"code": code_of(first)})
    assert "验证码不正确" in answer.content.decode()
    assert SecondStep.objects.get().confirmed_at is None


def test_a_code_is_taken_once(cast: Cast):
    """What somebody read over a shoulder is worth nothing any more, in the same half minute too."""
    phone = set_up(signed_in(cast))
    code = code_of(phone.key)
    assert at_second_step().post(CODE, {"code": code}).status_code == 302
    again = at_second_step()
    assert "已使用过" in again.post(CODE, {"code": code}).content.decode()
    assert again.post(CODE, {"code": code_of(phone.key, 1)}).status_code == 302


def test_a_recovery_code_works_once_however_it_is_typed(cast: Cast):
    """Small letters, no hyphens, wide characters of a Chinese keyboard: all are meant; a second time none is."""
    phone = set_up(signed_in(cast))
    small, wide = phone.recovery[0].lower().replace("-", " "), phone.recovery[1].translate(WIDE)
    assert [at_second_step().post(CODE, {"code": code}).status_code for code in (small, wide, small)] == [302, 302, 422]
    assert acts().count("recovery-code-used") == 2
    assert ">8<" in signed_in(cast).get(PAGE).content.decode().replace("\n", "")


WIDE = {ord(one): ord(one) + 0xFEE0 for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}


def test_neither_key_nor_recovery_codes_can_be_read_in_the_tables(cast: Cast):
    """Whoever takes the database away cannot make a code of it, nor finds one on the trail."""
    phone = set_up(signed_in(cast))
    kept = str([*SecondStep.objects.values(), *RecoveryCode.objects.values(), *AuditEntry.objects.values()])
    assert phone.key.replace(" ", "") not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in phone.recovery)
    told = signed_in(cast).get(PAGE).content.decode()
    assert phone.key not in told
    assert phone.recovery[0] not in told


def test_wrong_codes_lock_as_wrong_passwords_do(cast: Cast):
    """Two wrong passwords and three wrong codes are five; the right password in between forgives no wrong code."""
    phone = set_up(signed_in(cast))
    for _ in range(2):
        Client(REMOTE_ADDR="192.0.2.1").post(DOOR, {"username": "dongping", "password": "wrong"})
    for _ in range(lock_out.FAILURES_ALLOWED - 2):
        assert at_second_step().post(CODE, {"code": WRONG}).status_code == 422
    answer = Client(REMOTE_ADDR="192.0.2.1").post(DOOR, {"username": "dongping", "password": PASSWORD})
    assert "错误次数过多" in answer.content.decode()
    assert at_second_step(address="192.0.2.2").post(CODE, {"code": code_of(phone.key)}).status_code == 302


def test_codes_cannot_be_guessed_from_many_addresses(cast: Cast):
    """Only who knows the password can guess at codes, so wrong ones count from wherever they come."""
    phone = set_up(signed_in(cast))
    half = at_second_step(address="192.0.2.99")
    for number in range(lock_out.FAILURES_ALLOWED):
        assert at_second_step(address=f"192.0.2.{number}").post(CODE, {"code": WRONG}).status_code == 422
    assert "错误次数过多" in half.post(CODE, {"code": code_of(phone.key)}).content.decode()
    assert not is_in(half)


def test_the_second_step_needs_the_first(cast: Cast):
    """Without a password just given there is no page for a code; a password changed meanwhile ends it."""
    phone = set_up(signed_in(cast))
    assert Client().get(CODE).url == DOOR
    half = at_second_step()
    cast.people["dongping"].set_password(NEW)
    cast.people["dongping"].save()
    assert half.post(CODE, {"code": code_of(phone.key)}).url == DOOR
    assert not is_in(half)


def test_ten_minutes_to_answer(cast: Cast, monkeypatch):
    """A computer left at the second step asks for the password again."""
    phone = set_up(signed_in(cast))
    monkeypatch.setattr("quanheng.console.sign_in_code.SECONDS_TO_ANSWER", -1)
    assert at_second_step().post(CODE, {"code": code_of(phone.key)}).url == DOOR


def test_setting_up_asks_for_the_password(cast: Cast):
    """Somebody at an open page cannot shut its owner out with a phone of their own."""
    client = signed_in(cast)
    answer = client.post(f"{PAGE}/second-step/begin", {"password": "wrong"})
    assert answer.status_code == 422
    assert answer.context["errors"] == {"begin_password": "密码不正确。"}
    assert not SecondStep.objects.exists()
    for _ in range(lock_out.FAILURES_ALLOWED - 1):
        client.post(f"{PAGE}/second-step/begin", {"password": "wrong"})
    assert "错误次数过多" in client.post(f"{PAGE}/second-step/begin", {"password": PASSWORD}).content.decode()


@pytest.mark.parametrize(
    ("password", "code", "goes"), [("wrong", None, False), (PASSWORD, WRONG, False), (PASSWORD, None, True)]
)
def test_switching_off_needs_password_and_code(cast: Cast, password: str, code: str | None, goes: bool):
    """One of the two is not enough."""
    client = signed_in(cast)
    phone = set_up(client)
    given = {"password": password, "code": code or code_of(phone.key)}
    assert client.post(f"{PAGE}/second-step/off", given).status_code == (302 if goes else 422)
    assert SecondStep.objects.exists() is not goes
    assert ("second-step-off" in acts()) is goes


def test_a_lost_phone_is_taken_away_with_a_reason(cast: Cast):
    """Whoever looks after the account does it, on record; from then on the password signs in alone."""
    set_up(signed_in(cast))
    page = f"/console/accounts/{cast.people['dongping'].pk}"
    city = signed_in(cast, "city")
    assert "取消验证码" in city.get(page).content.decode()
    assert city.post(f"{page}/second-step", {"reason": " "}).status_code == 422
    assert city.post(f"{page}/second-step", {"reason": "手机丢失，已当面核实"}).status_code == 302
    assert Client().post(DOOR, {"username": "dongping", "password": PASSWORD}).url == "/console/"
    entry = AuditEntry.objects.get(act="second-step-reset")
    assert (entry.user, entry.reason) == (cast.people["city"], "手机丢失，已当面核实")
    assert "未设置第二步验证" in city.post(f"{page}/second-step", {"reason": "再次"}).content.decode()


@pytest.mark.parametrize(("by", "status"), [("dongping", 403), ("xidu", 404), ("chenguang", 404), ("stallholder", 403)])
def test_nobody_else_takes_a_phone_away(cast: Cast, by: str, status: int):
    """Not its owner at an open page, no office beside, nobody below."""
    set_up(signed_in(cast))
    url = f"/console/accounts/{cast.people['dongping'].pk}/second-step"
    assert signed_in(cast, by).post(url, {"reason": "x"}).status_code == status
    assert SecondStep.objects.count() == 1


def test_a_role_may_be_made_to_have_one(cast: Cast, settings):
    """Until it is set up every page leads to the own account; for other roles nothing changes."""
    settings.TOTP_REQUIRED_ROLES = ("regulator",)
    client = signed_in(cast)
    assert [client.get(f"/console/{page}").url for page in ("instruments", "live", "today")] == [PAGE] * 3
    assert "请先完成设置" in client.get(PAGE).content.decode()
    assert is_in(signed_in(cast, "chenguang"))
    set_up(client)
    assert is_in(client)


def test_a_changed_password_ends_other_sessions(cast: Cast):
    """Who changes the password stays in; whoever was in elsewhere, perhaps with the old one, does not."""
    here, elsewhere = signed_in(cast), signed_in(cast)
    answer = here.post(f"{PAGE}/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.url == PAGE
    assert [is_in(here), is_in(elsewhere)] == [True, False]
    assert Client().post(DOOR, {"username": "dongping", "password": PASSWORD}).status_code == 422
    assert Client().post(DOOR, {"username": "dongping", "password": NEW}).status_code == 302
    assert "password-changed" in acts()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"old": "a\0b"}, "old"),
        ({"new": "short", "again": "short"}, "new"),
        ({"new": "x" * 201, "again": "x" * 201}, "new"),
        ({"again": "another-long-password"}, "again"),
    ],
)
def test_a_bad_password_is_answered_at_its_field(cast: Cast, changes: dict[str, str], field: str):
    """And nothing is changed."""
    client = signed_in(cast)
    answer = client.post(f"{PAGE}/password", {"old": PASSWORD, "new": NEW, "again": NEW} | changes)
    assert (answer.status_code, set(answer.context["errors"])) == (422, {field})
    assert Client().post(DOOR, {"username": "dongping", "password": PASSWORD}).status_code == 302


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("code", ["", "\0", "x" * 5000, "验证码"])
def test_anything_may_be_typed_at_the_second_step(cast: Cast, code: str):
    """An answer beside the field, and no way in."""
    set_up(signed_in(cast))
    client = at_second_step()
    assert client.post(CODE, {"code": code}).status_code == 422
    assert not is_in(client)


@pytest.mark.requirement("QH-privacy")
def test_a_change_of_sealing_keys_keeps_phones(cast: Cast, tmp_path, settings, monkeypatch):
    """After the old key is gone the same phone still signs in."""
    monkeypatch.delenv("SEALING_KEYS", raising=False)
    settings.DATA_DIR = tmp_path
    phone = set_up(signed_in(cast))
    old = sealing.newest()
    assert CliRunner().invoke(app, ["rotate-sealing-key"]).exit_code == 0
    assert not SecondStep.objects.get().sealed.startswith(old)
    assert at_second_step().post(CODE, {"code": code_of(phone.key)}).status_code == 302


@pytest.mark.parametrize(
    ("told", "read"), [("", ()), ("regulator, maker", ("regulator", "maker")), ("regulater", None)]
)
def test_a_misspelt_role_stops_the_start(monkeypatch, told: str, read: tuple[str, ...] | None):
    """Better no start than an installation whose regulators are believed to have phones, and have none."""
    assert set(Role.values) == settings.ROLES
    monkeypatch.setenv("TOTP_REQUIRED_ROLES", told)
    if read is None:
        with pytest.raises(ImproperlyConfigured, match="regulater"):
            settings.some_of("TOTP_REQUIRED_ROLES", settings.ROLES)
    else:
        assert settings.some_of("TOTP_REQUIRED_ROLES", settings.ROLES) == read
