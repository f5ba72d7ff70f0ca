"""Taking messages in: what is stored, what is absorbed, what is kept as rejected, and what is answered."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection

from quanheng.connectors import frame, scale, topics
from quanheng.measuring import store
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.models import DeviceEvent, Intake, RejectedMessage, Tally, Weighing
from quanheng.measuring.receive import Outcome, receive
from tests.cast import NOON, NOON_MS, Cast, a_message, a_weighing, key_of

RECEIVED_AT = NOON + timedelta(minutes=20)
pytestmark = pytest.mark.requirement("QH-ingest")


def arrival(device_id: str, message: bytes, topic: str | None = None) -> Arrival:
    return Arrival(topics.records(device_id) if topic is None else topic, message, RECEIVED_AT)


def take(*arrivals: Arrival) -> list[Outcome]:
    return receive(list(arrivals), "ingest-test", KnownScales())


def take_records(device_id: str, *records: scale.Record, encoding: str = "msgpack") -> Outcome:
    return take(arrival(device_id, a_message(device_id, *records, encoding=encoding)))[0]


def rejected() -> list[tuple[str, str, int | None]]:
    return list(RejectedMessage.objects.order_by("reason").values_list("device_id", "reason", "seq"))


@pytest.mark.parametrize("encoding", ["json", "msgpack"])
def test_a_weighing_is_stored_as_the_scale_recorded_it(cast: Cast, encoding: str):
    """Every field of the wire reaches its column, whichever encoding carried it."""
    sale = a_weighing(7, net_mg=-5000, adc=-8_388_608, acts=("tare", "key-code"), clock="free", price_unit_g=500)
    outcome = take_records("TS-1", sale, encoding=encoding)

    row = Weighing.objects.get(instrument=cast.scales["TS-1"], seq=7)
    assert row.weighed_at == datetime.fromtimestamp(sale.at_ms / 1000, UTC)
    assert row.received_at == RECEIVED_AT
    for name in ("gross_mg", "tare_mg", "net_mg", "unit_price_fen", "price_unit_g", "amount_fen", "adc", "zero_adc"):
        assert getattr(row, name) == getattr(sale, name)
    assert (row.goods, row.goods_class, row.act_names) == ("小白菜", "vegetable", ["tare", "key-code"])
    assert row.clock == 1
    assert outcome.receipt is not None
    assert (outcome.receipt.from_seq, outcome.receipt.to_seq, outcome.receipt.stored) == (7, 7, 1)


def test_a_batch_sent_again_is_absorbed_and_answered_again(cast: Cast):
    """A scale that did not hear our receipt sends the same bytes: nothing is stored twice, and it hears it now."""
    message = a_message("TS-1", a_weighing(1), a_weighing(2))
    first, second = take(arrival("TS-1", message)), take(arrival("TS-1", message), arrival("TS-1", message))

    assert Weighing.objects.count() == 2
    assert first[0].receipt is not None
    assert [one.receipt.batch_sha256 for one in second if one.receipt] == [first[0].receipt.batch_sha256] * 2
    assert [one.duplicates for one in second] == [2, 2]
    assert Intake.objects.get().weighings == 2
    assert sum(Tally.objects.values_list("weighings", flat=True)) == 2
    assert rejected() == []


def test_new_records_beside_old_ones_are_stored(cast: Cast):
    """A scale may put old records and new ones into one batch."""
    take_records("TS-1", a_weighing(1), a_weighing(2))
    outcome = take_records("TS-1", a_weighing(2), a_weighing(3))
    assert (outcome.weighings, outcome.duplicates) == (1, 1)
    assert sorted(Weighing.objects.values_list("seq", flat=True)) == [1, 2, 3]


def test_a_number_reused_with_other_content_is_kept_apart(cast: Cast):
    """The same number and time with another amount cannot both be true: the second is shown to staff."""
    take_records("TS-1", a_weighing(1))
    outcome = take_records("TS-1", a_weighing(1, amount_fen=900), a_weighing(2))

    assert Weighing.objects.get(seq=1).amount_fen == 600
    assert outcome.receipt is not None
    assert [(one.seq, one.reason) for one in outcome.receipt.rejected] == [(1, "number-reused")]
    assert rejected() == [("TS-1", "number-reused", 1)]
    assert Weighing.objects.filter(seq=2).exists()


def test_the_same_number_at_another_time_is_a_second_fact(cast: Cast):
    """A counter set back leaves two rows of one number, which is evidence and must not be lost."""
    take_records("TS-1", a_weighing(1), a_weighing(1, at_ms=NOON_MS + 5))
    assert Weighing.objects.filter(seq=1).count() == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"at_ms": 0}, "impossible-time"),
        ({"at_ms": int((RECEIVED_AT + timedelta(days=1)).timestamp() * 1000) + 1}, "impossible-time"),
        ({"at_ms": 2**53}, "impossible-time"),
        ({"net_mg": 15_045_001}, "impossible-mass"),
        ({"gross_mg": 2**53}, "impossible-mass"),
        ({"tare_mg": -15_000_001}, "impossible-mass"),
        ({"goods": "白\0菜"}, "malformed"),
        ({"goods_class": "\0"}, "malformed"),
    ],
)
@pytest.mark.parametrize("encoding", ["json", "msgpack"])
def test_an_impossible_record_stops_no_other(cast: Cast, change: dict, reason: str, encoding: str):
    """No clock was before 2020, no 15 kg scale shows more than Max + 9e: that record alone is kept for a person."""
    outcome = take_records("TS-1", a_weighing(1), a_weighing(2, **change), a_weighing(3), encoding=encoding)
    assert sorted(Weighing.objects.values_list("seq", flat=True)) == [1, 3]
    assert outcome.receipt is not None
    assert [(one.seq, one.reason) for one in outcome.receipt.rejected] == [(2, reason)]
    assert rejected() == [("TS-1", reason, 2)]


@pytest.mark.parametrize(
    "change",
    [
        {"net_mg": 15_045_000, "gross_mg": 15_045_000, "tare_mg": 0},
        {"net_mg": -15_000_000},
        {"gross_mg": 1_010_000, "tare_mg": 0, "net_mg": 1_200_000},
        {"amount_fen": 2**53},
        {"at_ms": int((RECEIVED_AT + timedelta(days=1)).timestamp() * 1000)},
        {"at_ms": 1_577_836_800_000},
    ],
)
def test_what_is_only_wrong_is_stored(cast: Cast, change: dict):
    """Gross less tare that is not net, or an amount that is not price times mass, is evidence and no error of ours."""
    assert take_records("TS-1", a_weighing(1, **change)).weighings == 1
    assert rejected() == []


def test_absurd_amounts_do_not_stop_the_count(cast: Cast):
    """A sum of amounts larger than its column would stop the intake of a whole market."""
    for seq in (1, 600, 1200):
        take_records("TS-1", *(a_weighing(seq + n, amount_fen=2**53) for n in range(500)))
    assert Weighing.objects.count() == 1500


@pytest.mark.parametrize(
    ("message", "topic", "reason"),
    [
        (b"", None, "not-a-frame"),
        (b"hello", None, "not-a-frame"),
        (b"QH1E" + bytes(64), None, "not-a-frame"),
        (b"QH1E" + bytes(65), None, "signature-wrong"),
        (a_message("TS-1", a_weighing(), key=key_of("TS-2")), None, "signature-wrong"),
        (a_message("TS-2", a_weighing()), None, "wrong-topic"),
        (a_message("TS-1", a_weighing()), topics.records("NOBODY-1"), "unknown-scale"),
        (a_message("NOBODY-1", a_weighing()), "", "unknown-scale"),
        (a_message("TS-1", a_weighing()), "quanheng/v1/TS-1/up/diary", "wrong-topic"),
        (a_message("TS-1", a_weighing()), "quanheng/v1/up", "wrong-topic"),
        (a_message("TS-1", a_weighing()), topics.status("TS-1"), "malformed"),
        (frame.seal(b"{}", key_of("TS-1")), None, "malformed"),
        (frame.seal(b'{"scale":"TS-1","sent_at_ms":1,"records":[]}', key_of("TS-1")), None, "malformed"),
        (frame.seal(b"\xc1", key_of("TS-1")), "", "malformed"),
        (frame.seal(b'{"scale":"\\ud800"}', key_of("TS-1")), "", "malformed"),
        (frame.seal(bytes(scale.BATCH_BYTES_MAX + 1), key_of("TS-1")), None, "too-large"),
    ],
)
def test_a_message_that_cannot_be_taken_is_kept(cast: Cast, message: bytes, topic: str | None, reason: str):
    """Bytes and reason are kept for staff, once however often they come, and the good message beside them is taken."""
    bad = arrival("TS-1", message, topic)
    outcomes = take(bad, arrival("TS-3", a_message("TS-3", a_weighing(1))), bad)

    assert [one.refusal for one in outcomes] == [reason, "", reason]
    row = RejectedMessage.objects.get()
    assert (row.reason, bytes(row.body), row.body_bytes) == (reason, message[: 64 * 1024], len(message))
    assert Weighing.objects.count() == 1


def test_only_what_the_scale_signed_is_answered(cast: Cast):
    """A stranger with a scale's own body and a false signature must not make it forget what nobody has stored."""
    body = frame.split(a_message("TS-1", a_weighing())).body
    stranger, own = take(
        arrival("TS-1", frame.seal(body, key_of("TS-2"))), arrival("TS-1", frame.seal(b"{}", key_of("TS-1")))
    )
    assert stranger.receipt is None
    assert own.receipt is not None
    assert own.receipt.refused == "malformed"


def test_rejected_messages_have_the_area_of_their_scale(cast: Cast):
    """A county's staff see what its scales sent wrongly; only the nation's office sees an unknown sender's."""
    take(
        arrival("TS-1", a_message("TS-1", a_weighing(), key=key_of("TS-2"))),
        arrival("X-1", a_message("NOBODY", a_weighing()), topics.records("NOBODY")),
    )
    areas = dict(RejectedMessage.objects.values_list("reason", "area"))
    assert areas == {"signature-wrong": cast.vegetables.area, "unknown-scale": ""}


def test_a_batch_of_bad_records_is_kept_once(cast: Cast):
    """500 bad records of one batch are one line for staff, which names them, and not 500 copies of the bytes."""
    outcome = take_records("TS-1", *(a_weighing(seq, at_ms=0) for seq in range(1, 501)))
    assert outcome.receipt is not None
    assert len(outcome.receipt.rejected) == 500
    row = RejectedMessage.objects.get()
    assert "1: 0 ms since 1970" in row.detail
    assert "460 more" in row.detail


def test_an_unforeseen_failure_is_confined_to_its_message(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """Whatever the database refuses in one message, the others of that moment are stored and it is kept apart."""
    encode = store.encode

    def encode_or_fail(takings):
        if any(w.goods == "毒" for taking in takings for w in taking.weighings):
            raise DataError("unforeseen")
        return encode(takings)

    monkeypatch.setattr(store, "encode", encode_or_fail)
    outcomes = take(
        arrival("TS-1", a_message("TS-1", a_weighing(1))),
        arrival("TS-2", a_message("TS-2", a_weighing(1, goods="毒"))),
        arrival("TS-3", a_message("TS-3", a_weighing(1))),
    )
    assert [one.refusal for one in outcomes] == ["", "unstorable", ""]
    assert outcomes[1].receipt is None, "the scale keeps what we failed to store"
    assert Weighing.objects.count() == 2
    assert rejected() == [("TS-2", "unstorable", None)]


def test_every_legal_day_has_its_partition(cast: Cast):
    """A weighing just before and one just after midnight in Shanghai lie in two partitions."""
    midnight_ms = int(datetime(2026, 11, 20, 16, tzinfo=UTC).timestamp() * 1000)
    take_records("TS-1", a_weighing(1, at_ms=midnight_ms - 1), a_weighing(2, at_ms=midnight_ms))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM measuring_weighing ORDER BY seq")
        assert cursor.fetchall() == [("measuring_weighing_20261120",), ("measuring_weighing_20261121",)]


def test_events_are_stored_once(cast: Cast):
    """Opening the housing is remembered once, and another story under the same number is rejected."""
    opened = scale.DeviceEvent(9, NOON_MS, "housing-opened", "螺丝")
    for event in (opened, opened, scale.DeviceEvent(9, NOON_MS, "locked")):
        take_records("TS-1", event)
    assert list(DeviceEvent.objects.values_list("seq", "event", "detail")) == [(9, "housing-opened", "螺丝")]
    assert rejected() == [("TS-1", "number-reused", 9)]


def test_the_tally_counts_by_market_and_minute(cast: Cast):
    """The board's figures are those of what was stored, by the minute in which it came."""
    take_records("TS-1", a_weighing(1), a_weighing(2))
    take_records("TS-3", a_weighing(1))
    counts = Tally.objects.order_by("market_id").values_list("market_id", "minute", "weighings", "amount_fen", "area")
    assert list(counts) == [
        (cast.chenguang.pk, RECEIVED_AT, 2, 1200, cast.chenguang.area),
        (cast.hewan.pk, RECEIVED_AT, 1, 600, cast.hewan.area),
    ]
