"""Stalls by the number of complaints about them: a list to look at, within one's own area."""

from collections import Counter

import pytest

from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.submission import Submission
from quanheng.register.models import Stall
from tests.console.conftest import Scene

ADDRESS = "/console/stalls-by-complaints"


def complain_of(stall: Stall, times: int) -> None:
    latest = Complaint.objects.latest("lodged_at").lodged_at
    for number in range(times):
        key = f"a-random-key-{stall.pk}-{number}"
        given = {"market_id": stall.market_id, "stall_id": stall.pk, "category": "other"}
        lodge(Submission(submission_key=key, **given), at=latest)


@pytest.mark.requirement("T4-5.3.2.4")
def test_the_stall_with_the_most_complaints_comes_first(scene: Scene):
    """Three about one stall and one about another; who re-weighed there stands beside it."""
    busy, quiet = Stall.objects.filter(area__startswith="99/01/01/").order_by("area")[:2]
    complain_of(quiet, 1)
    complain_of(busy, 3)
    rows = scene.client("chenguang").get(ADDRESS).context["rows"]
    expected = Counter(Complaint.objects.filter(area__startswith="99/01/01/m001/").values_list("stall", flat=True))
    assert {row.stall.pk: row.lodged for row in rows} == expected
    assert [row.lodged for row in rows] == sorted(expected.values(), reverse=True)


@pytest.mark.requirement("T4-5.3.2.4")
def test_leaves_miss_no_stall_and_tell_none_twice(scene: Scene, monkeypatch):
    """Two stalls with equally many complaints stand on two leaves."""
    for stall in Stall.objects.filter(area__startswith="99/01/01/"):
        complain_of(stall, 2)
    whole = [row.stall.pk for row in scene.client("dongping").get(ADDRESS).context["rows"]]
    monkeypatch.setattr("quanheng.console.leaf.leaf.__defaults__", (1,))
    read, after = [], ""
    while len(read) <= len(whole):
        told = scene.client("dongping").get(ADDRESS, {"after": after}).context
        read += [row.stall.pk for row in told["rows"]]
        if not (after := told["next"]):
            break
    assert read == whole


@pytest.mark.requirement("T4-5.3.2.4")
def test_a_city_chooses_the_county_first_and_a_county_sees_no_other(scene: Scene):
    """The other county is as if it were not there."""
    assert [area for area, _name in scene.client("city").get(ADDRESS).context["parts"]] == ["99/01/01/", "99/01/02/"]
    assert scene.client("dongping").get(ADDRESS, {"area": "99/01/02/"}).status_code == 404
    rows = scene.client("xidu").get(ADDRESS).context["rows"]
    assert {row.stall.area[:9] for row in rows} == {"99/01/02/"}
    assert scene.client("verifier").get(ADDRESS).status_code == 403


@pytest.mark.requirement("T4-5.3.2.4")
def test_an_unreadable_mark_begins_at_the_beginning(scene: Scene):
    """Whoever changes the address by hand gets the first leaf."""
    for after in ("x", "1~", "~5", "9" * 30 + "~1", "１~２"):
        assert scene.client("dongping").get(ADDRESS, {"after": after}).status_code == 200
