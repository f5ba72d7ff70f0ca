"""Ask the service of a scale's maker whether what stands on it is its factory record (docs/wire/maker-service.md).

Whatever goes wrong is said as what it is; nobody is told that a maker agreed who did not answer.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

import httpx
import msgspec
from django.conf import settings
from nacl.signing import VerifyKey

from quanheng.connectors.maker_service import (
    ANSWER_BYTES_MAX,
    Answer,
    AnswerUnusable,
    FoundMarks,
    Question,
    encode_question,
    open_answer,
)
from quanheng.register.identity.marks import Marks, plain
from quanheng.register.models import Organisation

ANSWERED, NOT_ASKED = "answered", "not-asked"
# Why there is no answer that could be believed; the pages have the words.
FAILURES = ("unreachable", "late", "refused", "malformed", "wrongly-signed", "another-question")
ASKED_MARKS = ("model", "serial", "production_code", "repair_code", "seal_number")


@dataclass(frozen=True, slots=True)
class Heard:
    """``state`` is answered, not-asked (the maker has no service on record) or one of FAILURES."""

    state: str
    maker: str = ""
    answer: Answer | None = None

    def as_dict(self) -> dict[str, Any]:
        told = msgspec.to_builtins(self.answer) if self.answer else None
        return {"state": self.state, "maker": self.maker, "answer": told}

    @property
    def is_against(self) -> bool:
        """Whether the maker said that this is not the scale it made."""
        if self.answer is None:
            return False
        marks = (getattr(self.answer.marks, name) for name in ASKED_MARKS)
        return not self.answer.made or "differs" in marks


def maker_of(name: str) -> Organisation | None:
    """The maker on record by its name, with a service that can be asked."""
    rows = Organisation.objects.filter(makes=True, closed_on__isnull=True, name=name).exclude(service_url="")
    return next((row for row in rows[:2] if row.service_key and plain(row.name) == plain(name)), None)


def ask(maker: Organisation | None, *, gtin: str, giai: str, found: Marks, at: datetime) -> Heard:
    if maker is None:
        return Heard(NOT_ASKED)
    marks = FoundMarks(**{name: getattr(found, name)[:120] for name in ASKED_MARKS})
    question = Question(token_hex(16), int(at.timestamp() * 1000), gtin, giai, marks)
    try:
        message = _post(maker.service_url, encode_question(question))
        return Heard(ANSWERED, maker.name, open_answer(message, VerifyKey(bytes(maker.service_key)), question))
    except AnswerUnusable as unusable:
        return Heard(unusable.reason, maker.name)
    except (httpx.TimeoutException, TimeoutError):
        return Heard("late", maker.name)
    except httpx.HTTPStatusError:
        return Heard("refused", maker.name)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Heard("unreachable", maker.name)


def _post(url: str, body: bytes) -> bytes:
    """The answer's bytes, no more than an answer has, within the time a person at a scale can be kept waiting."""
    until = time.monotonic() + settings.MAKER_SERVICE_SECONDS
    headers = {"Content-Type": "application/json", "User-Agent": "quanheng"}
    with (
        httpx.Client(timeout=settings.MAKER_SERVICE_SECONDS, follow_redirects=False) as client,
        client.stream("POST", url, content=body, headers=headers) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise httpx.HTTPStatusError("refused", request=answer.request, response=answer)
        return _read(answer.iter_raw, until)


def _read(pieces: Callable[[], Any], until: float) -> bytes:
    message = b""
    for piece in pieces():
        message += piece
        if len(message) > ANSWER_BYTES_MAX:
            raise AnswerUnusable("malformed")
        if time.monotonic() > until:
            raise TimeoutError
    return message
