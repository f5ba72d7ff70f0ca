"""What a region has and how much of it is verified, from the ledgers; and as exact as a count on the day itself."""

from datetime import date, timedelta

import pytest

from quanheng.register import statistics
from quanheng.register.divisions import Division
from quanheng.register.markets import markets, with_instruments
from quanheng.register.models import InstrumentState
from quanheng.register.record import Report, record
from tests.cast import Cast, noon_of

pytestmark = pytest.mark.requirement("T4-5.3.2.2")

LAST_DAY = date(2027, 5, 31)  # of every verification of the cast


def whole(area: str, on: date) -> statistics.Figures:
    return statistics.total(statistics.figures(Division(area), on).values())


def test_each_county_has_its_own_figures(cast: Cast):
    """Three scales and a check scale more in 东屏区, two instruments in 西渡县."""
    found = statistics.figures(Division("99/01/"), date(2026, 11, 20))
    assert {area: part.total_in_use for area, part in found.items()} == {"99/01/01/": 4, "99/01/02/": 2}
    assert {area: part.markets for area, part in found.items()} == {"99/01/01/": 1, "99/01/02/": 1}
    assert found["99/01/01/"].in_use == {"trade-scale": 2, "check-scale": 2}


@pytest.mark.parametrize(("on", "valid"), [(LAST_DAY, 6), (LAST_DAY + timedelta(days=1), 0), (date(2027, 5, 1), 6)])
def test_the_last_day_is_still_valid(cast: Cast, on: date, valid: int):
    """A verification holds to the end of its last day, also where that day stands within a counted month."""
    assert (whole("", on).valid, whole("", on).overdue) == (valid, 6 - valid)


@pytest.mark.parametrize("area", ["", "99/", "99/01/", "99/01/01/", "99/01/01/m001/", "99/01/01/m001/s001/"])
@pytest.mark.parametrize("on", [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 15), date(2027, 2, 1)])
def test_figures_are_those_of_a_count(cast: Cast, area: str, on: date):
    """Months before, the running month and the months after add up to what asking each instrument gives."""
    ends = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 14), date(2027, 1, 15), date(2027, 1, 31)]
    for day, device_id in zip(ends, ("TS-1", "TS-2", "TS-3", "CS-1", "CS-2"), strict=True):
        certificate = {"valid_until": day.isoformat()}
        report = Report("verified", noon_of(date(2026, 8, 1)), "again", certificate)
        record(cast.scales[device_id], report, source="staff")
    below = InstrumentState.objects.filter(area__startswith=area, status="in-use")
    found = whole(area, on)
    assert found.valid == below.filter(due_on__gte=on).count()
    assert found.overdue == below.filter(due_on__lt=on).count()
    assert found.total_in_use == found.valid + found.without_valid == below.count()


def test_a_broken_seal_is_in_use_without_a_verification(cast: Cast):
    """It is not overdue: no day has passed; but it counts against the rate."""
    record(cast.scales["TS-1"], Report("seal-broken", noon_of(date(2026, 7, 1)), "seal"), source="staff")
    found = whole("99/01/01/", date(2026, 11, 20))
    assert (found.valid, found.overdue, found.unverified, found.valid_per_mille) == (3, 0, 1, 750)


def test_a_region_without_instruments_has_no_rate(cast: Cast):
    """Nothing of nothing is neither 0 nor 100 per cent."""
    assert whole("98/", date(2026, 11, 20)).valid_per_mille is None


def test_markets_are_named_with_what_they_have_in_use(cast: Cast):
    """The statistics name each market with its number of instruments in use, page after page."""
    named = [(market.place.name, market.in_use) for market in with_instruments(list(markets("99/01/")))]
    assert named == [("晨光农贸市场", 4), ("河湾农贸市场", 2)]
    assert [place.name for place in markets("99/01/", cast.chenguang.area)] == ["河湾农贸市场"]
