"""The queue of the desk, narrowed by what a person of an office looks for."""

from datetime import date, timedelta

import pytest

from quanheng.cases import desk, progress, queue
from quanheng.cases.models import Complaint
from quanheng.cases.models.complaint import OPEN_STATES
from quanheng.cases.supervision import supervise
from tests.cast import Cast
from tests.shopping import LATER, buy, complain, short_purchase

pytestmark = [pytest.mark.requirement("T4-4.2.4.8", "QH-lists"), pytest.mark.django_db]


@pytest.fixture
def short(cast: Cast) -> Complaint:
    """青禾蔬菜: 60 g of a kilogram missing."""
    return complain(short_purchase(), key="a-key-of-the-short-one").complaint


@pytest.fixture
def unweighed(cast: Cast) -> Complaint:
    """果子摊 in the other county, never weighed again."""
    return complain(buy("TS-3", seq=9), key="a-key-of-the-other-one").complaint


def numbers(cast: Cast, who: str = "city", tab: str = queue.OPEN, **wanted: object) -> set[str]:
    return {one.number for one in queue.rows(cast.people[who], tab, queue.Wanted(**wanted))}


def test_the_index_knows_the_open_states_of_the_law():
    """The queue's index is written for certain states: a state added to the flow has to be added there."""
    assert list(OPEN_STATES) == desk.open_states()


@pytest.mark.parametrize(
    ("wanted", "hit"),
    [
        ({"words": "青禾"}, "short"),
        ({"words": "河湾"}, "unweighed"),
        ({"weighed": "exceeded"}, "short"),
        ({"weighed": "not-weighed"}, "unweighed"),
    ],
)
def test_each_filter_finds_its_own(cast: Cast, short: Complaint, unweighed: Complaint, wanted: dict, hit: str):
    """One of the two is found, the other not."""
    assert numbers(cast, **wanted) == {{"short": short, "unweighed": unweighed}[hit].number}


def test_what_nothing_matches_finds_nothing(cast: Cast, short: Complaint, unweighed: Complaint):
    """No complaint is about an amount, bears a card, or was weighed again without an excess."""
    for wanted in ({"category": "wrong-amount"}, {"card": "proposed"}, {"weighed": "not-exceeded"}, {"words": "没有"}):
        assert numbers(cast, **wanted) == set()


def test_by_number_and_by_day(cast: Cast, short: Complaint, unweighed: Complaint):
    """A number is found by its beginning; both days of a span are included, the next day is not."""
    day = date(2026, 11, 20)
    assert numbers(cast, words=short.number.lower()) == {short.number}
    assert len(numbers(cast, since=day, until=day)) == 2
    assert numbers(cast, since=day + timedelta(days=1)) == numbers(cast, until=day - timedelta(days=1)) == set()


def test_in_whose_hands(cast: Cast, short: Complaint):
    """First in the market's; after its last day in the county's, and the market still sees where it is."""
    assert numbers(cast, "chenguang", hands="mine") == {short.number}
    assert numbers(cast, "dongping", hands="mine") == numbers(cast, "dongping", hands="handed-up") == set()
    supervise(LATER + timedelta(days=12))
    assert numbers(cast, "chenguang", hands="mine") == set()
    assert numbers(cast, "chenguang", hands="another") == {short.number}
    assert numbers(cast, "dongping", hands="mine") == numbers(cast, "dongping", hands="handed-up") == {short.number}


def test_a_stranger_finds_nothing_by_any_filter(cast: Cast, short: Complaint):
    """The other county's people, whatever they ask for."""
    for wanted in ({}, {"words": short.number}, {"words": "青禾"}, {"weighed": "exceeded"}, {"hands": "another"}):
        assert numbers(cast, "xidu", **wanted) == set()


def test_what_the_market_paid_first_is_to_be_recovered(cast: Cast, short: Complaint, unweighed: Complaint):
    """Also when the complaint has ended; until the operator has paid it back."""
    Complaint.objects.filter(pk=short.pk).update(to_recover_fen=50_000, state="closed")
    assert numbers(cast, tab=queue.TO_RECOVER) == numbers(cast, tab=queue.ENDED) == {short.number}
    assert numbers(cast) == {unweighed.number}


def test_each_tab_says_how_many(cast: Cast, short: Complaint, unweighed: Complaint):
    """Two lodged; one accepted moves over; filters count too."""
    progress.move(short.pk, "accept", actor=cast.people["chenguang"], facts={}, at=LATER)

    def counted(wanted: queue.Wanted) -> dict[str, int]:
        tabs = ["open", "lodged", "accepted"]
        return queue.counts(lambda tab: queue.rows(cast.people["city"], tab, wanted), tabs)

    assert counted(queue.Wanted()) == {"open": 2, "lodged": 1, "accepted": 1}
    assert counted(queue.Wanted(words="青禾")) == {"open": 1, "lodged": 0, "accepted": 1}


def test_the_clock_that_runs_orders_the_queue(cast: Cast, short: Complaint, unweighed: Complaint):
    """Accepted first, so its day is later; and while a test stands, it waits after all others."""
    progress.move(short.pk, "accept", actor=cast.people["chenguang"], facts={}, at=LATER)
    short.refresh_from_db()
    assert short.due_on == short.mediate_due_on
    assert [one.pk for one in queue.rows(cast.people["city"], "open", queue.Wanted())] == [unweighed.pk, short.pk]
    progress.move(short.pk, "send-for-testing", actor=cast.people["chenguang"], facts={"text": "x"}, at=LATER)
    short.refresh_from_db()
    assert short.due_on == date(9999, 12, 31)


def test_what_has_ended_is_listed_by_the_day_of_lodging(cast: Cast, short: Complaint, unweighed: Complaint):
    """The one entered last was lodged a day before: it stands second, and the next page begins behind the first."""
    Complaint.objects.update(state="closed")
    Complaint.objects.filter(pk=unweighed.pk).update(lodged_at=short.lodged_at - timedelta(days=1))

    def listed(after: int | None = None) -> list[int]:
        mark = None if after is None else desk.Mark(date(9999, 12, 31), after)
        return [one.pk for one in queue.rows(cast.people["city"], queue.ENDED, queue.Wanted(), mark)]

    assert listed() == listed(after=10**9) == [short.pk, unweighed.pk]
    assert listed(after=short.pk) == [unweighed.pk]
    assert listed(after=unweighed.pk) == []
