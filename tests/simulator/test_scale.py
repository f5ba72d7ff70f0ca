"""One simulated scale: it keeps what it recorded until the platform's receipt has come."""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from quanheng.connectors.frame import open_frame, seal
from quanheng.connectors.scale import (
    Batch,
    Birth,
    Death,
    DeviceEvent,
    Receipt,
    decode_batch,
    decode_status,
    encode,
)
from quanheng.simulator.journal import CAPACITY, Journal
from quanheng.simulator.scale import FIRST_WAIT_S, LONGEST_WAIT_S, RECORDS_PER_BATCH, Scale

NAME, KEY, PLATFORM = "M001-T001", SigningKey(b"s" * 32), SigningKey(b"p" * 32)
pytestmark = pytest.mark.requirement("QH-sim", "QH-durable")


class Line:
    """A transport that only remembers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes, bool]] = []

    def __call__(self, topic: str, message: bytes, retain: bool) -> None:
        self.sent.append((topic, message, retain))

    def batches(self) -> list[Batch]:
        frames = [message for topic, message, _ in self.sent if topic.endswith("records")]
        return [decode_batch(open_frame(message, KEY.verify_key)) for message in frames]


def scale_with(count: int, journal: Journal | None = None) -> Scale:
    scale = Scale(NAME, "test-1", KEY, journal or Journal())
    for seq in range(1, count + 1):
        scale.journal.keep(NAME, DeviceEvent(seq, seq, "power-on"))
        scale.note(seq + 1)
    return scale


def receipt(message: bytes, by: SigningKey = PLATFORM, **changes: object) -> bytes:
    digest = sha256(message[68:]).hexdigest()
    return seal(encode(Receipt(**{"scale": NAME, "batch_sha256": digest, "at_ms": 1} | changes)), by)


def test_records_stay_until_the_receipt() -> None:
    """Sending forgets nothing; the receipt for exactly these bytes does."""
    scale, line = scale_with(3), Line()
    scale.pump(line, 0.0, 5)
    assert [record.seq for record in line.batches()[0].records] == [1, 2, 3]
    assert scale.journal.waiting == 3
    assert scale.take_receipt(receipt(line.sent[0][1]), PLATFORM.verify_key)
    assert scale.journal.waiting == 0
    scale.pump(line, 1.0, 6)
    assert len(line.sent) == 1


@pytest.mark.parametrize(
    "changes", [{"by": KEY}, {"scale": "M001-T002"}, {"batch_sha256": "0" * 64}], ids=["forged", "another's", "older"]
)
def test_any_other_receipt_is_ignored(changes: dict) -> None:
    """A stranger's signature, another scale's receipt or an older batch's makes nothing forgotten."""
    scale, line = scale_with(1), Line()
    scale.pump(line, 0.0, 5)
    assert scale.take_receipt(receipt(line.sent[0][1], **changes), PLATFORM.verify_key) is None
    assert scale.take_receipt(b"noise", PLATFORM.verify_key) is None
    assert scale.journal.waiting == 1


def test_a_refused_batch_is_not_sent_for_ever() -> None:
    """Refused is an answer too: the platform has kept the bytes for a person."""
    scale, line = scale_with(1), Line()
    scale.pump(line, 0.0, 5)
    taken = scale.take_receipt(receipt(line.sent[0][1], refused="malformed"), PLATFORM.verify_key)
    assert taken is not None
    assert taken.refused == "malformed"
    assert scale.journal.waiting == 0


def test_without_a_receipt_the_same_bytes_are_sent_again() -> None:
    """After ten seconds, then after twice as long, at most every two minutes; byte for byte."""
    scale, line, times = scale_with(2), Line(), []
    for second in range(1000):
        before = len(line.sent)
        scale.pump(line, float(second), 5)
        times += [second] * (len(line.sent) - before)
    assert len({message for _, message, _ in line.sent}) == 1
    gaps = [after - before for before, after in pairwise(times)]
    assert gaps[:3] == [FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S]
    assert max(gaps) == LONGEST_WAIT_S


def test_a_new_connection_sends_at_once() -> None:
    """The birth comes first, then what was under way when the line broke."""
    scale, line = scale_with(1), Line()
    scale.pump(line, 0.0, 5)
    scale.say_hello(line, "session-2", 7)
    scale.pump(line, 0.1, 8)
    assert [topic.rsplit("/", 1)[1] for topic, _, _ in line.sent] == ["records", "status", "records"]
    assert line.sent[0] == line.sent[2]


def test_what_comes_later_waits_its_turn() -> None:
    """One batch under way at a time, in order of numbers, of bounded size."""
    scale, line = scale_with(RECORDS_PER_BATCH + 5), Line()
    scale.pump(line, 0.0, 5)
    scale.pump(line, 0.1, 5)
    assert len(line.sent) == 1
    scale.take_receipt(receipt(line.sent[0][1]), PLATFORM.verify_key)
    scale.pump(line, 0.2, 5)
    seqs = [record.seq for batch in line.batches() for record in batch.records]
    assert seqs == list(range(1, RECORDS_PER_BATCH + 6))


def test_birth_and_death_are_of_one_session() -> None:
    """Both are signed and retained; the birth says which number comes next."""
    scale, line = scale_with(4), Line()
    scale.say_hello(line, "abc", 7)
    scale.say_goodbye(line, "abc", 9)
    birth, death = (decode_status(open_frame(message, KEY.verify_key)) for _, message, _ in line.sent)
    assert birth == Birth(NAME, "abc", 7, "test-1", 5)
    assert death == Death(NAME, "abc", 9)
    assert all(retain for _, _, retain in line.sent)
    assert scale.will("abc", 9) == line.sent[1][1]


def test_the_journal_outlives_the_program(tmp_path: Path) -> None:
    """After a restart the records are still there and no number is used again, even when all were receipted."""
    path = tmp_path / "flash" / "journal.sqlite3"
    scale_with(3, Journal(path)).journal.forget(NAME, 2)
    again = Journal(path)
    assert [record.seq for record in again.oldest(NAME, 10)] == [3]
    assert again.waiting == 1
    again.forget(NAME, 3)
    again.close()
    assert Journal(path).next_seqs() == {NAME: 4}


def test_a_full_journal_says_so() -> None:
    """Memory is bounded: a city cut off for half a day stands still instead of growing."""
    journal = Journal()
    assert not journal.is_full()
    journal.waiting = CAPACITY
    assert journal.is_full()
