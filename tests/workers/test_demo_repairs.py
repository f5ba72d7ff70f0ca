"""The day after a repair: the people of the invented city have the scale verified, and its stall sells again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quanheng.people.models import User
from quanheng.register.models import Instrument, InstrumentEvent, Verification
from quanheng.register.record import Report, record
from quanheng.workers import demo_repairs
from tests.workers.test_demo_complaints import city

__all__ = ["city"]
pytestmark = [pytest.mark.requirement("N25-3.2", "QH-sim"), pytest.mark.django_db]
NAME = "M001-T005"


def unlocked(days_ago: int, *, source: str = "staff") -> Instrument:
    """Its housing was opened, and it was unlocked ten minutes later."""
    scale, at = Instrument.objects.get(device_id=NAME), timezone.now() - timedelta(days=days_ago)
    by = User.objects.get(username="manager-chenguang") if source == "staff" else None
    record(scale, Report("housing-opened", at, "o"), Report("locked", at, "l"), source="device")
    record(scale, Report("unlocked", at + timedelta(minutes=10), "u", {"authorised": True}), source=source, by=by)
    return scale


def test_a_repaired_scale_is_verified_the_day_after(city: None):
    """With its repair code, a seal where that was broken, every trial, and a certificate; a second night finds none."""
    scale = unlocked(2)
    assert demo_repairs.verify_repaired(timezone.now()) == 1
    made = Verification.objects.get(instrument=scale)
    assert (made.state, bool(made.paper_number)) == ("passed", True)
    scale.refresh_from_db()
    assert scale.state.due_on is not None
    repair = InstrumentEvent.objects.get(instrument=scale, kind="repair", source="staff")
    assert repair.recorded_by.username == "manager-chenguang"
    assert demo_repairs.verify_repaired(timezone.now()) == 0


@pytest.mark.parametrize(("days_ago", "source"), [(0, "staff"), (2, "device")])
def test_it_waits_a_day_and_for_an_authorisation(city: None, days_ago: int, source: str):
    """On the day itself whoever plays may verify it; what was unlocked by stealth nobody brings back by himself."""
    unlocked(days_ago, source=source)
    assert demo_repairs.verify_repaired(timezone.now()) == 0
    assert not Verification.objects.exists()
