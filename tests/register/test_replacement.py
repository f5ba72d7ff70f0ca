"""How many scales are to be replaced by when, how it goes, and who will miss the day (N25-3.1)."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Sum
from django.db.models.functions import Left
from hypothesis import given
from hypothesis import strategies as st

from quanheng.register import replacement
from quanheng.register.divisions import Division
from quanheng.register.models import Instrument, InstrumentState, ReplacementDay, ReplacementLevel
from quanheng.register.record import Report, record
from quanheng.register.replacement_pace import outlook
from quanheng.register.retell import retell
from tests.cast import Cast, noon_of

pytestmark = pytest.mark.requirement("N25-3.1")

TODAY = date(2026, 11, 20)
SOON, LATER = date(2027, 1, 7), date(2030, 1, 8)
EAST, WEST = "99/01/01/", "99/01/02/"


def test_the_days_are_those_of_the_notice():
    """Use must conform from 2027-01-08; networked scales in use may stay to 2030-01-08."""
    assert replacement.deadlines(TODAY) == [SOON, LATER]


@pytest.mark.django_db
def test_stocks_by_county_and_day(cast: Cast):
    """Of 东屏区's two trade scales one is not networked and has to go three years earlier; check scales stay."""
    Instrument.objects.filter(device_id="TS-1").update(networked=False)
    retell()
    found = replacement.stocks(Division("99/01/"))
    assert found[EAST].by_day == {SOON: 1, LATER: 1}
    assert found[WEST].by_day == {LATER: 1}
    assert replacement.stocks(Division("99/01/01/m001/"))["99/01/01/m001/"].by_day == {SOON: 1, LATER: 1}


@pytest.mark.django_db
def test_a_scrapped_scale_is_replaced(cast: Cast):
    """Whoever scraps the last old scale of a county has nothing left to do."""
    record(cast.scales["TS-3"], Report("scrapped", noon_of(TODAY), "gone"), source="staff")
    assert replacement.stocks(Division(WEST)).get(WEST, replacement.Stock()).to_replace == 0


@pytest.mark.django_db
def test_history_adds_up_to_what_there_is(cast: Cast):
    """Each night's row is a change; their sum is the stock, and a second run the same night adds nothing."""
    assert replacement.keep_day(TODAY - timedelta(days=20)) == 2
    record(cast.scales["TS-1"], Report("scrapped", noon_of(TODAY), "gone"), source="staff")
    assert replacement.keep_day(TODAY) == 1
    assert replacement.keep_day(TODAY) == 0
    told = [(on, stock.to_replace) for on, stock in replacement.history(Division("99/01/"))]
    assert told == [(TODAY - timedelta(days=20), 3), (TODAY, 2)]
    record(cast.scales["TS-2"], Report("scrapped", noon_of(TODAY), "gone"), source="staff")
    replacement.keep_day(TODAY)
    assert ReplacementDay.objects.get(on=TODAY).change == -2


@pytest.mark.django_db
def test_a_night_is_compared_with_what_all_nights_add_up_to(cast: Cast):
    """After forty nights of scrapping, stopping and putting back, the level kept beside the history is its recount, and
    so is the stock of the register itself."""
    numbers, scales = Random(7), [one for one in cast.scales.values() if one.device_id.startswith("TS")]
    for night in range(40):
        on = TODAY + timedelta(days=night)
        for turn in range(numbers.randrange(3)):
            kind = numbers.choice(("stopped", "put-into-use", "put-on-standby"))
            record(numbers.choice(scales), Report(kind, noon_of(on), f"{night}-{turn}"), source="staff")
        replacement.keep_day(on)
    days = ReplacementDay.objects.values_list("county", "replace_by").annotate(Sum("change"))
    recount = {(county, day): n for county, day, n in days if n}
    levels = ReplacementLevel.objects.exclude(n=0).values_list("county", "replace_by", "n")
    assert {(county, day): n for county, day, n in levels} == recount
    assert ReplacementDay.objects.count() > 10
    there = Counter(
        InstrumentState.objects.filter(kind="trade-scale", status__in=replacement.STATUSES).values_list(
            Left("area", 9), "replace_by"
        )
    )
    assert dict(there) == recount


@pytest.mark.django_db
def test_who_stands_still_is_behind(cast: Cast):
    """东屏区 replaced one of two in twenty days and will be done in time; 西渡县 replaced none and is named."""
    replacement.keep_day(TODAY - timedelta(days=20))
    record(cast.scales["TS-1"], Report("scrapped", noon_of(TODAY), "gone"), source="staff")
    replacement.keep_day(TODAY)
    late = replacement.behind(Division("99/01/"), TODAY)
    assert [(one.area, one.outlook.code, one.outlook.deadline) for one in late] == [(WEST, "standstill", LATER)]
    stock = replacement.stocks(Division(EAST))[EAST]
    done, going = replacement.whole_outlook(Division(EAST), stock, TODAY)
    assert (done.code, going.code, going.done_on) == ("done", "in-time", TODAY + timedelta(days=20))


@pytest.mark.django_db
def test_a_first_filling_is_no_pace(cast: Cast):
    """On the day the history begins nothing is said of the pace: the filling of the register is not a change."""
    replacement.keep_day(TODAY)
    assert replacement.behind(Division("99/01/"), TODAY) == []


@pytest.mark.django_db
def test_places_with_most_left_come_first(cast: Cast):
    """A county sees which markets still have old scales."""
    assert replacement.places_to_do("99/01/", 10) == [(cast.chenguang, 2), (cast.hewan, 1)]


@pytest.mark.parametrize(
    ("left", "replaced", "days", "code", "done_on"),
    [
        (0, 5, 30, "done", TODAY),
        (48, 30, 30, "in-time", SOON),  # 48 days are left, one a day
        (49, 30, 30, "late", SOON + timedelta(days=1)),
        (10, 0, 30, "standstill", None),
        (10, -3, 30, "standstill", None),  # more were found than replaced
        (10, 5, 1, "too-early", None),
    ],
)
def test_outlook(left: int, replaced: int, days: int, code: str, done_on: date | None):
    """Done on the last lawful day is in time, a day later is not; without a pace nothing is promised."""
    view = outlook(left, replaced, days, TODAY, SOON)
    assert (view.code, view.done_on) == (code, done_on)


def test_after_the_day_everything_left_is_late():
    """A scale still there after its last lawful day is late, whatever the pace."""
    assert outlook(1, 1000, 30, SOON + timedelta(days=1), SOON).code == "late"


@given(left=st.integers(1, 10**6), replaced=st.integers(-100, 10**6), days=st.integers(0, 30))
def test_the_forecast_is_the_first_day_on_which_the_pace_suffices(left: int, replaced: int, days: int):
    """At that pace all are replaced by the day forecast, and not a day earlier."""
    view = outlook(left, replaced, days, TODAY, LATER)
    if view.done_on is not None:
        until = (view.done_on - TODAY).days
        assert until * replaced >= left * days > (until - 1) * replaced
