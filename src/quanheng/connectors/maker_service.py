"""What the platform asks the verification service of a scale's maker, and its answer (docs/wire/maker-service.md).

No interface of makers is published, so the format is ours: one question in JSON, one answer in JSON inside a frame
signed by the maker (quanheng.connectors.frame). The service says of each mark whether it is that of its factory record,
never the mark itself: whoever asks has to have read it off the scale.
"""

from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct
from nacl.signing import SigningKey, VerifyKey

from quanheng.connectors.frame import FrameUnreadable, SignatureWrong, open_frame, seal

ANSWER_BYTES_MAX = 16 * 1024
# How far the clock of a maker's service may differ from ours.
CLOCK_MS = 10 * 60_000

Query = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", description="random; the answer repeats it")]
Millis = Annotated[int, Meta(ge=0, le=2**53, description="milliseconds since 1970-01-01T00:00:00Z")]
Text = Annotated[str, Meta(max_length=120)]
Day = Annotated[str, Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", description="2026-01-31, or empty")]
Verdict = Annotated[Literal["same", "differs", "unknown"], Meta(description="unknown: the maker keeps no such mark")]


class FoundMarks(Struct, frozen=True):
    """What stands on the scale, as the person before it read it; empty where it was not found."""

    model: Text = ""
    serial: Text = ""
    production_code: Text = ""
    repair_code: Text = ""
    seal_number: Text = ""


class Question(Struct, frozen=True):
    """Posted to the maker's service."""

    query: Query
    asked_at_ms: Millis
    gtin: Annotated[str, Meta(pattern="^([0-9]{14})?$")] = ""
    giai: Annotated[str, Meta(max_length=30)] = ""
    marks: FoundMarks = FoundMarks()
    v: Literal[1] = 1


class JudgedMarks(Struct, frozen=True):
    model: Verdict = "unknown"
    serial: Verdict = "unknown"
    production_code: Verdict = "unknown"
    repair_code: Verdict = "unknown"
    seal_number: Verdict = "unknown"


class Answer(Struct, frozen=True):
    """``made`` is whether the maker has a factory record of this scale; what else it adds is left aside."""

    query: Query
    answered_at_ms: Millis
    made: bool
    marks: JudgedMarks = JudgedMarks()
    produced_on: Day = ""
    sold_to: Text = ""
    remark: Text = ""
    v: Literal[1] = 1


class AnswerUnusable(ValueError):
    """``reason`` is malformed, wrongly-signed or another-question; nothing in such an answer is believed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


T = TypeVar("T")
_QUESTION = msgspec.json.Decoder(Question)
_ANSWER = msgspec.json.Decoder(Answer)


def encode_question(question: Question) -> bytes:
    return msgspec.json.encode(question)


def decode_question(body: bytes) -> Question:
    """For a maker's side. Raises AnswerUnusable("malformed")."""
    return _decoded(_QUESTION, body)


def seal_answer(answer: Answer, key: SigningKey) -> bytes:
    """For a maker's side."""
    return seal(msgspec.json.encode(answer), key)


def open_answer(message: bytes, key: VerifyKey, question: Question) -> Answer:
    """The answer to exactly this question, once the maker's key has vouched for it. Raises AnswerUnusable."""
    if len(message) > ANSWER_BYTES_MAX:
        raise AnswerUnusable("malformed")
    try:
        body = open_frame(message, key)
    except FrameUnreadable as error:
        raise AnswerUnusable("malformed") from error
    except SignatureWrong as error:
        raise AnswerUnusable("wrongly-signed") from error
    answer = _decoded(_ANSWER, body)
    is_old = abs(answer.answered_at_ms - question.asked_at_ms) > CLOCK_MS
    if answer.query != question.query or is_old:
        raise AnswerUnusable("another-question")
    return answer


def _decoded(decoder: "msgspec.json.Decoder[T]", body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AnswerUnusable("malformed") from error
