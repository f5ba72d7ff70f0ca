"""The complainant's own verdict on how it was handled, when it has ended."""

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import progress, rate, timeline
from quanheng.cases.models import Complaint
from tests.shopping import LATER, complain

pytestmark = pytest.mark.requirement("T4-5.3.3", "G22-2.6")


@pytest.fixture
def refused_one(cast) -> Complaint:
    """A complaint without a re-weighing, refused on a lawful ground."""
    complaint = complain("TS-1").complaint
    facts = {"ground": "not-competent"}
    progress.move(complaint.pk, "refuse", actor=cast.people["chenguang"], facts=facts, at=LATER)
    return Complaint.objects.get()


def test_a_good_rating_needs_no_reason(refused_one):
    """One touch; the event is appended and seen by both sides."""
    event = rate.rate(refused_one.pk, stars=5, reason="", at=LATER)
    assert (event.move, event.state, event.facts) == ("rate", "refused", {"stars": 5})
    assert Complaint.objects.get().stars == 5
    assert timeline.steps(refused_one)[-1].detail == "5 星（满分 5 星）。"


@pytest.mark.parametrize(("stars", "needs"), [(1, True), (2, True), (3, False)])
def test_a_bad_rating_needs_its_reason(refused_one, stars, needs):
    """Two stars or fewer without a word help nobody; three are no complaint."""
    if needs:
        with pytest.raises(ValidationError) as wrong:
            rate.rate(refused_one.pk, stars=stars, reason="  ", at=LATER)
        assert list(wrong.value.message_dict) == ["reason"]
        assert Complaint.objects.get().stars is None
    rate.rate(refused_one.pk, stars=stars, reason="没有人回电话" if needs else "", at=LATER)
    assert Complaint.objects.get().stars == stars


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(("stars", "reason", "field"), [(0, "", "stars"), (6, "", "stars"), (1, "\x00", "reason")])
def test_impossible_ratings_are_answered_at_their_field(refused_one, stars, reason, field):
    """And nothing is written."""
    with pytest.raises(ValidationError) as wrong:
        rate.rate(refused_one.pk, stars=stars, reason=reason, at=LATER)
    assert list(wrong.value.message_dict) == [field]


def test_it_is_rated_once(refused_one):
    """The same rating sent twice by a bad network is one; another one is refused."""
    first = rate.rate(refused_one.pk, stars=1, reason="慢", at=LATER)
    assert rate.rate(refused_one.pk, stars=1, reason="慢", at=LATER) == first
    with pytest.raises(ValidationError):
        rate.rate(refused_one.pk, stars=5, reason="", at=LATER)
    assert refused_one.events.filter(move="rate").count() == 1


def test_what_is_taken_up_again_is_rated_again(cast, refused_one):
    """The old rating stays in the story; the new end gets one of its own."""
    rate.rate(refused_one.pk, stars=1, reason="没有人来看", at=LATER)
    progress.by_owner(refused_one.pk, "appeal-end", at=LATER, text="请主管部门看一看")
    assert Complaint.objects.get().stars is None
    with pytest.raises(ValidationError):
        rate.rate(refused_one.pk, stars=5, reason="", at=LATER)
    facts = {"ground": "not-competent"}
    progress.move(refused_one.pk, "refuse", actor=cast.people["dongping"], facts=facts, at=LATER)
    rate.rate(refused_one.pk, stars=4, reason="", at=LATER)
    assert [event.facts["stars"] for event in refused_one.events.filter(move="rate")] == [1, 4]


def test_an_open_complaint_is_not_rated_yet(cast):
    """Nothing has been handled that could be rated."""
    complaint = complain("TS-1").complaint
    assert not rate.can_rate(complaint)
    with pytest.raises(ValidationError):
        rate.rate(complaint.pk, stars=5, reason="", at=LATER)


def test_who_withdrew_does_not_rate(cast):
    """They ended it themselves."""
    lodged = complain("TS-1")
    progress.withdraw(lodged.token, at=LATER)
    assert not rate.can_rate(Complaint.objects.get())
