"""A message as it came in, and what it turns out to be before anything is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from quanheng.connectors import frame, scale, topics
from quanheng.measuring.known_scales import KnownScale

MESSAGE_BYTES_MAX = scale.BATCH_BYTES_MAX + frame.HEAD


class Arrival(NamedTuple):
    """Bytes as received. ``topic`` is empty for those that came over HTTPS."""

    topic: str
    message: bytes
    received_at: datetime


@dataclass(slots=True)
class Refusal:
    """A whole message that cannot be taken. ``scale`` is set when its own key vouched for the bytes."""

    arrival: Arrival
    reason: str
    detail: str
    device_id: str = ""
    instrument: KnownScale | None = None
    vouched: bool = False


@dataclass(slots=True)
class Taking:
    """A batch whose signature is right, its records sorted by kind; ``rejected`` are single records and why."""

    arrival: Arrival
    scale: KnownScale
    batch: scale.Batch
    weighings: list[scale.Weighing] = field(default_factory=list)
    rechecks: list[scale.Recheck] = field(default_factory=list)
    events: list[scale.DeviceEvent] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    duplicates: int = 0

    @property
    def stored(self) -> int:
        return len(self.weighings) + len(self.rechecks) + len(self.events)


class Sign(NamedTuple):
    """A birth or death, vouched for by its scale."""

    arrival: Arrival
    scale: KnownScale
    status: scale.Status


Opened = Taking | Sign | Refusal


def body_of(message: bytes) -> bytes:
    return message[frame.HEAD :]


def digest_of(message: bytes) -> str:
    """What a receipt names a batch by: the SHA-256 of the body, the bytes that were signed."""
    return sha256(body_of(message)).hexdigest()


def claimed_scale(arrival: Arrival) -> str | None:
    """Whose key to try: a broker has checked who may publish to a topic; over HTTPS the body must say."""
    if arrival.topic:
        return topics.sender(arrival.topic)
    if len(arrival.message) > MESSAGE_BYTES_MAX:
        return None
    return scale.peek_scale(body_of(arrival.message))


def open_arrival(arrival: Arrival, claimed: str | None, find: Callable[[str], KnownScale | None]) -> Opened:
    """Check the envelope: size, frame, sender, signature; then decode. Nothing is believed before the signature."""
    instrument = find(claimed) if claimed else None
    refusal = Refusal(arrival, "", "", claimed or "", instrument)
    if len(arrival.message) > MESSAGE_BYTES_MAX:
        return _because(refusal, "too-large", f"{len(arrival.message)} bytes, at most {MESSAGE_BYTES_MAX} are taken")
    try:
        if instrument is None:
            frame.split(arrival.message)
            return _without_sender(refusal)
        body = frame.open_frame(arrival.message, instrument.key)
        refusal.vouched = True
        return _decoded(refusal, instrument, body)
    except frame.FrameUnreadable as error:
        return _because(refusal, "not-a-frame", str(error))
    except frame.SignatureWrong as error:
        return _signature_wrong(refusal, str(error))
    except scale.MessageMalformed as error:
        return _because(refusal, "malformed", str(error))


def _because(refusal: Refusal, reason: str, detail: str) -> Refusal:
    refusal.reason, refusal.detail = reason, detail
    return refusal


def _without_sender(refusal: Refusal) -> Refusal:
    if refusal.device_id:
        return _because(refusal, "unknown-scale", "no scale of this name is in the register")
    if refusal.arrival.topic:
        return _because(refusal, "wrong-topic", "the topic names no scale")
    return _because(refusal, "malformed", "the body names no scale: expected a field `scale`")


def _signature_wrong(refusal: Refusal, detail: str) -> Refusal:
    """A scale that speaks on another's topic has signed well, only not as the scale that the topic names."""
    written = scale.peek_scale(body_of(refusal.arrival.message))
    if written is not None and written != refusal.device_id:
        return _because(refusal, "wrong-topic", f"the body is from {written}")
    return _because(refusal, "signature-wrong", detail)


def _decoded(refusal: Refusal, instrument: KnownScale, body: bytes) -> Opened:
    arrival = refusal.arrival
    if arrival.topic in ("", topics.records(instrument.device_id)):
        batch = scale.decode_batch(body)
        if batch.scale == instrument.device_id:
            return Taking(arrival, instrument, batch)
        return _because(refusal, "wrong-topic", f"the body is from {batch.scale}")
    if arrival.topic != topics.status(instrument.device_id):
        return _because(refusal, "wrong-topic", "scales speak on up/records and up/status")
    status = scale.decode_status(body)
    if status.scale != instrument.device_id:
        return _because(refusal, "wrong-topic", f"the body is from {status.scale}")
    if "\0" in status.session:
        return _because(refusal, "malformed", "a session's name holds no NUL - at `$.session`")
    return Sign(arrival, instrument, status)
