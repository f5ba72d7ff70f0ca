"""Who of an office works on a complaint, and what the one before a leave hands over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import handing_over, lateness, progress, queue
from quanheng.cases.models import Complaint
from quanheng.cases.supervision import supervise
from quanheng.cases.timeline import steps
from quanheng.law.errors import MoveNotAllowed
from quanheng.people.enrolment import enrol
from quanheng.people.models import AuditEntry, User
from tests.cast import PASSWORD, Cast
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("T4-4.2.4.8"), pytest.mark.django_db]


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    return complain(buy()).complaint


@pytest.fixture
def colleague(cast: Cast) -> User:
    area = cast.chenguang.area
    return enrol(username="colleague", name="同事（虚构）", role="market-manager", area=area, password=PASSWORD)


def mine(person: User) -> list[str]:
    return [one.number for one in queue.rows(person, "open", queue.Wanted(hands="me"))]


def test_given_to_a_colleague_it_is_theirs(cast: Cast, complaint: Complaint, colleague: User):
    """On record for staff and in the audit trail; the complainant is not told who sits where."""
    manager = cast.people["chenguang"]
    assert handing_over.assign(complaint.number, "colleague", by=manager, at=LATER)
    assert (mine(colleague), mine(manager)) == ([complaint.number], [])
    assert complaint.events.last().move == "assign"
    assert [step.move for step in steps(complaint)] == ["lodge"]
    assert AuditEntry.objects.get(act="complaint-assign").after == {"handler": "colleague"}


def test_given_twice_is_given_once(cast: Cast, complaint: Complaint, colleague: User):
    """A second press of the button changes nothing and records nothing."""
    for expected in (True, False):
        assert handing_over.assign(complaint.number, "colleague", by=colleague, at=LATER) is expected
    assert complaint.events.filter(move="assign").count() == 1


def test_only_to_colleagues_of_the_same_office(cast: Cast, complaint: Complaint):
    """Neither to the county's regulator, nor to the administrator, who may not work on complaints."""
    for other in ("dongping", "administrator", "hewan", "nobody"):
        with pytest.raises(ValidationError):
            handing_over.assign(complaint.number, other, by=cast.people["chenguang"], at=LATER)


def test_others_cannot_give_it_away(cast: Cast, complaint: Complaint):
    """The county sees it, but has not got it; the other county does not even see it."""
    with pytest.raises(ValidationError):
        handing_over.assign(complaint.number, "", by=cast.people["dongping"], at=LATER)
    with pytest.raises(Complaint.DoesNotExist):
        handing_over.assign(complaint.number, "", by=cast.people["xidu"], at=LATER)


def test_before_a_leave_all_are_handed_over(cast: Cast, complaint: Complaint, colleague: User):
    """The open ones; what has ended keeps the name of who ended it."""
    manager = cast.people["chenguang"]
    ended = complain(buy(seq=6), key="another-random-key").complaint
    for one in (complaint, ended):
        handing_over.assign(one.number, manager.username, by=manager, at=LATER)
    progress.by_owner(ended.pk, "withdraw", at=LATER)
    assert handing_over.hand_over_all(manager.username, "colleague", by=colleague, at=LATER) == 1
    ended.refresh_from_db()
    assert (mine(colleague), ended.handler) == ([complaint.number], manager)
    assert handing_over.hand_over_all(manager.username, "colleague", by=colleague, at=LATER) == 0
    with pytest.raises(ValidationError):
        handing_over.hand_over_all("colleague", "colleague", by=colleague, at=LATER)


def test_handed_up_it_is_nobodys(cast: Cast, complaint: Complaint):
    """A market's person does not keep what the county has taken."""
    handing_over.assign(complaint.number, "chenguang", by=cast.people["chenguang"], at=LATER)
    supervise(LATER + timedelta(days=12))
    complaint.refresh_from_db()
    assert (complaint.desk, complaint.handler) == ("99/01/01/", None)


def test_late_ones_are_listed_and_urged(cast: Cast, complaint: Complaint):
    """A day late, handed up once, urged twice; the market reads it, the complainant's page does not show it."""
    city, at = cast.people["city"], LATER + timedelta(days=12)
    assert list(lateness.late(city, complaint.accept_due_on)) == []
    supervise(at)
    for _ in range(2):
        progress.move(complaint.pk, "urge", actor=city, facts={"text": "三日内办结"}, at=at)
    (row,) = lateness.told(list(lateness.late(city, at.date())), at.date())
    assert (row.days, row.handed_up, row.urged) == (1, 1, 2)
    assert list(lateness.late(cast.people["xidu"], at.date())) == []
    assert [step.move for step in steps(complaint)] == ["lodge", "overdue"]
    with pytest.raises(MoveNotAllowed):
        progress.move(complaint.pk, "urge", actor=cast.people["chenguang"], facts={"text": "x"}, at=at)
