"""Moves of a complaint: by whom, in which order, with what on record; and never one lost."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from quanheng.cases import progress
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.law.errors import MoveNotAllowed
from quanheng.people.enrolment import enrol
from quanheng.people.models import AuditEntry
from tests.cast import PASSWORD, assemble
from tests.shopping import LATER, buy, complain, short_purchase

pytestmark = pytest.mark.requirement("T4-4.2.4.1", "T4-4.2.4.2")

ANSWERS = {
    "text": "said",
    "answer": "done",
    "reason": "because",
    "witness": "a neighbour",
    "ground": "papers-missing",
    "settled_mg": "1",
    "actual_mg": "0.94",
    "refund_fen": "0.36",
    "compensation_fen": "500",
    "paid_fen": "500.36",
    "second_person": "dongping",
    "recovered_fen": "100",
    "papers_due_on": "2026-11-30",
    "desk": "99/01/01/",
    "place": "河湾农贸市场",
    "into": "TS20000101-000001",
    "clock": "complaint-accept",
    "due_on": "2026-12-01",
}


@pytest.fixture
def complaint(cast) -> Complaint:
    return complain(short_purchase()).complaint


@pytest.fixture
def move(cast, complaint):
    """Somebody of the cast makes a move of the complaint with complete answers."""

    def make(name: str, by: str = "chenguang", **facts) -> ComplaintEvent:
        return progress.move(complaint.pk, name, actor=cast.people[by], facts=ANSWERS | facts, at=LATER)

    return make


@pytest.mark.requirement("T4-4.2.4.4", "T4-4.2.1.4")
def test_from_lodged_to_paid_and_closed(complaint, move):
    """The whole way: accepted, both called, weighed again in the open, agreed, paid, answered."""
    way = ["accept", "call-operator", "call-consumer", "repeat-weighing", "start-mediation", "agree", "pay", "close"]
    states = [move(name).state for name in way]
    assert states == [*["accepted"] * 4, "mediation", "agreed", "remedied", "closed"]
    complaint.refresh_from_db()
    assert complaint.state == "closed"
    assert complaint.closed_at == LATER
    assert [event.move for event in complaint.events.all()] == ["lodge", *way]


@pytest.mark.requirement("T4-4.2.1.4")
def test_an_open_repeat_weighing_is_put_on_record(move):
    """Both masses and who watched, in whole milligrams, as a person or a program gives them."""
    move("accept")
    assert move("repeat-weighing").facts == {"settled_mg": 1_000_000, "actual_mg": 940_000, "witness": "a neighbour"}
    assert move("repeat-weighing", settled_mg=5, actual_mg="975 g").facts["actual_mg"] == 975_000


def test_the_mediation_clock_starts_with_acceptance(complaint, move):
    """Sixty days from acceptance under Order 121, rolled to a working day."""
    move("accept")
    complaint.refresh_from_db()
    assert (complaint.mediate_due_on - LATER.date()).days >= 60


@pytest.mark.parametrize(
    ("name", "by"),
    [("agree", "chenguang"), ("pay", "chenguang"), ("close", "chenguang"), ("accept", "stallholder")],
)
def test_moves_out_of_turn_are_refused(complaint, move, name, by):
    """A lodged complaint is accepted first, and not by the one it is about."""
    with pytest.raises(MoveNotAllowed):
        move(name, by)
    assert complaint.events.count() == 1


def test_a_role_outside_the_flow_moves_nothing(move):
    """A metrology administrator sees the scales, not the disputes."""
    with pytest.raises(MoveNotAllowed):
        move("accept", "administrator")


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize("by", ["xidu", "hewan"])
def test_strangers_meet_no_complaint(complaint, move, by):
    """To another county's office and another market's manager the complaint does not exist."""
    with pytest.raises(Complaint.DoesNotExist):
        move("accept", by)
    assert complaint.events.count() == 1


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"settled_mg": "heavy"}, "settled_mg"),
        ({"actual_mg": "-1"}, "actual_mg"),
        ({"actual_mg": None}, "actual_mg"),
        ({"actual_mg": True}, "actual_mg"),
        ({"actual_mg": 2**60}, "actual_mg"),
        ({"witness": " "}, "witness"),
        ({"witness": "a\x00"}, "witness"),
        ({"witness": "x" * 3000}, "witness"),
    ],
)
def test_answers_are_checked_field_by_field(complaint, move, facts, field):
    """What was not understood is named, and nothing is recorded."""
    move("accept")
    with pytest.raises(ValidationError) as refusal:
        move("repeat-weighing", **facts)
    assert list(refusal.value.message_dict) == [field]
    assert complaint.events.count() == 2


def test_an_unknown_ground_refuses_nothing(cast):
    """Only the grounds of the order in force may turn a complaint away."""
    near = complain(buy()).complaint
    with pytest.raises(ValidationError) as refusal:
        progress.move(near.pk, "refuse", actor=cast.people["chenguang"], facts={"ground": "too busy"}, at=LATER)
    assert list(refusal.value.message_dict) == ["ground"]


def test_without_a_shortfall_one_person_may_refuse(cast):
    """A lawful ground is enough where no re-weighing speaks for the shopper."""
    clean = complain(buy()).complaint
    event = progress.move(clean.pk, "refuse", actor=cast.people["chenguang"], facts=ANSWERS, at=LATER)
    assert event.state == "refused"


def test_a_shown_shortfall_is_not_refused_by_one_person(complaint, move):
    """The first person's refusal is a question to the second; only the second's refusal ends the complaint."""
    asked = move("refuse", second_person="dongping")
    assert (asked.move, asked.state, asked.shown_to_complainant) == ("ask-second-person", "lodged", False)
    (asking,) = AuditEntry.objects.filter(act="complaint-ask-second-person")
    assert (asking.user.username, asking.after) == ("chenguang", {"move": "refuse"})
    again = move("refuse", second_person="dongping")
    assert again.state == "lodged"
    assert move("refuse", "dongping", second_person="chenguang").state == "refused"


@pytest.mark.parametrize("second", ["chenguang", "hewan", "stallholder", "nobody"])
def test_the_second_person_is_another_and_competent(complaint, move, second):
    """Not oneself, not a stranger, not the stallholder, not a made-up name."""
    with pytest.raises(ValidationError) as refusal:
        move("refuse", second_person=second)
    assert list(refusal.value.message_dict) == ["second_person"]


def test_two_managers_of_one_market_are_two_people(complaint, move, cast):
    """The second person may sit at the same desk, under an account of their own."""
    cast.people["deputy"] = enrol(
        username="deputy", name="deputy", role="market-manager", area=cast.chenguang.area, password=PASSWORD
    )
    move("refuse", "deputy", second_person="chenguang")
    assert move("refuse", second_person="deputy").state == "refused"


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_move():
    """Whoever presses second meets a complaint that has moved on; the history holds one acceptance."""
    people = assemble().people
    complaint = complain(buy()).complaint
    together, outcomes = Barrier(2), []

    def accept(by: str) -> None:
        together.wait()
        try:
            progress.move(complaint.pk, "accept", actor=people[by], facts={}, at=LATER)
            outcomes.append("made")
        except MoveNotAllowed:
            outcomes.append("refused")
        connection.close()

    hands = [Thread(target=accept, args=[by]) for by in ("chenguang", "dongping")]
    [hand.start() for hand in hands]
    [hand.join() for hand in hands]
    assert sorted(outcomes) == ["made", "refused"]
    assert complaint.events.count() == 2


def test_the_complainant_may_withdraw_and_only_once(cast):
    """By the secret link, while nothing is agreed."""
    lodged = complain(buy())
    assert progress.withdraw(lodged.token, at=LATER).state == "withdrawn"
    with pytest.raises(MoveNotAllowed):
        progress.withdraw(lodged.token, at=LATER)
    with pytest.raises(Complaint.DoesNotExist):
        progress.withdraw("guess", at=LATER)


def test_every_move_is_audited(complaint, move):
    """Who did what to which complaint, with the state before and after."""
    move("accept")
    entry = AuditEntry.objects.get(subject=complaint.number)
    assert (entry.act, entry.user.username, entry.before, entry.after) == (
        "complaint-accept",
        "chenguang",
        {"state": "lodged"},
        {"state": "accepted"},
    )


def test_the_database_itself_keeps_history(complaint):
    """Not even a program with the database in hand changes an event."""
    for change in (lambda: complaint.events.update(note="x"), lambda: complaint.events.all().delete()):
        with pytest.raises(DatabaseError, match="appended, never changed"), transaction.atomic():
            change()
