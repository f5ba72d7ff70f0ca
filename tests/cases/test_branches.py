"""The branches of a complaint: another office, another place, one matter twice, an appeal, testing, recovery."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import offices, progress, settle, timeline
from quanheng.cases.lodge import Lodged
from quanheng.cases.models import Complaint, Report
from quanheng.law.errors import MoveNotAllowed
from quanheng.people.enrolment import enrol
from tests.cases.test_progress import ANSWERS
from tests.cast import PASSWORD, Cast
from tests.shopping import LATER, buy, complain, short_purchase

pytestmark = [pytest.mark.requirement("T4-4.2.4.1", "T4-4.2.4.7"), pytest.mark.django_db]
MARKET, COUNTY, CITY = "99/01/01/m001/", "99/01/01/", "99/01/"


@pytest.fixture
def lodged(cast: Cast) -> Lodged:
    return complain(short_purchase())


@pytest.fixture
def move(cast: Cast, lodged: Lodged):
    def make(name: str, by: str = "chenguang", at=LATER, of: Complaint | None = None, **facts):
        target = of or lodged.complaint
        return progress.move(target.pk, name, actor=cast.people[by], facts=ANSWERS | facts, at=at)

    return make


def now(lodged: Lodged) -> Complaint:
    return Complaint.objects.get(pk=lodged.complaint.pk)


def refused_fields(refusal) -> list[str]:
    return list(refusal.value.message_dict)


def test_a_complaint_begins_in_the_hands_of_its_market(lodged: Lodged):
    """The manager first; above them county, city and province, as they are on the register."""
    assert now(lodged).desk == MARKET
    assert offices.line(now(lodged).market) == [MARKET, COUNTY, CITY, "99/"]


def test_what_was_handed_up_is_no_longer_the_markets_to_decide(cast: Cast, lodged: Lodged, move):
    """The county has it now: the manager may still call, pay and note, but neither accept nor refuse nor close."""
    move("transfer", desk=COUNTY)
    with pytest.raises(ValidationError) as refusal:
        move("accept")
    assert refused_fields(refusal) == ["state"]
    move("accept", "dongping")
    move("call-operator")
    offered = {one.name for one in progress.moves_open_to(now(lodged), cast.people["chenguang"])}
    assert offered == {"call-operator", "call-consumer", "repeat-weighing", "split-report", "note"}


def test_the_office_above_may_always_act(lodged: Lodged, move):
    """The county accepts what lies at the market; the city too."""
    move("accept", "dongping")
    move("start-mediation", "city")
    assert now(lodged).state == "mediation"


@pytest.mark.parametrize("desk", [MARKET, "99/01/02/", "99/01/02/m002/", "", "nowhere"])
def test_a_complaint_is_handed_only_along_its_line(lodged: Lodged, move, desk: str):
    """Not to the one who has it, not to the county next door, not to an office that is not there."""
    with pytest.raises(ValidationError) as refusal:
        move("transfer", desk=desk)
    assert refused_fields(refusal) == ["desk"]


def test_the_wrong_market_is_put_right(cast: Cast):
    """Chosen from a list by a shopper in a hurry: the right market has it afterwards, the wrong one sees it no more."""
    made = complain("", market_id=cast.chenguang.pk)
    actor = cast.people["chenguang"]
    progress.move(made.complaint.pk, "relocate", actor=actor, facts={"place": "河湾农贸市场", "reason": "x"}, at=LATER)
    moved = now(made)
    assert (moved.market, moved.area, moved.desk, moved.state) == (
        cast.hewan,
        "99/01/02/m002/",
        "99/01/02/m002/",
        "lodged",
    )
    with pytest.raises(Complaint.DoesNotExist):
        progress.move(moved.pk, "accept", actor=actor, facts={}, at=LATER)
    progress.move(moved.pk, "accept", actor=cast.people["hewan"], facts={}, at=LATER)


def test_a_signed_receipt_is_not_corrected(lodged: Lodged, move):
    """The scale signed where it happened; nobody says otherwise."""
    with pytest.raises(ValidationError) as refusal:
        move("relocate", place="河湾农贸市场")
    assert refused_fields(refusal) == ["place"]


def test_one_matter_complained_of_twice_is_joined(cast: Cast, lodged: Lodged, move):
    """The shopper scanned, and called the market as well: one of the two leads, the other says so."""
    again = complain("", key="another-random-key", market_id=cast.chenguang.pk).complaint
    move("join", of=again, into=lodged.complaint.number.lower())
    again.refresh_from_db()
    assert (again.state, again.joined_into) == ("joined", lodged.complaint)
    move("reopen", "dongping", of=again)
    again.refresh_from_db()
    assert (again.state, again.joined_into) == ("accepted", None)


def test_two_purchases_are_never_joined(cast: Cast, lodged: Lodged, move):
    """Cheaper for the desk, but each purchase is owed its own remedy."""
    other = complain(buy(seq=6), key="another-random-key").complaint
    with pytest.raises(ValidationError) as refusal:
        move("join", of=other, into=lodged.complaint.number)
    assert refused_fields(refusal) == ["into"]


@pytest.mark.parametrize("into", ["TS20000101-000001", "itself", "west"])
def test_a_complaint_is_joined_to_one_that_is_handled_here(cast: Cast, lodged: Lodged, move, into: str):
    """Not to itself, not to none, not to one of another market."""
    west = complain(buy("TS-3"), key="another-random-key").complaint
    numbers = {"itself": lodged.complaint.number, "west": west.number}
    with pytest.raises(ValidationError) as refusal:
        move("join", into=numbers.get(into, into))
    assert refused_fields(refusal) == ["into"]


@pytest.mark.requirement("T4-4.2.4.8")
def test_a_manager_who_shirks_loses_the_complaint(lodged: Lodged):
    """The complainant appeals by the secret link: the county has it from now on, with the clock still running."""
    due_on = now(lodged).accept_due_on
    assert "appeal" in timeline.open_to_complainant(now(lodged))
    progress.by_complainant(lodged.token, "appeal", at=LATER, text="没人理我")
    assert (now(lodged).desk, now(lodged).accept_due_on, now(lodged).state) == (COUNTY, due_on, "lodged")
    assert "appeal" not in timeline.open_to_complainant(now(lodged))
    with pytest.raises(ValidationError):
        progress.by_complainant(lodged.token, "appeal", at=LATER, text="again")


@pytest.mark.requirement("T4-4.2.4.8")
def test_what_the_market_ended_the_authority_decides_anew(cast: Cast):
    """Refused by the market, appealed: a new clock of acceptance, in the county's hands."""
    made = complain(buy())
    progress.move(made.complaint.pk, "refuse", actor=cast.people["chenguang"], facts=ANSWERS, at=LATER)
    later = LATER + timedelta(days=30)
    progress.by_complainant(made.token, "appeal-end", at=later, text="理由不成立")
    again = now(made)
    assert (again.state, again.desk, again.closed_at) == ("lodged", COUNTY, None)
    assert again.accept_due_on > later.date()


def test_against_the_authority_there_is_no_appeal_here(cast: Cast):
    """What the county ended goes to other remedies than this platform."""
    made = complain(buy())
    progress.move(
        made.complaint.pk, "transfer", actor=cast.people["chenguang"], facts={"desk": COUNTY, "reason": "x"}, at=LATER
    )
    progress.move(made.complaint.pk, "refuse", actor=cast.people["dongping"], facts=ANSWERS, at=LATER)
    assert timeline.open_to_complainant(now(made)) == []
    with pytest.raises(ValidationError):
        progress.by_complainant(made.token, "appeal-end", at=LATER, text="?")


@pytest.mark.requirement("G22-2.6")
@pytest.mark.parametrize(("reading", "days"), [("excluded", 10), ("counted", 0)])
def test_the_clock_stands_still_during_testing(lodged: Lodged, move, settings, reading: str, days: int):
    """Ten days at the verification body do not count, unless the province reads the orders otherwise."""
    settings.TESTING_TIME = reading
    move("accept")
    before = now(lodged).mediate_due_on
    move("send-for-testing")
    with pytest.raises(ValidationError):
        move("send-for-testing")
    assert now(lodged).stopped_on == date(2026, 11, 20)
    move("testing-done", at=LATER + timedelta(days=10))
    assert now(lodged).mediate_due_on >= before + timedelta(days=days)
    assert (now(lodged).mediate_due_on == before) is (days == 0)
    with pytest.raises(ValidationError):
        move("testing-done")


@pytest.mark.requirement("T4-4.2.4.4")
def test_the_market_recovers_what_it_paid_first(lodged: Lodged, move):
    """Advanced 500.36; recovered in two parts, also after the complaint was closed; never more than is open."""
    for name in ("accept", "start-mediation", "agree", "advance"):
        move(name)
    assert now(lodged).to_recover_fen == 50_036
    move("recover", recovered_fen="300")
    move("close")
    with pytest.raises(ValidationError) as refusal:
        move("recover", recovered_fen="200.37")
    assert refused_fields(refusal) == ["recovered_fen"]
    event = move("recover", recovered_fen="200.36")
    assert (now(lodged).to_recover_fen, now(lodged).state, event.shown_to_complainant) == (0, "closed", False)
    with pytest.raises(ValidationError):
        move("recover", recovered_fen="0")


@pytest.mark.requirement("T4-4.2.4.4")
def test_nobody_is_paid_twice(cast: Cast, lodged: Lodged, move):
    """Paid, closed, taken up again, agreed on the same: there is nothing more to pay; it is closed with an answer."""
    for name in ("accept", "start-mediation", "agree", "pay", "close"):
        move(name)
    move("reopen", "dongping")
    for name in ("start-mediation", "agree"):
        move(name)
    with pytest.raises(ValidationError) as refusal:
        move("pay")
    assert refused_fields(refusal) == ["paid_fen"]
    assert settle.paid_fen(now(lodged)) == 50_036
    offered = {one.name for one in progress.moves_open_to(now(lodged), cast.people["chenguang"])}
    assert "close" in offered
    assert not {"pay", "advance"} & offered
    assert move("close").state == "closed"


@pytest.mark.requirement("T4-4.2.4.4")
def test_more_is_agreed_and_the_difference_paid(lodged: Lodged, move):
    """Taken up again and agreed on 600: a hundred more, not six hundred."""
    for name in ("accept", "start-mediation", "agree", "pay", "close"):
        move(name)
    move("reopen", "dongping")
    move("start-mediation")
    move("agree", compensation_fen="600")
    with pytest.raises(ValidationError):
        move("pay", paid_fen="99.99")
    assert move("pay", paid_fen="100").state == "remedied"


def test_what_is_missing_is_asked_for_and_supplied(lodged: Lodged, move):
    """With a day; the complainant answers by the link, and the desk reads it."""
    move("ask-papers", papers_due_on="2026-11-30", text="请补充照片")
    assert "supply" in timeline.open_to_complainant(now(lodged))
    with pytest.raises(ValidationError):
        progress.by_complainant(lodged.token, "supply", at=LATER, text="  ")
    progress.by_complainant(lodged.token, "supply", at=LATER, text="照片在此")
    assert [step.detail for step in timeline.steps(now(lodged))][-2:] == ["请补充照片 (by 2026-11-30)", "照片在此"] or [
        step.detail for step in timeline.steps(now(lodged))
    ][-2:] == ["请补充照片（2026-11-30 前）", "照片在此"]


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-01"])
def test_a_day_is_a_day(move, day: str):
    """A form that says no day records nothing."""
    with pytest.raises(ValidationError) as refusal:
        move("ask-papers", papers_due_on=day)
    assert refused_fields(refusal) == ["papers_due_on"]


def test_a_role_without_the_move_is_told_so_first(cast: Cast, lodged: Lodged):
    """An operator does not transfer; nor does a manager reopen."""
    for name, who in (("transfer", "stallholder"), ("reopen", "chenguang")):
        with pytest.raises(MoveNotAllowed):
            progress.move(lodged.complaint.pk, name, actor=cast.people[who], facts=ANSWERS, at=LATER)
    assert not Report.objects.exists()


def test_another_county_gets_nothing_by_a_transfer(cast: Cast, lodged: Lodged, move):
    """Handing it up to the city shows nothing to the county next door."""
    move("transfer", desk=CITY)
    cast.people["next-door"] = enrol(username="nd", name="nd", role="regulator", area="99/01/02/", password=PASSWORD)
    with pytest.raises(Complaint.DoesNotExist):
        move("accept", "next-door")
