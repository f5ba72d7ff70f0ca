"""What waits for a person today, and where an office goes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quanheng.cases import progress
from quanheng.cases.duties import duties
from quanheng.cases.market_overview import overview
from quanheng.register.record import Report, record
from tests.cast import Cast, noon_of
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("T4-4.2.6", "T4-5.3.2.2"), pytest.mark.django_db]


def waiting(cast: Cast, who: str, at=LATER) -> dict[str, int]:
    return {duty.name: duty.n for duty in duties(cast.people[who], at)}


def test_a_manager_finds_the_days_work(cast: Cast):
    """Nobody has checked the two check scales this week; nothing else is pressing."""
    assert waiting(cast, "chenguang") == {"not-checked": 2}
    assert waiting(cast, "hewan") == {"not-checked": 1, "check-scales-lacking": 1}


def test_what_has_run_out_is_pressing_and_what_will_is_not(cast: Cast):
    """The four verifications of 2027-05-31: a month before they come next, the day after they press."""
    nearly, after = noon_of(cast_day(-10)), noon_of(cast_day(1))
    assert waiting(cast, "chenguang", nearly)["due-soon"] == 4
    assert waiting(cast, "chenguang", after)["overdue"] == 4
    pressing = [duty.name for duty in duties(cast.people["chenguang"], after) if duty.is_pressing]
    assert "overdue" in pressing
    assert "due-soon" not in waiting(cast, "chenguang", after)


def cast_day(days: int):
    return timezone.datetime(2027, 5, 31).date() + timedelta(days=days)


def test_a_complaint_waits_then_presses_and_rests_while_something_is_tested(cast: Cast):
    """Open from the first hour; pressing when its last day has passed; not while the clock stands still."""
    made = complain(buy()).complaint
    assert waiting(cast, "chenguang")["complaints-open"] == 1
    late = LATER + timedelta(days=12)
    assert waiting(cast, "chenguang", late)["complaints-late"] == 1
    for name in ("accept", "send-for-testing"):
        progress.move(made.pk, name, actor=cast.people["chenguang"], facts={"text": "x"}, at=late)
    assert "complaints-late" not in waiting(cast, "chenguang", late + timedelta(days=200))


def test_a_damaged_label_and_a_lock_wait(cast: Cast):
    """Reported by the stall, told by the scale."""
    record(cast.scales["TS-1"], Report("label-damaged", LATER, "l"), source="staff")
    record(cast.scales["TS-2"], Report("housing-opened", LATER, "h"), source="device")
    assert {"labels": 1, "locked": 1}.items() <= waiting(cast, "chenguang").items()


@pytest.mark.requirement("QH-scope")
def test_the_neighbours_work_is_not_mine(cast: Cast):
    """The other county's lock and complaint wait for nobody here."""
    complain(buy("TS-3"))
    record(cast.scales["TS-3"], Report("housing-opened", LATER, "h"), source="device")
    assert "locked" not in waiting(cast, "chenguang")
    assert "complaints-open" not in waiting(cast, "dongping")
    assert waiting(cast, "stallholder") == {}


def test_the_market_with_the_most_open_matters_comes_first(cast: Cast):
    """晨光 has a complaint past its day, 河湾 lacks a check scale and missed one check."""
    complain(buy())
    late = LATER + timedelta(days=12)
    first, second = overview(cast.people["city"], "99/01/", late)
    assert (first.market, first.open_matters) == (cast.chenguang, 3)
    assert (first.in_use, first.complaints, first.complaints_late, first.not_checked) == (4, 1, 1, 2)
    assert (second.market, second.need.lacking, second.not_checked) == (cast.hewan, 1, 1)


@pytest.mark.requirement("QH-scope")
def test_an_overview_ends_at_the_border(cast: Cast):
    """The county next door is not in it, whatever area is asked for."""
    assert [one.market for one in overview(cast.people["dongping"], "99/01/", LATER)] == [cast.chenguang]
