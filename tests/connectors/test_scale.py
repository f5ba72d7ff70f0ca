"""Records between bytes and structs."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.connectors import topics
from quanheng.connectors.scale import (
    RECORDS_MAX,
    Act,
    Batch,
    Birth,
    Death,
    DeviceEvent,
    EventName,
    MessageMalformed,
    Receipt,
    Recheck,
    RejectedRecord,
    Weighing,
    decode_batch,
    decode_receipt,
    decode_status,
    encode,
    peek_scale,
)

pytestmark = pytest.mark.requirement("QH-wire")

SEQ, MILLIS, FEN = st.integers(1, 2**53), st.integers(0, 2**53), st.integers(0, 2**53)
MASS, CODE = st.integers(-(2**53), 2**53), st.integers(-(2**31), 2**31 - 1)
CLOCK = st.sampled_from(["synced", "free", "unset"])
# Half a surrogate pair is no text; neither encoding carries it.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ACTS = st.lists(st.sampled_from(Act.__args__), max_size=4).map(tuple)
WEIGHING = st.builds(
    Weighing, SEQ, MILLIS, MASS, MASS, MASS, FEN, FEN, CODE, CODE, st.sampled_from([1000, 500]), TEXT, TEXT, CLOCK, ACTS
)
DIGEST = st.one_of(st.just(""), st.binary(min_size=32, max_size=32).map(bytes.hex))
RECHECK = st.builds(Recheck, SEQ, MILLIS, MASS, TEXT, DIGEST, CODE, CODE, st.booleans(), CLOCK)
EVENT = st.builds(DeviceEvent, SEQ, MILLIS, st.sampled_from(EventName.__args__), TEXT, CLOCK)
DEVICE = st.from_regex(r"[A-Za-z0-9-]{3,40}", fullmatch=True)
RECORDS = st.lists(st.one_of(WEIGHING, RECHECK, EVENT), min_size=1, max_size=5).map(tuple)
SESSION = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
ENCODING = st.sampled_from(["json", "msgpack"])

GOOD = {
    "scale": "WORKBENCH-1",
    "sent_at_ms": 1,
    "records": [
        {
            "kind": "weighing",
            "seq": 1,
            "at_ms": 1,
            "gross_mg": 5000,
            "tare_mg": 0,
            "net_mg": 5000,
            "unit_price_fen": 100,
            "amount_fen": 1,
            "adc": 1,
            "zero_adc": 0,
        }
    ],
}


def with_record(**changes: object) -> dict[str, object]:
    return GOOD | {"records": [GOOD["records"][0] | changes]}


@settings(deadline=None)
@given(DEVICE, MILLIS, RECORDS, ENCODING)
def test_a_batch_survives_both_encodings(scale: str, at_ms: int, records: tuple, encoding: str) -> None:
    """JSON and MessagePack carry every record without loss, to the last milligram."""
    batch = Batch(scale, at_ms, records)
    body = encode(batch, encoding)
    assert decode_batch(body) == batch
    assert peek_scale(body) == scale


@settings(deadline=None)
@given(DEVICE, SESSION, MILLIS, ENCODING, st.booleans())
def test_births_and_deaths_survive_both_encodings(
    scale: str, session: str, at_ms: int, encoding: str, born: bool
) -> None:
    """A status says by itself whether it is a birth or a death."""
    status = Birth(scale, session, at_ms, "1.0", 7) if born else Death(scale, session, at_ms)
    assert decode_status(encode(status, encoding)) == status


@given(ENCODING, SEQ, st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_receipts_survive_both_encodings(encoding: str, seq: int, reason: str) -> None:
    """What the platform rejected reaches the scale with its number and reason."""
    receipt = Receipt("A-1", "0" * 64, 1, seq, seq, 0, 0, (RejectedRecord(seq, reason),))
    assert decode_receipt(encode(receipt, encoding)) == receipt


def test_only_the_needed_fields_need_be_sent() -> None:
    """A plain scale that knows no goods and was pressed no key sends the numbers only."""
    [record] = decode_batch(msgspec.json.encode(GOOD)).records
    assert isinstance(record, Weighing)
    assert (record.price_unit_g, record.goods_class, record.clock, record.acts) == (1000, "", "synced", ())


def test_fields_of_a_later_version_are_ignored() -> None:
    """A scale may send more than this platform knows."""
    assert decode_batch(msgspec.json.encode(with_record(humidity=40))) == decode_batch(msgspec.json.encode(GOOD))


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("message", "field"),
    [
        (with_record(seq=0), "$.records[0].seq"),
        (with_record(net_mg="5 kg"), "$.records[0].net_mg"),
        (with_record(net_mg=5.5), "$.records[0].net_mg"),
        (with_record(amount_fen=-1), "$.records[0].amount_fen"),
        (with_record(adc=2**31), "$.records[0].adc"),
        (with_record(price_unit_g=250), "$.records[0].price_unit_g"),
        (with_record(acts=["press"]), "$.records[0].acts[0]"),
        (with_record(clock="late"), "$.records[0].clock"),
        (with_record(goods="果" * 41), "$.records[0].goods"),
        (with_record(kind="sale"), "$.records[0].kind"),
        (GOOD | {"scale": "a b"}, "$.scale"),
        (GOOD | {"records": []}, "$.records"),
        (GOOD | {"records": GOOD["records"] * (RECORDS_MAX + 1)}, "$.records"),
        (GOOD | {"v": 2}, "$.v"),
        ({"scale": "ABC", "records": GOOD["records"]}, "sent_at_ms"),
    ],
)
@pytest.mark.parametrize("encoder", [msgspec.json, msgspec.msgpack])
def test_a_wrong_field_is_named(message: dict, field: str, encoder: object) -> None:
    """The engineer reads in the rejected message which field was wrong."""
    with pytest.raises(MessageMalformed, match=field.replace("$", r"\$").replace("[", r"\[").replace("]", r"\]")):
        decode_batch(encoder.encode(message))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xc1", b"\x80", b'{"scale":"\xff"}', b"null", b"{}" * 2])
def test_bytes_that_are_no_message(body: bytes) -> None:
    """Whatever arrives, the answer is that it is malformed, not a crash."""
    for decode in (decode_batch, decode_status, decode_receipt):
        with pytest.raises(MessageMalformed):
            decode(body)
    assert peek_scale(body) is None


@pytest.mark.parametrize("body", [b'{"a":' + b"[" * 50_000, b'{"a":' * 50_000, b"\x81\xa1a" * 50_000])
def test_bottomless_nesting_is_malformed(body: bytes) -> None:
    """A stranger's brackets, looked at before any signature, stop no worker."""
    assert peek_scale(body) is None
    with pytest.raises(MessageMalformed):
        decode_batch(body)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_decoder(body: bytes) -> None:
    """Noise on the line is malformed, or by a miracle a message; nothing else."""
    for decode in (decode_batch, decode_status, decode_receipt):
        with suppress(MessageMalformed):
            decode(body)


def test_topics_name_their_scale() -> None:
    """A topic of ours has five parts, and the third is the scale."""
    assert topics.sender(topics.records("A-1")) == "A-1"
    assert topics.sender(topics.receipt("A-1")) == "A-1"
    assert topics.sender("quanheng/v1/A-1/up") is None
    assert topics.sender("other/v1/A-1/up/records") is None
