"""After a change of the law, what is kept of it beside each instrument is told anew."""

from datetime import date

import pytest

from quanheng.register.models import Instrument, InstrumentState
from quanheng.register.record import Report, record
from quanheng.register.retell import retell
from tests.cast import Cast, noon_of

pytestmark = pytest.mark.requirement("N25-3.1", "T4-4.2.5")


def test_a_networked_scale_in_use_may_stay_until_2030(cast: Cast):
    """Networked, not conforming, in use since 2025: the notice lets it stay until 2030-01-08, not its verification."""
    state = InstrumentState.objects.get(instrument=cast.scales["TS-1"])
    assert (state.replace_by, state.due_on) == (date(2030, 1, 8), date(2027, 5, 31))


def test_a_check_scale_need_not_be_replaced(cast: Cast):
    """The notice speaks of price-computing scales; a check scale computes no price."""
    assert InstrumentState.objects.get(instrument=cast.scales["CS-1"]).replace_by is None


def test_a_corrected_instrument_is_told_anew(cast: Cast):
    """A scale that was entered as networked and is not has to go three years earlier; the neighbours stay."""
    Instrument.objects.filter(device_id__in=["TS-1", "TS-3"]).update(networked=False)
    assert retell("99/01/01/") == 4
    kept = dict(InstrumentState.objects.values_list("instrument__device_id", "replace_by"))
    assert kept["TS-1"] == date(2027, 1, 7)
    assert kept["TS-3"] == date(2030, 1, 8)


def test_a_run_that_was_killed_goes_on_behind_the_number_it_told(cast: Cast):
    """Four instruments of a county, two of them told anew before: the other two are left."""
    numbers = Instrument.objects.filter(area__startswith="99/01/01/").order_by("pk").values_list("pk", flat=True)
    assert retell("99/01/01/", after=numbers[1]) == 2


def test_a_broken_seal_leaves_no_day_on_which_it_is_due(cast: Cast):
    """Where no verification holds there is nothing that could run out."""
    record(cast.scales["TS-1"], Report("seal-broken", noon_of(date(2026, 7, 1)), "seal"), source="staff")
    assert InstrumentState.objects.get(instrument=cast.scales["TS-1"]).due_on is None
