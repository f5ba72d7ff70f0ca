"""A locked scale is unlocked by two people and a number used once; every step stays in its life."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from quanheng.connectors.unlock_codes import confirmation, secret_of
from quanheng.people.models import AuditEntry
from quanheng.register import unlock_list, unlocking
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState
from quanheng.register.record import Report, record
from tests.cast import NOON, Cast

pytestmark = pytest.mark.requirement("N25-3.2")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def opened(cast: Cast) -> Instrument:
    scale = cast.scales["TS-1"]
    record(scale, Report("housing-opened", NOON - MINUTE, "1-1"), source="device")
    return scale


def ask(cast: Cast, scale: Instrument, challenge: str = "12345678", at: datetime = NOON, **changes) -> None:
    asked = {"challenge": challenge, "reason": "更换键盘", "by": cast.people["chenguang"], "at": at}
    unlocking.request(scale, **(asked | changes))


def authorise(cast: Cast, scale: Instrument, by: str = "dongping", at: datetime = NOON + MINUTE) -> str:
    return unlocking.authorise(scale, by=cast.people[by], at=at)


def confirm(cast: Cast, scale: Instrument, number: str, at: datetime = NOON + 2 * MINUTE) -> bool:
    return unlocking.confirm(scale, number=number, by=cast.people["chenguang"], at=at)


def shown_by(scale: Instrument, code: str) -> str:
    """What the scale itself computes once it took the code."""
    return confirmation(secret_of(settings.UNLOCK_MASTER_KEY, scale.device_id), code)


def is_locked(scale: Instrument) -> bool:
    return InstrumentState.objects.get(instrument=scale).locked


def fields(wrong: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(wrong.value.message_dict)


def test_from_the_request_to_the_unlocked_scale(cast: Cast, opened: Instrument):
    """Asked, authorised by another, confirmed by the scale: three events, and the code is written down nowhere."""
    ask(cast, opened)
    code = authorise(cast, opened)
    assert is_locked(opened)
    assert confirm(cast, opened, shown_by(opened, code))
    assert not is_locked(opened)
    steps = InstrumentEvent.objects.filter(instrument=opened, kind__in=unlocking.STEPS).order_by("id")
    assert [step.kind for step in steps] == ["unlock-requested", "unlock-authorised", "unlocked"]
    written = f"{[(step.facts, step.note, step.key) for step in steps]}{list(AuditEntry.objects.values())}"
    assert code not in written
    assert "更换键盘" in written


def test_nobody_authorises_alone(cast: Cast, opened: Instrument):
    """Who asks is not who authorises, and a code is given out once."""
    ask(cast, opened)
    with pytest.raises(ValidationError) as wrong:
        authorise(cast, opened, by="chenguang")
    assert fields(wrong) == {"state"}
    authorise(cast, opened)
    with pytest.raises(ValidationError):
        authorise(cast, opened)


def test_codes_are_of_one_scale_and_one_number(cast: Cast, opened: Instrument):
    """The same number at the same minute on another scale has another code."""
    other = cast.scales["TS-2"]
    record(other, Report("housing-opened", NOON - MINUTE, "1-1"), source="device")
    for scale in (opened, other):
        ask(cast, scale)
    assert authorise(cast, opened) != authorise(cast, other)


def test_five_wrong_numbers_close_the_request(cast: Cast, opened: Instrument):
    """After five guesses even the right number does not help; a new request with a new number does."""
    ask(cast, opened)
    code = authorise(cast, opened)
    assert [confirm(cast, opened, wrong) for wrong in ("0", "１", "", "x" * 40, "9" * 8)] == [False] * 5
    with pytest.raises(ValidationError):
        confirm(cast, opened, shown_by(opened, code))
    assert is_locked(opened)
    assert InstrumentEvent.objects.filter(instrument=opened, kind="unlock-refused").count() == 5
    later = NOON + 5 * MINUTE
    with pytest.raises(ValidationError) as wrong:
        ask(cast, opened, at=later)
    assert fields(wrong) == {"challenge"}
    ask(cast, opened, "87654321", at=later)
    again = authorise(cast, opened, at=later + MINUTE)
    assert confirm(cast, opened, shown_by(opened, again), at=later + 2 * MINUTE)


def test_a_code_runs_out(cast: Cast, opened: Instrument):
    """After thirty minutes the code has run out, and another may be asked for; until then one request is enough."""
    ask(cast, opened)
    with pytest.raises(ValidationError) as wrong:
        ask(cast, opened, "22222222")
    assert fields(wrong) == {"state"}
    authorise(cast, opened, at=NOON)
    held = unlocking.latest(opened)
    assert held is not None
    assert held.state(NOON + 30 * MINUTE) == "authorised"
    assert held.state(NOON + 31 * MINUTE) == "expired"
    ask(cast, opened, "22222222", at=NOON + 31 * MINUTE)


@pytest.mark.requirement("QH-input")
def test_each_field_of_a_request_is_answered(cast: Cast, opened: Instrument):
    """Seven digits, other digits than ours, no reason, a scale that is not locked: each is told at its place."""
    for challenge in ("1234567", "１２３４５６７８", "abcdefgh", ""):
        with pytest.raises(ValidationError) as wrong:
            ask(cast, opened, challenge, reason=" ")
        assert fields(wrong) == {"challenge", "reason"}
    with pytest.raises(ValidationError) as wrong:
        ask(cast, cast.scales["TS-2"])
    assert fields(wrong) == {"state"}
    with pytest.raises(ValidationError) as wrong:
        confirm(cast, opened, "1")
    assert fields(wrong) == {"state"}


def test_the_scale_tells_what_it_shows(cast: Cast, opened: Instrument):
    """The number it reported stands in the form; after a lock-out it shows another, and one may ask anew."""
    assert unlocking.shown_on(opened) == ""
    record(opened, Report("locked", NOON - MINUTE, "2-1", {"challenge": "12345678"}), source="device")
    assert unlocking.shown_on(opened) == "12345678"
    ask(cast, opened)
    authorise(cast, opened)
    record(opened, Report("unlock-refused", NOON + MINUTE, "3-1", {"challenge": "12345678"}), source="device")
    held = unlocking.latest(opened)
    assert held is not None
    assert held.state(NOON + 2 * MINUTE) == "authorised"
    record(opened, Report("unlock-refused", NOON + 2 * MINUTE, "4-1", {"challenge": "22222222"}), source="device")
    held = unlocking.latest(opened)
    assert held is not None
    assert held.state(NOON + 2 * MINUTE) == "overtaken"
    assert unlocking.shown_on(opened) == "22222222"
    ask(cast, opened, "22222222", at=NOON + 3 * MINUTE)


def test_an_old_report_that_arrives_late_closes_nothing(cast: Cast, opened: Instrument):
    """A scale that was off line tells afterwards what it showed before: the open request stays."""
    ask(cast, opened)
    record(opened, Report("locked", NOON - MINUTE, "2-1", {"challenge": "99999999"}), source="device")
    held = unlocking.latest(opened)
    assert held is not None
    assert held.state(NOON + MINUTE) == "requested"


def test_a_clock_that_is_a_little_slow_accuses_nobody(cast: Cast, opened: Instrument):
    """The scale dates its unlocking a minute before the authorisation: an ordinary clock, and no finding."""
    ask(cast, opened)
    authorise(cast, opened, at=NOON + 5 * MINUTE)
    record(opened, Report("unlocked", NOON + 4 * MINUTE, "2-2"), source="device")
    assert unlock_list.without_authorisation(cast.people["dongping"]) == []


def test_what_unlocks_by_itself_is_flagged(cast: Cast, opened: Instrument):
    """An unlocking that a scale reports counts as authorised for the minutes of a code, and is flagged otherwise."""
    ask(cast, opened)
    authorise(cast, opened, at=NOON)
    record(opened, Report("unlocked", NOON + 30 * MINUTE, "2-2"), source="device")
    assert unlock_list.without_authorisation(cast.people["dongping"]) == []
    record(opened, Report("unlocked", NOON + 31 * MINUTE, "3-3"), source="device")
    record(cast.scales["TS-2"], Report("unlocked", NOON, "9-9"), source="device")
    flagged = unlock_list.without_authorisation(cast.people["dongping"])
    assert [event.key for event in flagged] == ["3-3", "9-9"]
    assert [event.key for event in unlock_list.unauthorised_of(opened)] == ["3-3"]


@pytest.mark.requirement("QH-scope")
def test_locked_scales_of_ones_own_area(cast: Cast, opened: Instrument):
    """A county's list has its own locked scales; what is flagged elsewhere is not told."""
    record(cast.scales["TS-3"], Report("unlocked", NOON, "9-9"), source="device")
    assert [row.instrument for row in unlock_list.locked(cast.people["dongping"])] == [opened]
    assert list(unlock_list.locked(cast.people["xidu"])) == []
    assert unlock_list.without_authorisation(cast.people["dongping"]) == []
