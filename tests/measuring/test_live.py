"""The numbers of the live board."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from quanheng.connectors import frame, scale, topics
from quanheng.measuring import line_state, live
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.health import weighings_stored
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.receive import receive
from quanheng.register.models import Instrument
from tests.cast import NOON, NOON_MS, Cast, a_message, a_receipt, a_recheck, a_weighing, key_of

pytestmark = pytest.mark.requirement("QH-live")


def take(device_id: str, *records: scale.Record, at: datetime = NOON) -> None:
    receive([Arrival(topics.records(device_id), a_message(device_id, *records), at)], "test", KnownScales())


def say(device_id: str, status: scale.Status, at: datetime = NOON) -> None:
    message = frame.seal(scale.encode(status), key_of(device_id))
    receive([Arrival(topics.status(device_id), message, at)], "test", KnownScales())


def test_what_is_counted_below_an_area(cast: Cast):
    """A county sees its own weighings, rechecks and shortfalls; the city sees those of both counties."""
    take("TS-1", a_weighing(1), a_weighing(2), at=NOON - timedelta(minutes=1))
    take("TS-1", a_weighing(3), at=NOON)
    take("TS-3", a_weighing(1), at=NOON)
    code = a_receipt("TS-1", a_weighing(3))
    take("CS-2", a_recheck(1, purchase_code=code, mass_mg=1_000_000), at=NOON)
    take("CS-2", a_recheck(2, purchase_code=code, mass_mg=900_000), at=NOON)

    now = NOON + timedelta(seconds=20)
    boards = {area: live.board(area, now) for area in ("99/01/", "99/01/01/", "99/01/02/")}
    assert [board.weighings_last_hour for board in boards.values()] == [4, 3, 1]
    assert [board.rechecks_today for board in boards.values()] == [2, 2, 0]
    assert [board.shortfalls_today for board in boards.values()] == [1, 1, 0]
    assert [one.seq for one in boards["99/01/01/"].recent_rechecks] == [2, 1]
    assert boards["99/01/"].minutes[-2:] == [(NOON - timedelta(minutes=1), 2), (NOON, 2)]
    assert boards["99/01/"].weighings_per_second == pytest.approx(4 / 80)
    assert weighings_stored() == 4


def test_a_minute_just_begun_is_not_a_collapse(cast: Cast):
    """One second into a minute the rate is still that of the minute before."""
    take("TS-1", *(a_weighing(seq) for seq in range(1, 121)), at=NOON - timedelta(seconds=1))
    assert live.board("99/", NOON + timedelta(seconds=1)).weighings_per_second == pytest.approx(120 / 61)


def test_yesterdays_shortfall_is_not_todays(cast: Cast):
    """The legal day ends at midnight in Shanghai, not in Greenwich."""
    midnight = datetime(2026, 11, 20, 16, tzinfo=UTC)
    midnight_ms = int(midnight.timestamp() * 1000)
    code = a_receipt("TS-1", a_weighing(1, at_ms=midnight_ms - 60_000))
    reading = {"purchase_code": code, "mass_mg": 900_000}
    take(
        "CS-2", a_recheck(1, at_ms=midnight_ms - 1, **reading), a_recheck(2, at_ms=midnight_ms, **reading), at=midnight
    )
    assert live.board("99/", midnight + timedelta(seconds=1)).shortfalls_today == 1
    assert live.board("99/", midnight - timedelta(seconds=1)).shortfalls_today == 2


def test_online_and_silent(cast: Cast):
    """Off the line is silent; so is a stall without a sale for half an hour of trade; an idle check scale is not."""
    for name in ("TS-1", "TS-2", "CS-1"):
        say(name, scale.Birth(name, "s", NOON_MS))
    say("TS-2", scale.Death("TS-2", "s", NOON_MS))
    take("TS-1", a_weighing(1))
    county = "99/01/01/"
    assert live.scales(county, NOON + timedelta(minutes=29)) == live.Scales(networked=4, online=2, silent=2)
    assert live.scales(county, NOON + timedelta(minutes=31)) == live.Scales(networked=4, online=2, silent=3)
    at_night = NOON + timedelta(hours=8)
    assert live.scales(county, at_night).silent == 2


@pytest.mark.parametrize("few", [0, 2000])
def test_the_list_narrows_to_whom_the_board_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch, few: int):
    """TS-1 just sold something, TS-2 died, CS-1 stands idle on the line, CS-2 was never heard: whether there are few
    such scales or many, the list shows the same."""
    monkeypatch.setattr(line_state, "FEW", few)
    for name in ("TS-1", "TS-2", "CS-1"):
        say(name, scale.Birth(name, "s", NOON_MS))
    say("TS-2", scale.Death("TS-2", "s", NOON_MS))
    take("TS-1", a_weighing(1))
    of_county = Instrument.objects.filter(area__startswith="99/01/01/").order_by("device_id")
    for minutes, silent in ((29, ["CS-2", "TS-2"]), (31, ["CS-2", "TS-1", "TS-2"])):
        now = NOON + timedelta(minutes=minutes)
        found = {
            line: [one.device_id for one in line_state.only(of_county, line, now)] for line in ("online", "silent")
        }
        assert found["silent"] == silent
        assert found["online"] == [name for name in ("CS-1", "TS-1") if name not in silent]
        assert len(found["silent"]) == live.scales("99/01/01/", now).silent


def test_the_board_reads_through_indexes(cast: Cast):
    """However many facts there are, the board's queries look up and never read a table through."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in (
            "SELECT sum(weighings) FROM measuring_tally WHERE minute >= now() AND area LIKE '99/%'",
            "SELECT * FROM measuring_recheck WHERE area LIKE '99/01/01/%' ORDER BY checked_at DESC LIMIT 12",
            "SELECT count(*) FROM measuring_recheck WHERE checked_at >= now() AND area LIKE '99/01/%'",
        ):
            cursor.execute("EXPLAIN " + sql)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan, plan
