"""How complaints are handled, counted once a night: medians, shares, and what the public is told of them."""

from datetime import date, timedelta

import pytest

from quanheng.cases import handling, progress
from quanheng.cases.models import Complaint, HandlingFigures
from tests.cast import Cast
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("T4-4.2.6", "QH-scope"), pytest.mark.django_db]
MONTH = date(2026, 11, 1)


@pytest.fixture
def counted(cast: Cast) -> None:
    """Three of 晨光: accepted after one, three and twenty days, of which the last was too late; one of 河湾 waits."""
    for seq, days in enumerate((1, 3, 20), start=5):
        made = complain(buy(seq=seq), key=f"a-key-of-number-{seq}").complaint
        at = LATER + timedelta(days=days)
        progress.move(made.pk, "accept", actor=cast.people["chenguang"], facts={}, at=at)
    progress.by_owner(made.pk, "withdraw", at=at)
    Complaint.objects.filter(pk=made.pk).update(stars=2)
    complain(buy("TS-3", seq=9), key="a-key-of-the-other-county")
    handling.count(LATER + timedelta(days=30))


def test_a_county_reads_its_medians_and_shares(cast: Cast, counted: None):
    """Three lodged, two of three decided in time, three days in the middle, one ended after twenty, two stars."""
    told = handling.handling(cast.people["dongping"], "99/01/01/")
    whole = told.whole
    assert (whole.lodged, whole.ended, whole.decided, whole.decided_in_time) == (3, 1, 3, 2)
    assert (round(whole.days_to_decide, 3), round(whole.days_to_end, 3)) == (3, 20)
    assert (whole.rated, whole.stars, whole.remedied) == (1, 2, 0)
    assert [(row.month, row.lodged) for row in told.months] == [(MONTH, 3)]
    assert [(row.category, row.lodged) for row in told.categories] == [("short-weight", 3)]


def test_each_level_counts_what_lies_below(cast: Cast, counted: None):
    """Four in the city and in the nation; the city's parts are its two counties, a county's its markets."""
    city = cast.people["city"]
    assert handling.handling(city, "99/01/").whole.lodged == 4
    assert HandlingFigures.objects.get(area="", month=None, category="").lodged == 4
    assert [(row.area, row.lodged) for row in handling.parts(city, "99/01/")] == [("99/01/01/", 3), ("99/01/02/", 1)]
    assert [row.area for row in handling.parts(city, "99/01/01/")] == [cast.chenguang.area]


def test_a_stranger_reads_nothing(cast: Cast, counted: None):
    """The other county, and a market above its own area."""
    assert handling.handling(cast.people["xidu"], "99/01/01/").whole is None
    assert [row.area for row in handling.parts(cast.people["xidu"], "99/01/")] == ["99/01/02/"]
    assert handling.handling(cast.people["chenguang"], "99/01/").whole is None


def test_counted_again_it_is_the_same(cast: Cast, counted: None):
    """A second count the same night adds nothing."""
    before = HandlingFigures.objects.count()
    assert handling.count(LATER + timedelta(days=30)) == before == HandlingFigures.objects.count()


def test_few_are_not_published(cast: Cast, counted: None):
    """Three complaints of a county are not told to the public; five are."""
    assert list(handling.published(MONTH)) == []
    for seq in (20, 21):
        complain(buy(seq=seq), key=f"a-key-of-number-{seq}")
    handling.count(LATER + timedelta(days=30))
    assert [(row.area, row.lodged) for row in handling.published(MONTH)] == [("99/01/01/", 5)]


def test_a_year_ago_is_left_out(cast: Cast, counted: None):
    """Twelve months are counted: in October of the next year this November is the first, in November it is gone."""
    assert handling.first_month(date(2027, 10, 31)) == MONTH
    assert handling.count(LATER + timedelta(days=370)) == 0
