"""What the platform and a maker's service say to each other; the documented page is what is decoded (N25-3.4)."""

import json
import re
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from quanheng.connectors.frame import seal
from quanheng.connectors.maker_service import (
    Answer,
    AnswerUnusable,
    FoundMarks,
    Question,
    decode_question,
    encode_question,
    open_answer,
    seal_answer,
)

pytestmark = pytest.mark.requirement("N25-3.4", "QH-wire")

WIRE = Path(__file__).parents[2] / "docs" / "wire"
KEY = SigningKey(b"m" * 32)
ASKED = Question("9f2b7c1d4e5a60718293a4b5c6d7e8f0", 1_795_136_523_000, "09520001000010", marks=FoundMarks(serial="1"))


def examples() -> list[bytes]:
    """The JSON blocks of the page, in their order: a question, an answer."""
    page = (WIRE / "maker-service.md").read_text(encoding="utf-8")
    return [block.encode() for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]


def test_the_page_shows_what_is_decoded():
    """Its examples fit the published schemas and are taken by the decoders, the answer to that very question."""
    question, answer = examples()
    for body, name in ((question, "question"), (answer, "answer")):
        jsonschema.validate(json.loads(body), json.loads((WIRE / f"maker-{name}.schema.json").read_text()))
    asked = decode_question(question)
    told = open_answer(seal(answer, KEY), KEY.verify_key, asked)
    assert (told.made, told.marks.production_code, told.marks.seal_number) == (True, "differs", "unknown")


def test_a_question_comes_over_as_it_was_asked():
    """What the person read is what the maker compares."""
    assert decode_question(encode_question(ASKED)) == ASKED


def test_what_a_later_version_adds_is_left_aside():
    """A maker that also judges the plate of the load cell still answers what was asked."""
    body = {"query": ASKED.query, "answered_at_ms": ASKED.asked_at_ms, "made": True, "marks": {"load_cell": "same"}}
    assert open_answer(seal(json.dumps(body).encode(), KEY), KEY.verify_key, ASKED).made


@pytest.mark.parametrize("late_ms", [0, 600_000, -600_000])
def test_a_clock_may_be_ten_minutes_off(late_ms):
    """And no more: the edge is taken, a millisecond beyond is not."""
    answer = Answer(ASKED.query, ASKED.asked_at_ms + late_ms, made=True)
    assert open_answer(seal_answer(answer, KEY), KEY.verify_key, ASKED) == answer
    beyond = Answer(ASKED.query, ASKED.asked_at_ms + (600_001 if late_ms >= 0 else -600_001), made=True)
    with pytest.raises(AnswerUnusable, match="another-question"):
        open_answer(seal_answer(beyond, KEY), KEY.verify_key, ASKED)


@given(st.binary(max_size=200))
def test_garbage_is_malformed_or_not_the_makers(body: bytes):
    """Whatever a server on that address says, it is told in one of our words and nothing of it is believed."""
    for message in (body, b"QH1E" + body, seal(body, KEY)):
        with pytest.raises(AnswerUnusable) as unusable:
            open_answer(message, KEY.verify_key, ASKED)
        assert unusable.value.reason in ("malformed", "wrongly-signed")


def test_one_changed_byte_is_not_the_makers_word():
    """A false true is worth a counterfeit: the signature covers every byte of the answer."""
    message = seal_answer(Answer(ASKED.query, ASKED.asked_at_ms, made=False), KEY)
    forged = message.replace(b"false", b"true ")
    assert forged != message
    with pytest.raises(AnswerUnusable, match="wrongly-signed"):
        open_answer(forged, KEY.verify_key, ASKED)
    assert msgspec.json.decode(message[68:])["made"] is False
