"""Due lists and reminders: what has to be verified soon, and who is told when."""

from datetime import date, timedelta
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quanheng.register import reminders
from quanheng.register.due import Mark, due
from quanheng.register.models import Instrument, InstrumentState, Notice, ReminderRun
from quanheng.register.record import Report, record
from quanheng.register.reminders import on_board, remind
from tests.cast import NOON, Cast, noon_of
from tests.verifying import applied

pytestmark = pytest.mark.requirement("T4-4.2.5")

TODAY = date(2026, 11, 20)


def verify_until(instrument: Instrument, until: date) -> None:
    certificate = {"certificate_number": "C", "verification_body": "B", "valid_until": until.isoformat()}
    record(instrument, Report("verified", noon_of(date(2026, 10, 1)), f"until-{until}", certificate), source="staff")


@pytest.fixture
def market(cast: Cast) -> Cast:
    """TS-1 has run out, TS-2 has 20 days left, CS-1 45; CS-2 was never put to anything."""
    for device_id, days in (("TS-1", -1), ("TS-2", 20), ("CS-1", 45)):
        verify_until(cast.scales[device_id], TODAY + timedelta(days=days))
    return cast


def listed(viewer, span: str, **narrowed) -> list[str]:
    return [row.instrument.device_id for row in due(viewer, span, TODAY, **narrowed)]


def test_due_lists_are_by_day(market: Cast):
    """Overdue is what ran out yesterday; 30 and 60 days look ahead; the day itself still counts as valid."""
    manager = market.people["chenguang"]
    assert listed(manager, "overdue") == ["TS-1"]
    assert listed(manager, "30") == ["TS-2"]
    assert listed(manager, "60") == ["TS-2", "CS-1"]
    verify_until(market.scales["CS-2"], TODAY)
    assert listed(manager, "30") == ["CS-2", "TS-2"]


def test_a_verification_that_ended_early_is_listed_apart(market: Cast):
    """An opened housing or a broken seal ends it before its day; what simply ran out is overdue and not this."""
    manager = market.people["chenguang"]
    assert listed(manager, "ended") == []
    record(market.scales["TS-2"], Report("housing-opened", NOON, "1"), source="device")
    record(market.scales["TS-1"], Report("seal-broken", NOON, "1"), source="staff")
    assert listed(manager, "ended") == ["TS-2"]
    assert listed(manager, "overdue") == ["TS-1"]
    assert listed(market.people["hewan"], "ended") == []


@pytest.mark.requirement("T4-4.2.5", "QH-scope")
def test_due_lists_are_of_the_own_area(market: Cast):
    """Another market's manager sees none of it; a region is narrowed to one market."""
    assert listed(market.people["hewan"], "60") == []
    assert listed(market.people["city"], "60", area=market.chenguang.area) == ["TS-2", "CS-1"]
    assert listed(market.people["city"], "60", area=market.hewan.area) == []


def test_due_lists_go_on_where_they_ended(market: Cast):
    """The next page begins after the last row, and says what is under verification already."""
    applied(market.scales["TS-2"], market.people["chenguang"], NOON)
    first = due(market.people["chenguang"], "60", TODAY)[0]
    assert first.under_way
    after = Mark.read(str(Mark(first.valid_until, first.pk)))
    assert listed(market.people["chenguang"], "60", after=after) == ["CS-1"]
    assert Mark.read("yesterday.1") is None


def test_a_stopped_scale_is_not_due(market: Cast):
    """What is out of use needs no reminder."""
    record(market.scales["TS-2"], Report("stopped", NOON, "stop"), source="staff")
    assert listed(market.people["chenguang"], "30") == []


def test_reminders_are_given_once(market: Cast):
    """TS-1 after its day, TS-2 in the 30 days before, CS-1 in the 60; the second run of the day adds nothing."""
    assert remind(TODAY) == 3
    assert remind(TODAY) == 0
    given = Notice.objects.order_by("due_on").values_list("days_before", "instruments", "place__name")
    assert list(given) == [(0, 1, "晨光农贸市场"), (30, 1, "晨光农贸市场"), (60, 1, "晨光农贸市场")]


def test_a_missed_day_loses_no_reminder(market: Cast):
    """No run on the day thirty days before: the next run gives the reminder all the same, and the nearer one later."""
    remind(TODAY)
    nearer = TODAY + timedelta(days=7)  # TS-2 has 13 days left now
    assert remind(nearer) == 1
    assert Notice.objects.filter(noticed_on=nearer).values_list("days_before", flat=True).get() == 15


def rescanned(on: date) -> set[tuple[int, date, int]]:
    """Whom a look at all instruments would remind of what: what a run has to have found, however little it read."""
    found = set()
    for row in InstrumentState.objects.filter(status__in=("in-use", "standby")).select_related("instrument"):
        left = (row.valid_until - on).days if row.valid_until else 99
        step = next((days for days in (7, 15, 30, 60) if 0 <= left <= days), 0 if -30 <= left < 0 else None)
        if step is not None:
            found.add((row.instrument.place_id, row.valid_until, step))
    return found


def test_what_a_run_reads_is_new_and_what_it_finds_is_all(market: Cast, monkeypatch: pytest.MonkeyPatch):
    """Over eighty nights, some of them missed, with verifications, stops and returns in between, runs that look at what
    is new have reminded of exactly what looking at everything would."""
    monkeypatch.setattr(reminders, "OVERLAP", timedelta())
    numbers, owed, scales = Random(11), set(), list(market.scales.values())
    for night in range(80):
        on = TODAY + timedelta(days=night)
        for _change in range(numbers.randrange(3)):
            scale, turn = numbers.choice(scales), f"{night}-{numbers.random()}"
            kind = numbers.choice(("stopped", "put-into-use", "verified"))
            if kind == "verified":
                facts = {"certificate_number": turn, "verification_body": "B"}
                facts["valid_until"] = (on + timedelta(days=numbers.randrange(-20, 90))).isoformat()
            else:
                facts = {}
            record(scale, Report(kind, noon_of(on), turn, facts), source="staff")
        if numbers.random() < 0.8:
            remind(on)
            owed |= rescanned(on)
    assert set(Notice.objects.values_list("place_id", "due_on", "days_before")) == owed
    assert len(owed) > 15


def test_a_quiet_night_reads_the_days_that_came_within_reach(market: Cast):
    """The second night asks for one more day of each reminder, and for what was recorded since; not for two months."""
    remind(TODAY)
    with CaptureQueriesContext(connection) as asked:
        remind(TODAY + timedelta(days=1))
    told = [query["sql"] for query in asked if "INSERT INTO register_notice" in query["sql"]]
    assert len(told) == len(settings.REMIND_DAYS_BEFORE) + 2


def test_a_run_that_was_killed_is_made_up_for(market: Cast, monkeypatch: pytest.MonkeyPatch):
    """Killed after its first day it leaves what it gave, is not taken for finished, and the next run gives the rest."""
    given, give = [], reminders._give

    def killed_after_one(*told: object) -> int:
        if given:
            raise KeyboardInterrupt
        given.append(give(*told))
        return given[0]

    monkeypatch.setattr(reminders, "_give", killed_after_one)
    with pytest.raises(KeyboardInterrupt):
        remind(TODAY)
    monkeypatch.undo()
    assert not ReminderRun.objects.exists()
    assert sum(given) + remind(TODAY) == 3


@pytest.mark.requirement("T4-4.2.5", "QH-scope")
def test_notices_stand_on_the_board_of_the_place(market: Cast):
    """The market's people see them for a week, nobody else's do."""
    remind(TODAY)
    assert on_board(market.people["chenguang"], TODAY).count() == 3
    assert on_board(market.people["chenguang"], TODAY + timedelta(days=8)).count() == 0
    assert on_board(market.people["hewan"], TODAY).count() == 0


def test_the_due_list_reads_an_index(market: Cast):
    """Among twenty thousand instruments the page of a market is found without reading all of them."""
    some = market.scales["TS-3"]
    copies = [
        Instrument(device_id=f"X-{n}", gtin=some.gtin, serial=f"X-{n}", kind=some.kind, maker="m", model="m",
                   area=some.area, place=some.place)
        for n in range(20_000)
    ]  # fmt: skip
    Instrument.objects.bulk_create(copies)
    states = [
        InstrumentState(instrument=one, area=one.area, kind=one.kind, status="in-use", locked=False, seal_intact=True,
                        label_intact=True, production_code=True, repair_code=True, verification_code=True,
                        valid_until=TODAY + timedelta(days=n % 365))
        for n, one in enumerate(copies)
    ]  # fmt: skip
    InstrumentState.objects.bulk_create(states)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE register_instrumentstate, register_instrument, register_verification")
    for viewer in (market.people["chenguang"], market.people["city"]):
        plan = due(viewer, "30", TODAY)[:51].explain()
        assert "Seq Scan on register_instrumentstate" not in plan
        assert "Seq Scan on register_instrument " not in plan
