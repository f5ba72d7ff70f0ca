"""The list of instruments is narrowed to what an officer looks for; each filter is shown by a hit and a near miss."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.register.models import Instrument, InstrumentState
from quanheng.register.record import Report, record
from tests.cast import Cast

pytestmark = pytest.mark.requirement("QH-lists")
HOUR = timedelta(hours=1)


def listed(cast: Cast, query: str, who: str = "dongping") -> list[str]:
    client = Client()
    client.force_login(cast.people[who])
    return re.findall(r'/console/instruments/([\w-]+)"', client.get(f"/console/instruments?{query}").content.decode())


def state(cast: Cast, device_id: str, **facts: object) -> None:
    InstrumentState.objects.filter(instrument=cast.scales[device_id]).update(**facts)


@pytest.mark.parametrize("status", ["registered", "standby", "stopped", "scrapped"])
def test_by_state(cast: Cast, status: str):
    """One of its state, in one's own county; the one of the other county stays away."""
    state(cast, "TS-1", status=status)
    state(cast, "TS-3", status=status)
    assert listed(cast, f"status={status}") == ["TS-1"]
    assert listed(cast, "status=in-use") == ["CS-1", "CS-2", "TS-2"]
    assert listed(cast, "status=nonsense") == ["CS-1", "CS-2", "TS-1", "TS-2"]


def test_by_lock(cast: Cast):
    """A locked scale that was scrapped since is not waiting for anything."""
    state(cast, "TS-1", locked=True)
    state(cast, "TS-2", locked=True, status="scrapped")
    assert listed(cast, "status=locked") == ["TS-1"]


def test_by_label(cast: Cast):
    """A damaged label waits for the verification body as long as the scale is in service."""
    state(cast, "TS-1", label_intact=False)
    state(cast, "TS-2", label_intact=False, status="scrapped")
    assert listed(cast, "status=label-damaged") == ["TS-1"]


def test_lent_as_standby(cast: Cast):
    """One that is lent now; one that came back, or went out of use since, is not lent any more."""
    at = timezone.now() - timedelta(days=3)
    for device_id in ("TS-1", "TS-2", "CS-1"):
        scale = cast.scales[device_id]
        record(scale, Report("put-on-standby", at, "shelf"), Report("lent", at + HOUR, "lent"), source="staff")
    record(cast.scales["TS-2"], Report("returned", at + 2 * HOUR, "back"), source="staff")
    record(cast.scales["CS-1"], Report("stopped", at + 2 * HOUR, "off"), source="staff")
    assert listed(cast, "status=lent") == ["TS-1"]


def test_by_verification(cast: Cast):
    """Overdue from the day after its last; due to the very day; scrapped ones are never due."""
    today = timezone.localdate()
    state(cast, "TS-1", valid_until=today - timedelta(days=1))
    state(cast, "TS-2", valid_until=today)
    state(cast, "CS-1", valid_until=today + timedelta(days=30))
    state(cast, "CS-2", valid_until=None)
    assert listed(cast, "verification=overdue") == ["TS-1"]
    assert listed(cast, "verification=30") == ["CS-1", "TS-2"]
    assert listed(cast, "verification=unverified") == ["CS-2"]
    state(cast, "CS-1", valid_until=today + timedelta(days=31))
    assert listed(cast, "verification=30") == ["TS-2"]
    state(cast, "TS-1", status="scrapped")
    assert listed(cast, "verification=overdue") == []


def test_by_the_day_of_replacement(cast: Cast):
    """Those that must go after a day, and not those that must go after another."""
    state(cast, "TS-1", replace_by=date(2027, 1, 7))
    state(cast, "TS-2", replace_by=date(2030, 1, 8))
    assert listed(cast, "replace_by=2027-01-07") == ["TS-1"]
    assert listed(cast, "replace_by=2027-99-07") == ["CS-1", "CS-2", "TS-1", "TS-2"]


def test_by_place_maker_and_network(cast: Cast):
    """A part of the market's name, the beginning of the maker's, and whether it is on the network."""
    assert listed(cast, "place=晨光") == ["CS-1", "CS-2", "TS-1", "TS-2"]
    assert listed(cast, "place=河湾") == []
    assert listed(cast, "place=河湾", "city") == ["CS-3", "TS-3"]
    Instrument.objects.filter(device_id="TS-2").update(maker="另一衡器厂", networked=False)
    assert listed(cast, "maker=另一") == ["TS-2"]
    assert listed(cast, "maker=衡器厂") == []
    assert listed(cast, "networked=no") == ["TS-2"]
    assert listed(cast, "networked=yes&kind=trade-scale&maker=虚构") == ["TS-1"]


def test_a_printed_page_says_who_printed_what(cast: Cast):
    """At its foot: the person, the area, and the filters in the words of the page."""
    client = Client()
    client.force_login(cast.people["dongping"])
    page = client.get("/console/instruments?kind=check-scale&verification=30&networked=yes&after=CS-1").content.decode()
    foot = re.search(r'<p class="printed">(.*?)</p>', page)[1]
    assert "dongping" in foot
    assert "东屏区" in foot
    assert "类别: 公平秤; 检定: 30 天内; 联网情况: 已联网" in foot
    assert "CS-1" not in foot
