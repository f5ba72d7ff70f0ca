"""The year behind the invented city: complaints that were lodged, worked and ended by the verbs of the desk."""

import json
from datetime import date
from pathlib import Path

import pytest

from quanheng.cases.desk import ended_states
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.simulator.fleet import manifest
from quanheng.workers import demo, demo_complaints

TODAY = date(2026, 11, 27)


@pytest.fixture
def city(db, tmp_path: Path) -> None:
    path = tmp_path / "fleet.json"
    path.write_text(json.dumps(manifest(1)), encoding="utf-8")
    demo.load(path)


@pytest.mark.requirement("T4-5.3.2.4")
def test_a_year_of_complaints_stands_behind_the_city(city):
    """Of both markets, all ended, some paid, some rated badly with the reason; and each says that it is invented."""
    told = Complaint.objects.all()
    assert told.count() > 50
    assert set(told.values_list("market__area", flat=True)) == set(demo_complaints.DESKS)
    assert set(told.values_list("state", flat=True)) <= set(ended_states())
    assert not told.exclude(description__contains="演示").exists()
    assert ComplaintEvent.objects.filter(move="pay").exists()
    assert not ComplaintEvent.objects.filter(move="rate", facts__stars__lte=2, note="").exists()


@pytest.mark.requirement("T4-5.3.2.4")
def test_a_second_start_tells_nothing_twice(city):
    """Who stops the city and starts it again finds the same complaints."""
    before = Complaint.objects.count()
    assert demo_complaints.tell(TODAY) == 0
    assert Complaint.objects.count() == before
