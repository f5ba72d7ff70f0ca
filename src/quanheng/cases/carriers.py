"""Who carries what waits in the outbox, channel by channel; and one round of carrying."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import httpx
from django.conf import settings

from quanheng.cases import outbox, wechat_line
from quanheng.cases.models import NoticeOutbox
from quanheng.connectors import hotline, sms, wechat
from quanheng.connectors.passing import passes
from quanheng.people.sealing import SealUnreadable

TIMEOUT_SECONDS = 10.0
log = logging.getLogger(__name__)


class NotCarried(Exception):
    """``passes`` says whether trying again may help."""

    def __init__(self, why: str, *, passes: bool) -> None:
        super().__init__(why)
        self.passes = passes


def by_wechat(told: Mapping[str, Any], _key: str) -> None:
    fields = dict(one.split("=", 1) for one in settings.WECHAT_TEMPLATE_FIELDS.split(",") if "=" in one)
    notice = wechat.Notice(
        openid=told["openid"],
        template=told["template"],
        page=f"pages/one/one?ref={told['number']}",
        data={field: str(told[name]) for field, name in fields.items() if name in told},
        english=told["english"],
        stage=settings.WECHAT_STAGE,
    )
    try:
        wechat_line.send(notice)
    except wechat.WeChatRefused as refused:
        raise NotCarried(str(refused), passes=refused.passes) from refused
    except wechat_line.WeChatAway as away:
        raise NotCarried(f"WeChat is away {away}", passes=True) from away


def by_sms(told: Mapping[str, Any], key: str) -> None:
    message = sms.Message(sms.plain_number(told["to"]), told["text"], key)
    _post(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY, message.body(), key)


def by_hotline(told: Mapping[str, Any], key: str) -> None:
    _post(settings.HOTLINE_URL, settings.HOTLINE_KEY, hotline.written(hotline.Answer(**told)), key)


def _post(url: str, bearer: str, body: bytes, key: str) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    try:
        answer = httpx.post(url, content=body, headers=headers, timeout=TIMEOUT_SECONDS)
    except httpx.HTTPError as error:
        raise NotCarried(type(error).__name__, passes=True) from error
    if not answer.is_success:
        raise NotCarried(f"HTTP {answer.status_code}", passes=passes(answer.status_code))


CARRIERS: Mapping[str, Callable[[Mapping[str, Any], str], None]] = {
    "wechat": by_wechat,
    "sms": by_sms,
    "hotline": by_hotline,
}


def open_channels() -> list[str]:
    """Those that this installation has set up; what waits for another waits."""
    opened = {
        "wechat": wechat_line.is_configured(),
        "sms": bool(settings.SMS_GATEWAY_URL),
        "hotline": bool(settings.HOTLINE_URL),
    }
    return [channel for channel in CARRIERS if opened[channel]]


def carry_due(now: Callable[[], datetime]) -> int:
    """One round; how many were tried."""
    claimed = outbox.claim(open_channels(), now())
    for notice in claimed:
        _carry(notice, now)
    return len(claimed)


def _opened(notice: NoticeOutbox) -> dict[str, Any]:
    try:
        return outbox.told(notice)
    except SealUnreadable as why:
        raise NotCarried(str(why), passes=False) from why


def _carry(notice: NoticeOutbox, now: Callable[[], datetime]) -> None:
    try:
        CARRIERS[notice.channel](_opened(notice), notice.key)
    except NotCarried as why:
        log.warning("notice %s by %s was not taken: %s", notice.key, notice.channel, why)
        outbox.mark_failed(notice, str(why), now(), passes=why.passes)
    else:
        outbox.mark_sent(notice, now())
