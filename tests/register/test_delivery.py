"""A maker's delivery list becomes the register."""

from datetime import date

import pytest

from quanheng.register.delivery import DeliveryRefused, enter
from quanheng.register.kinds.told import described
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState, Kind, Place, Stall, StallOperator
from quanheng.register.models.instrument import PRICE_SCALES
from quanheng.register.record import state_on
from quanheng.register.standing import standing
from quanheng.simulator.fleet import manifest
from tests.cast import Cast

pytestmark = pytest.mark.requirement("T4-4.2.2")


@pytest.mark.django_db
def test_a_delivery_entered_twice_is_there_once() -> None:
    """A maker may send the same list again without doubling a scale."""
    delivery = manifest(7)
    delivered = len(delivery["instruments"]) + len(delivery["unconnected"])
    assert enter(delivery) == delivered
    events = InstrumentEvent.objects.count()
    assert enter(delivery) == 0
    assert (Instrument.objects.count(), InstrumentEvent.objects.count()) == (delivered, events)
    assert Stall.objects.filter(market__area="99/01/01/m001/").count() == 31


@pytest.mark.django_db
def test_one_bad_row_refuses_the_whole_delivery() -> None:
    """A list with a broken key enters nothing at all, and says which scale it was."""
    delivery = manifest(7)
    delivery["instruments"][5]["public_key"] = "AAAA"
    with pytest.raises(DeliveryRefused, match=delivery["instruments"][5]["device_id"]):
        enter(delivery)
    assert not Instrument.objects.exists()


@pytest.mark.django_db
@pytest.mark.requirement("T4-5.1.1", "T4-5.1.3")
def test_the_city_has_places_and_instruments_of_every_kind() -> None:
    """Every kind of the documents stands somewhere, with particulars that its kind knows and a past of its own."""
    enter(manifest(7))
    assert set(Instrument.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert Place.objects.get(kind="filling-station").instrument_set.count() == 6
    dispenser = described(Instrument.objects.get(device_id="JY-001"))
    assert [nozzle.product for nozzle in dispenser.nozzles] == ["92", "95", "0"]
    chenguang, hewan = Place.objects.filter(kind="market").order_by("area")
    assert (chenguang.selling_areas.count(), hewan.selling_areas.count(), hewan.entrances.count()) == (0, 4, 3)
    assert StallOperator.objects.filter(licence_number__startswith="演示照", until=None).count() == 61
    states = InstrumentState.objects.exclude(kind__in=PRICE_SCALES)
    assert states.filter(valid_until__lt=date(2026, 11, 20)).exists()
    assert states.filter(valid_until__range=(date(2026, 11, 20), date(2026, 12, 20))).exists()
    assert {"scrapped", "stopped", "in-use"} <= set(states.values_list("status", flat=True))


@pytest.mark.django_db
@pytest.mark.requirement("T4-4.2.5", "N25-3.5")
def test_a_standby_scale_was_lent_and_came_back() -> None:
    """On standby since it was delivered, three days at a stall, and on its shelf again."""
    enter(manifest(7))
    standby = Instrument.objects.get(device_id="M001-S1")
    lent = InstrumentEvent.objects.get(instrument=standby, kind="lent")
    assert state_on(standby, lent.happened_at).area == "99/01/01/m001/s004/"
    assert (standby.state.status, standby.state.area) == ("standby", "99/01/01/m001/")


@pytest.mark.django_db
def test_particulars_of_another_kind_are_refused() -> None:
    """A charger has a number of connectors and no word for it: nothing of such a list is entered."""
    delivery = manifest(7)
    row = next(one for one in delivery["unconnected"] if one["kind"] == "charger")
    row["details"] = {"connectors": "two"}
    with pytest.raises(DeliveryRefused, match=row["device_id"]):
        enter(delivery)
    assert not Instrument.objects.exists()


@pytest.mark.requirement("T4-4.2.5")
@pytest.mark.parametrize(
    ("on", "code", "usable"),
    [
        (date(2026, 5, 31), "unverified", False),  # the day before its verification
        (date(2026, 6, 1), "verified", True),
        (date(2027, 4, 30), "verified", True),  # 31 days left
        (date(2027, 5, 1), "due-soon", True),
        (date(2027, 5, 31), "due-soon", True),  # the last day
        (date(2027, 6, 1), "overdue", False),
    ],
)
def test_a_scale_may_be_used_until_its_last_day(cast: Cast, on: date, code: str, usable: bool) -> None:
    """A verification holds from its day to its last day, both included."""
    asked = standing(cast.scales["TS-1"], on)
    assert (asked.code, asked.may_be_used) == (code, usable)
