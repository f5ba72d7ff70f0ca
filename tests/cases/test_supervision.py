"""Clocks that nobody stops: a warning before the last day, the office above after it, each once."""

from datetime import timedelta

import pytest

from quanheng.cases import progress
from quanheng.cases.models import Complaint
from quanheng.cases.supervision import Supervised, supervise
from tests.cast import Cast
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("G22-2.6", "T4-4.2.4.8"), pytest.mark.django_db]


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """Lodged on Friday 2026-11-20, to be accepted or refused by Tuesday 2026-12-01."""
    made = complain(buy()).complaint
    assert made.accept_due_on.isoformat() == "2026-12-01"
    return made


def after(days: int):
    return LATER + timedelta(days=days)


def test_nothing_is_said_while_there_is_time(complaint: Complaint):
    """Three days before the last one nobody is bothered."""
    assert supervise(after(8)) == Supervised(0, 0)


def test_the_office_is_warned_once(complaint: Complaint):
    """Two days before the last: an event on record, which the complainant does not see; and no second one."""
    assert supervise(after(9)) == Supervised(1, 0)
    assert supervise(after(11)) == Supervised(0, 0)
    event = complaint.events.last()
    assert (event.move, event.actor_role, event.shown_to_complainant) == ("due-soon", "system", False)
    complaint.refresh_from_db()
    assert complaint.desk == complaint.market.area


def test_the_day_after_the_office_above_has_it(complaint: Complaint):
    """The market let the last day pass: the county has it, on record, and the complainant can read it."""
    assert supervise(after(12)) == Supervised(0, 1)
    assert supervise(after(13)) == Supervised(0, 0)
    complaint.refresh_from_db()
    event = complaint.events.last()
    assert (complaint.desk, complaint.state) == ("99/01/01/", "lodged")
    assert (event.facts["from_desk"], event.shown_to_complainant) == (complaint.market.area, True)


def test_each_last_day_is_handed_up_once(cast: Cast, complaint: Complaint):
    """Accepted late by the county, mediation overdue too: the city has it then."""
    supervise(after(12))
    progress.move(complaint.pk, "accept", actor=cast.people["dongping"], facts={}, at=after(13))
    complaint.refresh_from_db()
    late = complaint.mediate_due_on - LATER.date() + timedelta(days=1)
    assert supervise(LATER + late) == Supervised(0, 1)
    complaint.refresh_from_db()
    assert complaint.desk == "99/01/"


def test_at_the_top_it_stays(cast: Cast, complaint: Complaint):
    """Above the province there is no office: the event is on record all the same."""
    complaint.desk = "99/"
    complaint.save()
    assert supervise(after(12)) == Supervised(0, 1)
    complaint.refresh_from_db()
    assert complaint.desk == "99/"


def test_a_clock_that_stands_still_escalates_nothing(cast: Cast, complaint: Complaint):
    """While the scale is at the verification body, nobody is late."""
    people = cast.people["chenguang"]
    for name in ("accept", "send-for-testing"):
        progress.move(complaint.pk, name, actor=people, facts={"text": "x"}, at=LATER)
    assert supervise(after(200)) == Supervised(0, 0)


def test_ended_complaints_are_left_alone(cast: Cast, complaint: Complaint):
    """A withdrawn complaint has no clock."""
    progress.by_owner(complaint.pk, "withdraw", at=LATER)
    assert supervise(after(12)) == Supervised(0, 0)


def test_a_night_that_was_killed_goes_on_where_it_was(complaint: Complaint, monkeypatch: pytest.MonkeyPatch):
    """Killed at the second of two overdue complaints, the first is on record; the next night tells of the other."""
    other = complain(buy(), key="another-complaint-of-it").complaint
    move, told = progress.by_system, []

    def killed_at_the_second(complaint: Complaint, *rest: object, **more: object) -> object:
        if told:
            raise KeyboardInterrupt
        told.append(complaint.pk)
        return move(complaint, *rest, **more)

    monkeypatch.setattr(progress, "by_system", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        supervise(after(12))
    monkeypatch.undo()
    assert supervise(after(12)) == Supervised(0, 1)
    assert [one.events.filter(move="overdue").count() for one in (complaint, other)] == [1, 1]
