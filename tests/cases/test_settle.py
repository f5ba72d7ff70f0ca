"""What a short-changed shopper is owed at least, who pays, and which card the operator gets."""

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import cards, progress, settle
from quanheng.cases.models import Card, Complaint
from tests.cast import NOON
from tests.shopping import LATER, buy, complain, short_purchase, weigh_again

pytestmark = pytest.mark.requirement("T4-4.2.4.4")


def mediated(cast, complaint: Complaint, by: str = "chenguang") -> Complaint:
    for name in ("accept", "start-mediation"):
        progress.move(complaint.pk, name, actor=cast.people[by], facts={}, at=LATER)
    complaint.refresh_from_db()
    return complaint


def agree(cast, complaint: Complaint, refund: int, compensation: int, by: str = "chenguang") -> None:
    facts = {"refund_fen": refund, "compensation_fen": compensation}
    progress.move(complaint.pk, "agree", actor=cast.people[by], facts=facts, at=LATER)


def settled(cast, seq: int) -> Complaint:
    code = buy(seq=seq)
    weigh_again(code, 940_000, seq=seq)
    complaint = mediated(cast, complain(code, key=f"a-random-submission-key-{seq}").complaint)
    agree(cast, complaint, 36, 50_000)
    complaint.refresh_from_db()
    return complaint


def test_sixty_grams_short_of_six_yuan_a_kilogram(cast):
    """Refund of 0.36 yuan and, three times six yuan being less, 500 yuan."""
    owed = settle.terms(complain(short_purchase()).complaint)
    assert (owed.basis, owed.refund_fen, owed.compensation_fen) == ("market-rule", 36, 50_000)
    assert any("4.2.4.4" in clause for clause in owed.clauses("en"))


def test_three_times_the_price_where_that_is_more(cast):
    """Two hundred yuan of goods: 600 yuan, not 500."""
    code = buy(unit_price_fen=20_000, amount_fen=20_000)
    weigh_again(code, 940_000)
    assert settle.terms(complain(code).complaint).compensation_fen == 60_000


def test_within_the_limit_nothing_is_owed(cast):
    """20 g of a kilogram of vegetables may be missing: a near miss, no remedy, no card."""
    complaint = mediated(cast, complain(short_purchase(missing_mg=20_000)).complaint)
    assert settle.terms(complaint).basis == "none"
    agree(cast, complaint, 0, 0)
    assert not Card.objects.exists()


def test_between_the_two_limits_the_market_answers(cast):
    """30 g exceed the standard the market adopted, though not the statute: the market's own promise holds."""
    assert settle.terms(complain(short_purchase(missing_mg=30_000)).complaint).basis == "market-rule"


def test_a_market_outside_the_standard_owes_the_refund(cast):
    """河湾 adopted nothing: the refund follows from the law, the standard's 500 yuan and its cards do not."""
    code = buy("TS-3")
    weigh_again(code, 940_000, "CS-3")
    complaint = mediated(cast, complain(code).complaint, "hewan")
    owed = settle.terms(complaint)
    assert (owed.basis, owed.refund_fen, owed.compensation_fen) == ("statute", 36, 0)
    agree(cast, complaint, 36, 0, "hewan")
    assert not Card.objects.exists()


def test_between_the_limits_outside_the_standard_nothing_is_owed(cast):
    """30 g are within twice the deviation, which is all that binds 河湾."""
    code = buy("TS-3")
    weigh_again(code, 970_000, "CS-3")
    assert settle.terms(complain(code).complaint).basis == "none"


@pytest.mark.requirement("T4-4.2.4.3")
def test_goods_not_in_their_original_state_prove_nothing(cast):
    """Washed, eaten from or soaked: the reading is kept and owes nobody anything."""
    code = buy()
    weigh_again(code, 900_000, original_state=False)
    assert settle.terms(complain(code).complaint).basis == "none"


def test_goods_the_scale_did_not_name_are_judged_as_the_shopper_says(cast):
    """A plain weighing names no goods; with the shopper's word for it the law can answer, and the record says so."""
    from quanheng.cases.evidence import evidence_of

    code = buy(goods_class="")
    weigh_again(code, 940_000)
    silent = complain(code, key="a-random-submission-key-1").complaint
    spoken = complain(code, key="a-random-submission-key-2", goods_class="vegetable").complaint
    assert not evidence_of(silent).exceeded
    assert evidence_of(spoken).exceeded
    assert evidence_of(spoken).goods_by_complainant


@pytest.mark.parametrize(
    ("refund", "compensation", "field"), [(35, 50_000, "refund_fen"), (36, 49_999, "compensation_fen")]
)
def test_the_manager_may_not_go_below(cast, refund, compensation, field):
    """One fen below what the texts ask for is refused at its field."""
    complaint = mediated(cast, complain(short_purchase()).complaint)
    with pytest.raises(ValidationError) as refusal:
        agree(cast, complaint, refund, compensation)
    assert list(refusal.value.message_dict) == [field]


def test_the_manager_may_give_more(cast):
    """ "At least", says the standard."""
    complaint = mediated(cast, complain(short_purchase()).complaint)
    agree(cast, complaint, 600, 60_000)
    assert settle.settled_fen(complaint) == 60_600


def test_a_payment_is_what_was_agreed(cast):
    """Neither the stall nor the market may pay less than the agreement says."""
    complaint = settled(cast, 5)
    with pytest.raises(ValidationError) as refusal:
        progress.move(complaint.pk, "pay", actor=cast.people["chenguang"], facts={"paid_fen": 50_035}, at=LATER)
    assert list(refusal.value.message_dict) == ["paid_fen"]
    event = progress.move(complaint.pk, "pay", actor=cast.people["chenguang"], facts={"paid_fen": 50_036}, at=LATER)
    assert event.state == "remedied"


def test_the_market_pays_first_where_the_stall_refuses(cast):
    """No agreement: the manager still owes the shopper the least the standard names, and recovers it later."""
    complaint = mediated(cast, complain(short_purchase()).complaint)
    manager = cast.people["chenguang"]
    progress.move(complaint.pk, "fail", actor=manager, facts={"reason": "the stall refuses"}, at=LATER)
    with pytest.raises(ValidationError):
        progress.move(complaint.pk, "advance", actor=manager, facts={"paid_fen": 100}, at=LATER)
    event = progress.move(complaint.pk, "advance", actor=manager, facts={"paid_fen": 50_036}, at=LATER)
    assert event.state == "remedied"
    assert Card.objects.get().state == "proposed"


@pytest.mark.requirement("T4-4.2.4.5")
def test_first_yellow_then_red(cast):
    """The first established shortage is a yellow card, 2000 yuan and seven days; the second is red and expels."""
    regulator = cast.people["dongping"]
    first = Card.objects.get(complaint=settled(cast, 5))
    assert (first.colour, first.offence, first.market_penalty_fen, first.closure_days, first.expelled) == (
        "yellow",
        1,
        200_000,
        7,
        False,
    )
    cards.confirm(first.pk, actor=regulator, reason="as weighed", at=LATER)
    second = Card.objects.get(complaint=settled(cast, 6))
    assert (second.colour, second.offence, second.expelled) == ("red", 2, True)


@pytest.mark.requirement("T4-4.2.4.5")
def test_two_proposals_decided_in_turn_are_a_first_and_a_second(cast):
    """Both looked like a first offence when proposed; what counts is what a person has confirmed meanwhile."""
    one, two = (Card.objects.get(complaint=settled(cast, seq)) for seq in (5, 6))
    assert (one.colour, two.colour) == ("yellow", "yellow")
    manager = cast.people["chenguang"]
    assert cards.confirm(two.pk, actor=manager, reason="as weighed", at=LATER).colour == "yellow"
    assert cards.confirm(one.pk, actor=manager, reason="as weighed", at=LATER).colour == "red"


@pytest.mark.requirement("T4-4.2.4.5")
def test_dismissed_cards_and_former_tenants_do_not_count(cast):
    """A new tenant of the stall starts clean, and so does one whose card a person dismissed."""
    manager = cast.people["chenguang"]
    dismissed = Card.objects.get(complaint=settled(cast, 5))
    cards.dismiss(dismissed.pk, actor=manager, reason="the scale had been broken", at=LATER)
    former = Card.objects.get(complaint=settled(cast, 6))
    assert former.offence == 1
    cards.confirm(former.pk, actor=manager, reason="as weighed", at=LATER)
    cast.vegetables.operator_name = "another tenant"
    cast.vegetables.save()
    assert Card.objects.get(complaint=settled(cast, 7)).offence == 1


def test_a_card_is_decided_once_with_a_reason_by_its_own_people(cast):
    """Software proposes; a person of the place decides, says why, and cannot decide again."""
    card = Card.objects.get(complaint=settled(cast, 5))
    with pytest.raises(Card.DoesNotExist):
        cards.confirm(card.pk, actor=cast.people["xidu"], reason="as weighed", at=LATER)
    with pytest.raises(ValidationError) as unreasoned:
        cards.confirm(card.pk, actor=cast.people["dongping"], reason=" ", at=LATER)
    assert list(unreasoned.value.message_dict) == ["reason"]
    cards.confirm(card.pk, actor=cast.people["dongping"], reason="as weighed", at=NOON)
    with pytest.raises(ValidationError):
        cards.dismiss(card.pk, actor=cast.people["dongping"], reason="changed my mind", at=NOON)
