"""The line to WeChat: calls of `connectors.wechat` carried by HTTPS, with one token held for all of this process."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx
from django.conf import settings

from quanheng.connectors import wechat
from quanheng.connectors.wechat import App, Call, Notice, Token, WeChatRefused

EARLY = timedelta(minutes=5)  # a token is changed before it runs out
TIMEOUT_SECONDS = 5.0
Answer = TypeVar("Answer")


class WeChatAway(Exception):
    """No mini-program is configured here, or WeChat cannot be reached now."""


def is_configured() -> bool:
    return bool(settings.WECHAT_APP_ID and settings.WECHAT_APP_SECRET)


def openid_for(code: str) -> str:
    """Who stands behind a code of ``wx.login``. Raises WeChatRefused, WeChatAway."""
    return wechat.read_session(_carry(wechat.ask_for_session(_app(), code))).openid


def phone_for(code: str) -> str:
    """The number behind a code of ``getPhoneNumber``; it is not kept. Raises WeChatRefused, WeChatAway."""
    return _with_token(lambda token: wechat.read_phone(_carry(wechat.ask_for_phone(token, code))))


def send(notice: Notice) -> None:
    """Raises WeChatRefused, WeChatAway."""
    _with_token(lambda token: wechat.read_sent(_carry(wechat.ask_to_send(token, notice))))


def _with_token(call: Callable[[Token], Answer]) -> Answer:
    """Once more with a new token where WeChat no longer takes the one we hold."""
    try:
        return call(_tokens.get())
    except WeChatRefused as refused:
        if refused.meaning != "token-stale":
            raise
        _tokens.drop()
        return call(_tokens.get())


def _app() -> App:
    if not is_configured():
        raise WeChatAway
    return App(settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET)


def _carry(call: Call) -> bytes:
    try:
        answer = httpx.request(
            call.method,
            settings.WECHAT_API_URL + call.target,
            content=call.body,
            headers={"Content-Type": "application/json"} if call.body else {},
            timeout=TIMEOUT_SECONDS,
        )
    except httpx.HTTPError as error:
        # Not the error's own words: they may hold the address, and the address holds the secret.
        raise WeChatAway(type(error).__name__) from None
    if answer.status_code >= 500:
        raise WeChatAway(f"HTTP {answer.status_code}")
    return answer.content


class _Tokens:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._until = datetime.min.replace(tzinfo=UTC)

    def get(self) -> Token:
        with self._lock:
            if self._held is None or datetime.now(UTC) >= self._until:
                self._held = wechat.read_token(_carry(wechat.ask_for_token(_app())))
                self._until = datetime.now(UTC) + self._held.valid_for - EARLY
            return self._held

    def drop(self) -> None:
        with self._lock:
            self._held = None


_tokens = _Tokens()
