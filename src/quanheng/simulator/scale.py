"""One scale on the wire: it says hello, sends what its journal holds, and forgets a record only for a receipt.

It knows no socket: ``send`` takes a topic, a message and whether the broker shall retain it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from nacl.signing import SigningKey, VerifyKey

from quanheng.connectors import topics
from quanheng.connectors.frame import FrameUnreadable, SignatureWrong, open_frame, seal
from quanheng.connectors.scale import Batch, Birth, Death, MessageMalformed, Receipt, decode_receipt, encode
from quanheng.simulator.journal import Journal

Send = Callable[[str, bytes, bool], None]
# Well under the wire's own limits of 500 records and 512 KiB: a recheck with its code takes about 400 bytes.
RECORDS_PER_BATCH = 200
FIRST_WAIT_S = 10.0
LONGEST_WAIT_S = 120.0


@dataclass
class Flight:
    """The batch that waits for its receipt. It is sent again byte for byte."""

    frame: bytes
    digest: str
    last_seq: int
    wait_s: float
    again_at_s: float


class Scale:
    def __init__(self, device_id: str, firmware: str, key: SigningKey, journal: Journal) -> None:
        self.device_id, self.firmware, self.key, self.journal = device_id, firmware, key, journal
        self.next_seq = 1
        self.has_records = True
        self.flight: Flight | None = None

    def will(self, session: str, now_ms: int) -> bytes:
        """Signed beforehand and left with the broker: nobody else can announce this scale's death."""
        return seal(encode(Death(self.device_id, session, now_ms)), self.key)

    def say_hello(self, send: Send, session: str, now_ms: int) -> None:
        birth = Birth(self.device_id, session, now_ms, self.firmware, self.next_seq)
        send(topics.status(self.device_id), seal(encode(birth), self.key), True)
        if self.flight:  # what was under way when the line broke is sent again at once
            self.flight.again_at_s = 0.0

    def say_goodbye(self, send: Send, session: str, now_ms: int) -> None:
        send(topics.status(self.device_id), self.will(session, now_ms), True)

    def note(self, next_seq: int) -> None:
        """The journal holds a new record of this scale."""
        self.next_seq, self.has_records = next_seq, True

    def pump(self, send: Send, now_s: float, now_ms: int) -> None:
        """Send what is due: the next batch, or the last one again. ``now_s`` times the wait, ``now_ms`` dates it."""
        if self.flight is None and self.has_records:
            self.flight = self._next_flight(now_ms)
            self.has_records = self.flight is not None
        if self.flight and now_s >= self.flight.again_at_s:
            send(topics.records(self.device_id), self.flight.frame, False)
            self.flight.again_at_s = now_s + self.flight.wait_s
            self.flight.wait_s = min(LONGEST_WAIT_S, 2 * self.flight.wait_s)

    def _next_flight(self, now_ms: int) -> Flight | None:
        records = self.journal.oldest(self.device_id, RECORDS_PER_BATCH)
        if not records:
            return None
        body = encode(Batch(self.device_id, now_ms, records))
        return Flight(seal(body, self.key), sha256(body).hexdigest(), records[-1].seq, FIRST_WAIT_S, 0.0)

    def take_receipt(self, message: bytes, platform: VerifyKey) -> Receipt | None:
        """The receipt, if the platform signed it for the batch under way; else None, and nothing is forgotten."""
        try:
            receipt = decode_receipt(open_frame(message, platform))
        except (FrameUnreadable, SignatureWrong, MessageMalformed):
            return None
        if self.flight is None or (receipt.scale, receipt.batch_sha256) != (self.device_id, self.flight.digest):
            return None
        self.journal.forget(self.device_id, self.flight.last_seq)
        self.flight = None
        return receipt
