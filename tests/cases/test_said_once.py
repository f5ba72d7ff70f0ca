"""What was done is done once, by whoever had to do it, and stays as it was: presses, money, second persons."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from quanheng.cases import progress
from quanheng.cases.lodge import Lodged
from quanheng.cases.models import Complaint, ComplaintEvent
from tests.cases.test_progress import ANSWERS
from tests.cast import Cast, assemble
from tests.shopping import LATER, buy, complain, short_purchase

pytestmark = [pytest.mark.requirement("T4-4.2.4.1", "T4-4.2.4.4"), pytest.mark.django_db]


@pytest.fixture
def lodged(cast: Cast) -> Lodged:
    return complain(short_purchase())


@pytest.fixture
def move(cast: Cast, lodged: Lodged):
    def make(name: str, by: str = "chenguang", at=LATER, **facts) -> ComplaintEvent:
        return progress.move(lodged.complaint.pk, name, actor=cast.people[by], facts=ANSWERS | facts, at=at)

    return make


def now(lodged: Lodged) -> Complaint:
    return Complaint.objects.get(pk=lodged.complaint.pk)


def refused_fields(refusal) -> list[str]:
    return list(refusal.value.message_dict)


def test_a_form_sent_twice_is_one_move(lodged: Lodged, move):
    """A double tap recovers a hundred yuan once; the same sum from a form opened anew is another hundred."""
    for name in ("accept", "start-mediation", "agree", "advance"):
        move(name)
    first = move("recover", recovered_fen="100", key="a-press")
    assert move("recover", recovered_fen="100", key="a-press") == first
    assert now(lodged).to_recover_fen == 40_036
    move("recover", recovered_fen="100", key="another-press")
    assert now(lodged).to_recover_fen == 30_036


def test_a_state_entered_by_a_press_heard_twice_is_no_fault(move):
    """The second of two taps on *accept* is answered as the first was, and not with a refusal."""
    assert move("accept", key="a-press") == move("accept", key="a-press")


def test_a_colleague_may_not_borrow_a_press(lodged: Lodged, move):
    """The key of somebody else's form makes no move in their name, and hides none."""
    move("accept", key="a-press")
    move("note", "dongping", key="a-press")
    assert [event.move for event in lodged.complaint.events.all()] == ["lodge", "accept", "note"]


@pytest.mark.parametrize("key", ["", None, 7, "权", "a\x00b"])
def test_a_key_that_is_none_is_passed_over(lodged: Lodged, move, key):
    """A program need not send one; what cannot be one is no fault, and no two moves are the same by it."""
    move("note", key=key)
    move("note", key=key)
    assert lodged.complaint.events.filter(move="note").count() == 2


def test_the_complainants_words_stand_once(lodged: Lodged):
    """A phone that heard no answer sends them again; other words are other words."""
    for text in ("票在这里", "票在这里 ", "还有照片"):
        progress.by_complainant(lodged.token, "supply", at=LATER, text=text)
    assert [event.note for event in lodged.complaint.events.filter(move="supply")] == ["票在这里", "还有照片"]


def test_what_is_agreed_is_paid_before_it_is_closed(lodged: Lodged, move):
    """An agreement is not answered with a sentence."""
    for name in ("accept", "start-mediation", "agree"):
        move(name)
    with pytest.raises(ValidationError) as refusal:
        move("close")
    assert refused_fields(refusal) == ["state"]
    assert "¥500.36" in refusal.value.message_dict["state"][0]


@pytest.mark.parametrize("sum_paid", ["5003.60", "500.37", "0"])
def test_what_is_agreed_is_paid_exactly(move, sum_paid: str):
    """A slip of a digit is not paid, nor later recovered from the stall; nothing is no payment."""
    for name in ("accept", "start-mediation", "agree"):
        move(name)
    with pytest.raises(ValidationError) as refusal:
        move("advance", paid_fen=sum_paid)
    assert refused_fields(refusal) == ["paid_fen"]


def test_an_agreement_without_money_is_closed(cast: Cast):
    """An apology was enough: nobody has to write down a payment of nothing."""
    clean = complain(buy()).complaint
    for name in ("accept", "start-mediation"):
        progress.move(clean.pk, name, actor=cast.people["chenguang"], facts=ANSWERS, at=LATER)
    nothing = ANSWERS | {"refund_fen": "0", "compensation_fen": "0"}
    progress.move(clean.pk, "agree", actor=cast.people["chenguang"], facts=nothing, at=LATER)
    assert progress.move(clean.pk, "close", actor=cast.people["chenguang"], facts=ANSWERS, at=LATER).state == "closed"


def test_recovering_later_does_not_end_it_anew(lodged: Lodged, move):
    """It ended on the day of its answer: the contact is erased counting from that day, and figures count it."""
    for name in ("accept", "start-mediation", "agree", "advance", "close"):
        move(name)
    move("recover", at=LATER + timedelta(days=40))
    assert now(lodged).closed_at == LATER


@pytest.mark.requirement("T4-4.2.4.8")
def test_what_is_taken_up_again_needs_two_people_again(lodged: Lodged, move):
    """Two refused a shown shortage, the shopper appealed: one's old word lets no other refuse alone."""
    move("refuse", second_person="dongping")
    assert move("refuse", "dongping", second_person="chenguang").state == "refused"
    progress.by_complainant(lodged.token, "appeal-end", at=LATER, text="不服")
    alone = move("refuse", "dongping", second_person="chenguang")
    assert (alone.move, now(lodged).state) == ("ask-second-person", "lodged")
    assert move("refuse", "city", second_person="dongping").state == "refused"


def test_no_test_goes_on_without_a_clock(lodged: Lodged, move):
    """Agreed on while the scale was away: the clock that stood still is gone, and so is its mark."""
    for name in ("accept", "send-for-testing", "start-mediation", "fail"):
        move(name)
    assert now(lodged).stopped_on is None


def test_nothing_is_asked_for_by_a_day_that_is_over(move):
    """A slip in the year would ask for papers that can no longer come in time; today still can."""
    with pytest.raises(ValidationError) as refusal:
        move("ask-papers", papers_due_on="2025-11-30")
    assert refused_fields(refusal) == ["papers_due_on"]
    move("ask-papers", papers_due_on=LATER.date().isoformat())


@pytest.mark.django_db(transaction=True)
def test_two_complaints_are_not_joined_to_each_other():
    """Two people join each to the other at one moment: one leads, or neither was joined; never both to the other."""
    people = assemble().people
    pair = complain(short_purchase()).complaint, complain("", key="another-random-key", market_id=_market()).complaint
    together = Barrier(2)

    def join(one: Complaint, into: Complaint, by: str) -> None:
        together.wait()
        try:
            facts = ANSWERS | {"into": into.number}
            progress.move(one.pk, "join", actor=people[by], facts=facts, at=LATER)
        except ValidationError:
            pass
        connection.close()

    hands = [Thread(target=join, args=[*pair, "chenguang"]), Thread(target=join, args=[*pair[::-1], "dongping"])]
    [hand.start() for hand in hands]
    [hand.join() for hand in hands]
    states = [Complaint.objects.get(pk=one.pk).state for one in pair]
    assert states.count("joined") <= 1


def _market() -> int:
    return Complaint.objects.get().market_id
