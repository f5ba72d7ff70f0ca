"""How complaints are handled, counted where one changed: days of each step, shares, and the sums of places."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from quanheng.cases import handling, handling_count, progress, rate
from quanheng.cases.handling_course import course
from quanheng.cases.handling_sums import Sums
from quanheng.cases.models import Complaint, HandlingFigures, HandlingMark
from quanheng.law.complaint_flow import allowed
from quanheng.law.errors import MoveNotAllowed
from tests.cast import Cast
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("T4-4.2.6", "QH-scope"), pytest.mark.django_db]
MONTH = date(2026, 11, 1)
MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def in_december(monkeypatch):
    """The pages tell of the twelve months up to the one of the cast."""
    monkeypatch.setattr(handling, "localdate", lambda: date(2026, 12, 20))


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
    handling_count.count(LATER + timedelta(days=30))


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def test_a_county_reads_its_days_and_shares(cast: Cast, counted: None):
    """Three lodged, two of three decided in time, half within three days, one ended after twenty, two stars."""
    told = handling.handling(cast.people["dongping"], "99/01/01/")
    whole = told.whole
    assert (whole.lodged, whole.ended, whole.decided, whole.decided_in_time) == (3, 1, 3, 2)
    assert (whole.within("decide", 50), whole.within("decide", 90), whole.within("end", 50)) == (3, 20, 20)
    assert (whole.rated, whole.mean_stars, whole.remedied, whole.within("pay", 50)) == (1, 2, 0, None)
    assert [(month, sums.lodged) for month, sums in told.months.items()] == [(MONTH, 3)]
    assert {key: sums.lodged for key, sums in told.categories.items()} == {"short-weight": 3}
    assert {key: sums.lodged for key, sums in told.goods.items()} == {"vegetable": 3}


def test_each_level_counts_what_lies_below(cast: Cast, counted: None):
    """Four in the city and in the nation; the city's parts are its two counties, a county's its markets."""
    city = cast.people["city"]
    assert handling.handling(city, "99/01/").whole.lodged == 4
    assert HandlingFigures.objects.get(area="", by="").lodged == 4
    of_parts = handling.of_parts(city, [row.area for row in handling.parts(city, "99/01/")])
    assert {area: sums.lodged for area, sums in of_parts.items()} == {"99/01/01/": 3, "99/01/02/": 1}
    assert [row.area for row in handling.parts(city, "99/01/01/")] == [cast.chenguang.area]


def test_a_stranger_reads_nothing(cast: Cast, counted: None):
    """The other county, and a market above its own area."""
    assert handling.handling(cast.people["xidu"], "99/01/01/").whole is None
    assert [row.area for row in handling.parts(cast.people["xidu"], "99/01/")] == ["99/01/02/"]
    assert handling.handling(cast.people["chenguang"], "99/01/").whole is None


def test_a_night_without_a_change_counts_nothing(cast: Cast, counted: None):
    """And a number erased from a complaint changes no figure; a rating does, of its county and what lies above."""
    at = LATER + timedelta(days=31)
    assert handling_count.count(at) == 0
    Complaint.objects.update(contact_sealed="", desk="99/01/")
    assert handling_count.count(at) == 0
    Complaint.objects.filter(area__startswith="99/01/02/").update(stars=5)
    counted = []
    assert handling_count.count(at, counted.append) == 4
    assert counted == ["99/01/02/", "99/01/", "99/", ""]


def test_a_count_that_was_killed_goes_on(cast: Cast, counted: None, monkeypatch):
    """What it had done is kept, what it had not is still marked: nothing is counted twice and nothing forgotten."""
    before = everything()
    handling_count.mark_all()

    def die(_area: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        handling_count.count(LATER, die)
    assert set(HandlingMark.objects.values_list("area", flat=True)) == {"99/01/02/", "99/01/"}
    handling_count.count(LATER)
    assert everything() == before
    assert not HandlingMark.objects.exists()


def test_a_year_ago_is_left_out(cast: Cast, counted: None):
    """Twelve months are kept: in October of the next year this November is the first, in November it is gone."""
    assert handling_count.first_month(date(2027, 10, 31)) == MONTH
    handling_count.count(LATER + timedelta(days=370))
    assert not HandlingFigures.objects.exists()


def test_a_city_without_counties_counts_its_own_markets(cast: Cast, counted: None):
    """As 东莞 has none: the city reads its complaints, and the province adds up the city."""
    moved = "99/02/m001/"
    Complaint.objects.filter(area__startswith="99/01/02/").update(area=moved)
    handling_count.count(LATER + timedelta(days=30))
    lodged = dict(HandlingFigures.objects.filter(by="").values_list("area", "lodged"))
    markets = {cast.chenguang.area: 3, moved: 1}
    assert lodged == markets | {"": 4, "99/": 4, "99/01/": 3, "99/02/": 1, "99/01/01/": 3}


def test_days_are_those_of_the_law():
    """What is done on the same day took none; half and nine tenths are days of complaints that there were."""
    sums = Sums()
    for days in (0, 0, 1, 3, 3, 4, 7, 9, 12, 30):
        sums.enter(course(MONDAY, [("accept", on(days))], None, to_recover_fen=0), ended=False, stars=None)
    assert (sums.within("decide", 50), sums.within("decide", 90), sums.took("decide")) == (3, 12, 10)
    assert (sums.decided, sums.decided_in_time) == (10, 8)  # seven working days from 2 November end on the 11th
    assert sums.within("mediate", 50) is None


def test_each_step_has_its_days():
    """Accepted on day 2, agreed on 10, paid by the market on 11, ended on 12, got back from the operator on 40."""
    deeds = [("accept", on(2)), ("agree", on(10)), ("advance", on(11)), ("recover", on(30)), ("recover", on(40))]
    run = course(MONDAY, deeds, on(12), to_recover_fen=0)
    assert run.days == {"decide": 2, "mediate": 8, "pay": 1, "end": 12, "recover": 29}
    assert (run.decided_in_time, run.mediated_in_time, run.remedied) == (True, True, True)
    assert "recover" not in course(MONDAY, deeds, on(12), to_recover_fen=100).days


def test_an_appeal_does_not_make_a_late_decision_one_in_time():
    """Refused on day 20, it was late, though the appeal set the day of acceptance anew; the first decision counts."""
    deeds = [("refuse", on(20)), ("accept", on(25))]
    assert course(MONDAY, deeds, None, to_recover_fen=0).decided_in_time is False
    assert course(MONDAY, [("refuse", on(9)), ("accept", on(30))], None, to_recover_fen=0).decided_in_time is True


def test_days_of_testing_are_not_late(settings):
    """Sixty days for mediation; a test of ten days moves the last one, where an installation does not count them."""
    deeds = [("accept", on(0)), ("send-for-testing", on(5)), ("testing-done", on(15)), ("agree", on(68))]
    settings.TESTING_TIME = "excluded"
    assert course(MONDAY, deeds, None, to_recover_fen=0).mediated_in_time is True
    settings.TESTING_TIME = "counted"
    assert course(MONDAY, deeds, None, to_recover_fen=0).mediated_in_time is False


def everything() -> list[tuple]:
    names = [field.name for field in HandlingFigures._meta.fields if field.name != "id"]
    return sorted(tuple(map(str, row)) for row in HandlingFigures.objects.values_list(*names))


FACTS = {
    "ground": "not-competent",
    "refund_fen": "360",
    "compensation_fen": "50000",
    "paid_fen": "50360",
    "recovered_fen": "50360",
    "reason": "讲明原因",
    "answer": "已答复",
    "text": "说明",
    "place": "河湾农贸市场",
}


@pytest.mark.parametrize("seed", range(4))
def test_what_changed_counted_is_what_all_counted_is(cast: Cast, seed: int):
    """Whatever moves complaints make, in whatever order, with a night now and then: a full count finds the same."""
    draw, at = Random(seed), LATER
    complaints = [
        complain(buy(scale, seq=seq), key=f"a-key-of-the-{seq}-th").complaint.pk
        for seq, scale in enumerate(("TS-1", "TS-2", "TS-3") * 3, start=20)
    ]
    for _turn in range(60):
        at += timedelta(hours=draw.randrange(40))
        one_move(cast, draw, draw.choice(complaints), at)
        if draw.random() < 0.15:
            handling_count.count(at)
    handling_count.count(at)
    found = everything()
    assert found
    HandlingFigures.objects.all().delete()
    handling_count.mark_all()
    handling_count.count(at)
    assert everything() == found


def one_move(cast: Cast, draw: Random, number: int, at: datetime) -> None:
    """Any that is open to a manager, to the city's office or to the complainant; what is refused changes nothing."""
    complaint = Complaint.objects.get(pk=number)
    manager = cast.people["chenguang" if complaint.area.startswith("99/01/01/") else "hewan"]
    if complaint.stars is None and complaint.state in ("closed", "refused") and draw.random() < 0.3:
        rate.rate(number, stars=draw.randint(3, 5), reason="", at=at)
        return
    who, role = draw.choice([(manager, "market-manager"), (cast.people["city"], "regulator"), (None, "consumer")])
    moves = allowed(complaint.state, role)
    if not moves:
        return
    move = draw.choice(moves).name
    try:
        if who is None:
            progress.by_owner(number, move, at=at, text="说明")
        else:
            progress.move(number, move, actor=who, facts=FACTS, at=at)
    except (MoveNotAllowed, progress.ValidationError):
        assert connection.in_atomic_block
