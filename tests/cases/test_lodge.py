"""Lodging a complaint: once, with its evidence, and with a link that only the complainant knows."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from quanheng.cases import pace, secret
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.cases.submission import Submission
from tests.cast import NOON, a_receipt, a_weighing, assemble, key_of
from tests.shopping import KEY, LATER, buy, complain, short_purchase, weigh_again

pytestmark = pytest.mark.requirement("T4-4.2.4.1")


def refused(**given) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        lodge(Submission(**{"submission_key": KEY, "category": "short-weight"} | given), at=LATER)
    assert not Complaint.objects.exists()
    return refusal.value.message_dict


def test_a_complaint_takes_its_evidence_from_the_receipt(cast):
    """Scale, stall, market, price paid and re-weighing follow from the scanned code; nobody types them."""
    complaint = complain(short_purchase()).complaint
    assert (complaint.trade_scale, complaint.stall, complaint.market) == (
        cast.scales["TS-1"],
        cast.vegetables,
        cast.chenguang,
    )
    assert (complaint.paid_fen, complaint.purchase_seq, complaint.goods_class) == (600, 5, "vegetable")
    assert complaint.recheck.market_exceeded
    assert complaint.area == cast.vegetables.area
    assert complaint.operator_name == cast.vegetables.operator_name
    assert complaint.number.startswith("TS20261120-")


def test_the_first_event_comes_with_the_complaint(cast):
    """A complaint without a history would have a state that nothing explains."""
    complaint = complain(short_purchase()).complaint
    (event,) = complaint.events.all()
    assert (event.move, event.state, event.actor, event.actor_role) == ("lodge", "lodged", None, "consumer")
    assert complaint.state == event.state


@pytest.mark.requirement("T4-4.2.4.1", "G22-2.6")
def test_seven_working_days_to_accept(cast):
    """Lodged on Friday 20 November 2026: the seventh working day is Tuesday 1 December."""
    assert complain(buy()).complaint.accept_due_on == date(2026, 12, 1)


def test_a_later_reweighing_is_found_too(cast):
    """Many shoppers complain first and walk to the check scale afterwards."""
    from quanheng.cases.evidence import evidence_of

    code = buy()
    complaint = complain(code).complaint
    assert not evidence_of(complaint).exceeded
    weigh_again(code, 940_000)
    assert evidence_of(complaint).exceeded


@pytest.mark.requirement("QH-input")
def test_the_same_submission_twice_is_one_complaint(cast):
    """A phone with a bad network sends again, and gets the same number and the same link."""
    code = short_purchase()
    first, second = complain(code), complain(code)
    assert (first.new, second.new) == (True, False)
    assert (first.complaint, first.token) == (second.complaint, second.token)
    assert ComplaintEvent.objects.count() == 1


def test_another_text_under_the_same_key_gets_no_link(cast):
    """Whoever guesses a key must not be handed somebody else's complaint."""
    complain(buy())
    with pytest.raises(ValidationError) as refusal:
        complain("", market_id=cast.chenguang.pk)
    assert list(refusal.value.message_dict) == ["submission_key"]


def test_the_link_is_stored_nowhere(cast):
    """160 random-looking bits, of which the database holds only the digest."""
    lodged = complain(short_purchase())
    assert len(lodged.token) == 32
    row = str(Complaint.objects.filter(pk=lodged.complaint.pk).values().get())
    assert lodged.token not in row
    assert KEY not in row
    assert secret.digest(lodged.token) in row


def test_links_do_not_resemble_each_other(cast):
    """One more character in the key changes the whole link."""
    one, two = complain(key=KEY + "1", market_id=cast.hewan.pk), complain(key=KEY + "2", market_id=cast.hewan.pk)
    assert sum(a == b for a, b in zip(one.token, two.token, strict=True)) < 12


@pytest.mark.django_db(transaction=True)
def test_two_hands_at_once_make_one_complaint():
    """The same submission over two connections at one moment is still one complaint."""
    people = assemble()
    submission = Submission(KEY, "other", market_id=people.hewan.pk)
    together, tokens = Barrier(2), []

    def send() -> None:
        together.wait()
        tokens.append(lodge(submission, at=NOON).token)
        connection.close()

    hands = [Thread(target=send) for _ in range(2)]
    [hand.start() for hand in hands]
    [hand.join() for hand in hands]
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert Complaint.objects.count() == ComplaintEvent.objects.count() == 1


def test_without_a_code_a_market_is_enough(cast):
    """The label wears off; a complaint must not depend on it."""
    complaint = complain(market_id=cast.chenguang.pk, stall_id=cast.fish.pk).complaint
    assert (complaint.market, complaint.stall, complaint.area) == (cast.chenguang, cast.fish, cast.fish.area)
    assert complaint.paid_fen is None


@pytest.mark.parametrize("label", ["http://127.0.0.1:8000/01/09521234543213/21/TS-2", "TS-2", " ts-2 "])
def test_the_label_on_a_scale_is_enough(cast, label):
    """Its code or its number as printed, in whatever case it is typed."""
    complaint = complain(label).complaint
    assert (complaint.trade_scale, complaint.stall) == (cast.scales["TS-2"], cast.fish)


def test_a_check_scale_accuses_no_stall(cast):
    """Its label names the market, and the market only."""
    complaint = complain("CS-1").complaint
    assert (complaint.market, complaint.stall, complaint.trade_scale) == (cast.chenguang, None, None)


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "market"),
        ({"category": "weather"}, "category"),
        ({"goods_class": "gravel"}, "goods_class"),
        ({"contact_phone": "call me"}, "contact_phone"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"contact_shown_to_manager": True}, "contact_phone"),
        ({"description": "x" * 2001}, "description"),
        ({"description": "a\x00b"}, "description"),
        ({"contact_name": "\ud800"}, "contact_name"),
        ({"submission_key": "short"}, "submission_key"),
        ({"purchase_code": "TS-99"}, "purchase_code"),
        ({"purchase_code": "http://x/01/09521234543213/21/TS-99"}, "purchase_code"),
        ({"stall_id": 0}, "stall"),
        ({"market_id": 0}, "market"),
    ],
)
def test_each_fault_is_said_at_its_field(cast, given, field):
    """Every complainant learns which answer was not understood."""
    assert list(refused(**given)) == [field]


def test_a_stall_of_another_market_is_refused(cast):
    """A stall belongs to one market; a mixed-up form would accuse a stranger."""
    assert list(refused(market_id=cast.hewan.pk, stall_id=cast.fish.pk)) == ["stall"]


def test_a_forged_receipt_is_no_receipt(cast):
    """Signed by another key, or with one gram changed: the scale did not print it."""
    assert list(refused(purchase_code=a_receipt("TS-1", a_weighing(), key_of("TS-2")))) == ["purchase_code"]
    assert list(refused(purchase_code=a_receipt("TS-1", a_weighing()).replace("m=1000000", "m=1001000"))) == [
        "purchase_code"
    ]


def test_faults_are_told_in_the_readers_language(cast):
    """Chinese first, English where the reader asked for it."""
    from django.utils.translation import override

    with override("en"):
        english = refused(category="")["category"]
    with override("zh-hans"):
        chinese = refused(category="")["category"]
    assert english == ["Please say what happened."]
    assert chinese == ["请选择发生了什么。"]


@pytest.mark.requirement("QH-input")
def test_an_address_may_lodge_only_so_many(cast, settings):
    """A flood from one address is stopped; a repeated submission, another address and the next hour are not."""
    settings.COMPLAINTS_PER_HOUR = 2
    submission = Submission(KEY + "0", "other", market_id=cast.hewan.pk)
    given = [replace(submission, submission_key=f"{KEY}{n}") for n in range(4)]
    for one in given[:2]:
        lodge(one, at=NOON, address="198.51.100.7")
    with pytest.raises(pace.TooMany):
        lodge(given[2], at=NOON, address="198.51.100.7")
    assert not lodge(given[0], at=NOON, address="198.51.100.7").new
    assert lodge(given[2], at=NOON, address="198.51.100.8").new
    assert lodge(given[3], at=NOON + timedelta(hours=1), address="198.51.100.7").new
