"""What scales and the platform say to each other: bytes ↔ plain records. The prose is in docs/wire/.

A scale numbers everything it records (weighings, rechecks, events) in one sequence, sends batches signed over
their exact bytes, and forgets a record only when it holds the platform's signed receipt for it.
Masses are milligrams, money is fen, times are milliseconds since 1970-01-01 UTC; all are integers.
"""

from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from quanheng.connectors.frame import is_json

VERSION = 1
RECORDS_MAX = 500
BATCH_BYTES_MAX = 512 * 1024

DeviceId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{3,40}$", description="the scale's name on the wire")]
Seq = Annotated[int, Meta(ge=1, le=2**53, description="the scale's own running number, one sequence for all records")]
Millis = Annotated[int, Meta(ge=0, le=2**53, description="milliseconds since 1970-01-01T00:00:00Z")]
Mass = Annotated[int, Meta(ge=-(2**53), le=2**53, description="milligrams")]
Fen = Annotated[int, Meta(ge=0, le=2**53, description="1/100 yuan")]
Code = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1, description="24-bit ADC count, signed")]
Digest = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$", description="SHA-256, hexadecimal, or empty")]
Clock = Literal["synced", "free", "unset"]
Act = Literal["tare", "preset-tare", "zero", "typed-amount", "typed-mass", "key-code", "void"]
Challenge = Annotated[str, Meta(pattern=r"^([0-9]{8})?$", description="eight digits on a locked scale, or empty")]
EventName = Literal[
    "power-on", "power-off", "housing-opened", "locked", "unlock-refused", "unlocked", "parameter-changed"
]


class Weighing(Struct, tag="weighing", tag_field="kind", frozen=True, gc=False):
    """One sale: what the display showed when the stallholder settled it."""

    seq: Seq
    at_ms: Millis
    gross_mg: Mass
    tare_mg: Mass
    net_mg: Mass
    unit_price_fen: Fen
    amount_fen: Fen
    adc: Code
    zero_adc: Code
    price_unit_g: Literal[1000, 500] = 1000
    goods: Annotated[str, Meta(max_length=40)] = ""
    goods_class: Annotated[str, Meta(max_length=20)] = ""
    clock: Clock = "synced"
    acts: tuple[Act, ...] = ()


class Recheck(Struct, tag="recheck", tag_field="kind", frozen=True, gc=False):
    """A shopper puts a purchase on a check scale and shows it the receipt's code."""

    seq: Seq
    at_ms: Millis
    mass_mg: Mass
    purchase_code: Annotated[str, Meta(max_length=600)]
    photograph_sha256: Digest
    adc: Code
    zero_adc: Code
    original_state: bool = True
    clock: Clock = "synced"


class DeviceEvent(Struct, tag="event", tag_field="kind", frozen=True, gc=False):
    """Something happened to the scale itself."""

    seq: Seq
    at_ms: Millis
    event: EventName
    detail: Annotated[str, Meta(max_length=200)] = ""
    clock: Clock = "synced"
    # Of a lock: what the scale shows from now on, to be answered by a one-time code.
    challenge: Challenge = ""


Record = Weighing | Recheck | DeviceEvent


class Batch(Struct, frozen=True):
    """What a scale publishes to ``up/records``."""

    scale: DeviceId
    sent_at_ms: Millis
    records: Annotated[tuple[Record, ...], Meta(min_length=1, max_length=RECORDS_MAX)]
    v: Literal[1] = 1


class Birth(Struct, tag="birth", tag_field="kind", frozen=True):
    """Retained on ``up/status`` when a scale connects."""

    scale: DeviceId
    session: Annotated[str, Meta(min_length=1, max_length=40)]
    at_ms: Millis
    firmware: Annotated[str, Meta(max_length=80)] = ""
    next_seq: Seq = 1
    v: Literal[1] = 1


class Death(Struct, tag="death", tag_field="kind", frozen=True):
    """Signed at connection and left with the broker as the will of that session."""

    scale: DeviceId
    session: Annotated[str, Meta(min_length=1, max_length=40)]
    at_ms: Millis
    v: Literal[1] = 1


Status = Birth | Death


class RejectedRecord(Struct, frozen=True):
    seq: int
    reason: str


class Receipt(Struct, frozen=True):
    """The platform's signed answer on ``down/receipt``, sent only after its database has committed.

    ``refused`` is empty when the batch was taken. ``rejected`` names single records that were kept for a person
    to look at but not taken as facts. Either way the scale need not send this batch again.
    """

    scale: str
    batch_sha256: str
    at_ms: int
    from_seq: int = 0
    to_seq: int = 0
    stored: int = 0
    duplicates: int = 0
    rejected: tuple[RejectedRecord, ...] = ()
    refused: str = ""
    v: Literal[1] = 1


class MessageMalformed(ValueError):
    """The bytes decode to nothing the wire knows; the text says which field and what was expected."""


def decode_batch(body: bytes) -> Batch:
    return _decode(body, _BATCH)


def decode_status(body: bytes) -> Status:
    status: Status = _decode(body, _STATUS)
    return status


def decode_receipt(body: bytes) -> Receipt:
    return _decode(body, _RECEIPT)


T = TypeVar("T")
_BATCH = (msgspec.json.Decoder(Batch), msgspec.msgpack.Decoder(Batch))
_STATUS = (msgspec.json.Decoder[Status](Status), msgspec.msgpack.Decoder[Status](Status))
_RECEIPT = (msgspec.json.Decoder(Receipt), msgspec.msgpack.Decoder(Receipt))


def _decode(body: bytes, decoders: "tuple[msgspec.json.Decoder[T], msgspec.msgpack.Decoder[T]]") -> T:
    json, msgpack = decoders
    try:
        return json.decode(body) if is_json(body) else msgpack.decode(body)
    # The decoder recurses: ten thousand brackets in a stranger's unsigned body must not be more than malformed.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MessageMalformed(str(error)) from error


def encode(message: Batch | Status | Receipt, encoding: Literal["json", "msgpack"] = "msgpack") -> bytes:
    return msgspec.json.encode(message) if encoding == "json" else msgspec.msgpack.encode(message)


class _Claim(Struct):
    scale: DeviceId


_CLAIM = (msgspec.json.Decoder(_Claim), msgspec.msgpack.Decoder(_Claim))


def peek_scale(body: bytes) -> str | None:
    """Who an unverified body says it is from: only to choose the key to check it with, never a fact."""
    try:
        return _decode(body, _CLAIM).scale
    except MessageMalformed:
        return None
