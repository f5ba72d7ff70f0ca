"""A maker's delivery list becomes the register."""

from datetime import date

import pytest

from quanheng.register.delivery import DeliveryRefused, enter
from quanheng.register.models import Instrument, Stall
from quanheng.register.standing import standing
from quanheng.simulator.fleet import manifest
from tests.cast import Cast

pytestmark = pytest.mark.requirement("T4-4.2.2")


@pytest.mark.django_db
def test_a_delivery_entered_twice_is_there_once() -> None:
    """A maker may send the same list again without doubling a scale."""
    delivery = manifest(7)
    assert enter(delivery) == len(delivery["instruments"])
    assert enter(delivery) == 0
    assert Instrument.objects.count() == len(delivery["instruments"])
    assert Stall.objects.filter(market__area="99/01/01/m001/").count() == 31


@pytest.mark.django_db
def test_one_bad_row_refuses_the_whole_delivery() -> None:
    """A list with a broken key enters nothing at all, and says which scale it was."""
    delivery = manifest(7)
    delivery["instruments"][5]["public_key"] = "AAAA"
    with pytest.raises(DeliveryRefused, match=delivery["instruments"][5]["device_id"]):
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
