"""WeChat's server interfaces for a mini-program, as bytes: what is sent, and what an answer says.

Told from WeChat's public documents (微信开放文档 · 小程序服务端): ``stable_token``, ``code2session``,
``getuserphonenumber`` and ``subscribeMessage.send``. Whoever calls does the calling; nothing here speaks to a network.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

# WeChat's numbers → what they mean for whoever called. A number that is not here is "refused".
MEANINGS: Final[Mapping[int, str]] = {
    -1: "busy",
    40001: "token-stale",
    40014: "token-stale",
    42001: "token-stale",
    40003: "person-unknown",
    40013: "misconfigured",
    40125: "misconfigured",
    40164: "misconfigured",
    40029: "code-invalid",
    40163: "code-invalid",
    40037: "template-wrong",
    41030: "page-wrong",
    43101: "not-allowed",
    43104: "misconfigured",
    43108: "not-allowed",
    45009: "too-often",
    45011: "too-often",
    40226: "person-blocked",
    47003: "data-wrong",
    48001: "misconfigured",
}
# Trying again later helps with these and with no other.
PASSING: Final = frozenset({"busy", "token-stale", "too-often", "unreadable"})
THING_LONGEST, PHRASE_LONGEST, STRING_LONGEST = 20, 5, 32


class WeChatRefused(Exception):
    """``meaning`` is one of MEANINGS, refused, or unreadable; ``number`` is WeChat's own."""

    def __init__(self, number: int, said: str = "") -> None:
        self.number = number
        self.meaning = MEANINGS.get(number, "refused")
        super().__init__(f"{number} {said}".strip())

    @property
    def passes(self) -> bool:
        """Whether the same call may succeed later."""
        return self.meaning in PASSING


class WeChatUnreadable(WeChatRefused):
    """The answer is not what the documents say, as from a proxy that answers for WeChat."""

    def __init__(self, said: str) -> None:
        super().__init__(0, said)
        self.meaning = "unreadable"


@dataclass(frozen=True, slots=True)
class App:
    """The mini-program's own name and secret."""

    id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request: ``target`` is path and query; without a body it is a GET."""

    target: str
    body: bytes | None = None

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class Token:
    """What the other calls are made with, and for how long."""

    text: str
    valid_for: timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """Who has signed in. The session key stays here: nothing of ours needs it."""

    openid: str


def ask_for_token(app: App, *, fresh: bool = False) -> Call:
    """``fresh`` makes WeChat give a new one although the old one still holds; it allows that a few times a day."""
    wanted = {"grant_type": "client_credential", "appid": app.id, "secret": app.secret, "force_refresh": fresh}
    return Call("/cgi-bin/stable_token", _json(wanted))


def read_token(answer: bytes) -> Token:
    """Raises WeChatRefused."""
    said = _accepted(answer)
    return Token(_text(said, "access_token"), timedelta(seconds=_whole(said, "expires_in")))


def ask_for_session(app: App, code: str) -> Call:
    """The code is what ``wx.login`` gave the phone; it holds for five minutes and once."""
    query = {"appid": app.id, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
    return Call(f"/sns/jscode2session?{urlencode(query)}")


def read_session(answer: bytes) -> Session:
    """Raises WeChatRefused."""
    return Session(_text(_accepted(answer), "openid"))


def ask_for_phone(token: Token, code: str) -> Call:
    """The code is what the button ``getPhoneNumber`` gave the phone: another one than that of ``wx.login``."""
    return Call(f"/wxa/business/getuserphonenumber?{urlencode({'access_token': token.text})}", _json({"code": code}))


def read_phone(answer: bytes) -> str:
    """With its country code where it is no Chinese number. Raises WeChatRefused."""
    info = _accepted(answer).get("phone_info")
    if not isinstance(info, dict):
        raise WeChatUnreadable("no phone_info")
    number, country = _text(info, "purePhoneNumber"), str(info.get("countryCode", "86"))
    return number if country == "86" else f"+{country} {number}"


@dataclass(frozen=True, slots=True)
class Notice:
    """One subscription message. ``data`` is by the names of the template's own fields, as ``thing1``."""

    openid: str
    template: str
    page: str
    data: Mapping[str, str]
    english: bool = False
    stage: str = "formal"  # formal | trial | developer


def ask_to_send(token: Token, notice: Notice) -> Call:
    """Each field is cut to what its kind may hold: one character too many and WeChat refuses the whole."""
    body = {
        "touser": notice.openid,
        "template_id": notice.template,
        "page": notice.page,
        "miniprogram_state": notice.stage,
        "lang": "en_US" if notice.english else "zh_CN",
        "data": {name: {"value": fitted(name, text)} for name, text in notice.data.items()},
    }
    return Call(f"/cgi-bin/message/subscribe/send?{urlencode({'access_token': token.text})}", _json(body))


def fitted(name: str, text: str) -> str:
    kind = name.rstrip("0123456789")
    longest = {"thing": THING_LONGEST, "phrase": PHRASE_LONGEST, "character_string": STRING_LONGEST}.get(kind)
    if longest is None or len(text) <= longest:
        return text
    return text[:longest] if kind != "thing" else f"{text[: longest - 1]}…"


def read_sent(answer: bytes) -> None:
    """Raises WeChatRefused."""
    _accepted(answer)


def _json(wanted: Mapping[str, Any]) -> bytes:
    return json.dumps(wanted, ensure_ascii=False).encode()


def _accepted(answer: bytes) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except ValueError as error:
        raise WeChatUnreadable("not JSON") from error
    if not isinstance(said, dict):
        raise WeChatUnreadable("not an object")
    number = said.get("errcode", 0)
    if not isinstance(number, int):
        raise WeChatUnreadable("errcode is no number")
    if number != 0:
        raise WeChatRefused(number, str(said.get("errmsg", "")))
    return said


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise WeChatUnreadable(f"no {name}")
    return value


def _whole(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise WeChatUnreadable(f"no {name}")
    return value
