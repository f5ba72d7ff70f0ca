"""Long lists are cut into leaves by key, every row is on exactly one of them, and an index finds each leaf."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from quanheng.cases import desk
from quanheng.console import instruments as instruments_page
from quanheng.console import leaf
from quanheng.measuring import instrument_record, recheck_list, rejected_list
from quanheng.measuring.models import RejectedMessage
from quanheng.register.instrument_list import Wanted, instruments
from tests.cast import Cast, a_weighing
from tests.console.conftest import Scene, send

pytestmark = pytest.mark.requirement("QH-scope")


def all_leaves(client, path: str, found: str) -> list[str]:
    """What the pattern finds on every leaf, following "next page" to the end."""
    rows: list[str] = []
    while path:
        page = client.get(path).content.decode()
        rows += re.findall(found, page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = path.partition("?")[0] + onward[1].replace("&amp;", "&") if onward else ""
    return rows


def test_every_weighing_is_on_one_leaf(scene: Scene, monkeypatch):
    """Seven sales on leaves of three: none twice, none left out, latest first."""
    monkeypatch.setattr(instruments_page, "WEIGHINGS_SHOWN", 3)
    at_ms = int(scene.at.timestamp() * 1000)
    send("TS-1", *(a_weighing(seq, at_ms=at_ms + seq) for seq in range(3, 9)), at=scene.at)
    found = all_leaves(scene.client("dongping"), "/console/instruments/TS-1", r"№ (\d+)</small>")
    assert found == ["8", "7", "6", "5", "4", "3", "1"]


def test_every_rejected_message_is_on_one_leaf(scene: Scene, monkeypatch):
    """Rows of the very same instant are kept apart by their number."""
    monkeypatch.setattr(leaf.leaf, "__defaults__", (2,))
    again = RejectedMessage.objects.get(pk=scene.east.rejected.pk)
    for number in range(4):
        again.pk, again.body_sha256 = None, f"{number:064d}"
        again.save()
    found = all_leaves(scene.client("dongping"), "/console/rejected", r"/console/rejected/(\d+)\"")
    assert len(found) == len(set(found)) == 5


def test_scales_are_found_by_number_and_stall(scene: Scene):
    """Part of a number, a stall's name or its number finds a scale; another kind does not."""
    client = scene.client("dongping")

    def listed(query: str) -> list[str]:
        page = client.get(f"/console/instruments?{query}").content.decode()
        return re.findall(r'/console/instruments/([\w-]+)"', page)

    assert listed("q=ts-1") == ["TS-1"]
    assert listed("q=鲜鱼") == ["TS-2"]
    assert listed("q=s001") == ["TS-1"]
    assert listed("kind=check-scale") == ["CS-1", "CS-2"]
    assert listed("kind=check-scale&q=ts") == []
    assert listed("q=%00") == ["CS-1", "CS-2", "TS-1", "TS-2"]


def test_the_complaint_with_least_time_comes_first(scene: Scene):
    """A clock that runs out tomorrow is ahead of one that runs out next week; ended complaints wait elsewhere."""
    today = timezone.localdate()
    west, east = scene.west.complaint, scene.east.complaint
    east.accept_due_on, west.accept_due_on = today + timedelta(days=7), today + timedelta(days=1)
    east.save()
    west.save()
    queue = desk.waiting(scene.cast.people["city"], desk.open_states())
    assert [one.number for one in queue] == [west.number, east.number]
    after = desk.Mark(queue[0].due_on, queue[0].pk)
    assert [one.number for one in desk.waiting(scene.cast.people["city"], desk.open_states(), after)] == [east.number]
    assert desk.Mark.read(str(after)) == after
    assert desk.Mark.read("nonsense") is None


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "path",
    [
        "/console/instruments?after=%00&kind=nonsense&line=nonsense",
        "/console/rechecks?before=yesterday&show=nonsense",
        "/console/rechecks?before=0001-01-01T00:00:00%2B00:00~99999999999999999999",
        "/console/rejected?before=~&reason=%00",
        "/console/complaints?after=9999-99-99.x&state=nonsense",
        "/console/complaints?after=2026-01-01.99999999999999999999999",
        "/console/instruments/TS-1?before=x~y",
        "/console/instruments/TS-1?before=2026-01-01T00:00:00~1",
    ],
)
def test_a_mangled_address_still_opens_a_page(scene: Scene, path: str):
    """Somebody's half-copied link shows the first leaf, never an error of ours."""
    assert scene.client("dongping").get(path).status_code == 200


def plan(rows: QuerySet) -> str:
    """How PostgreSQL would find the rows in a table too large to read whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


@pytest.mark.parametrize("page", ["instruments", "weighings", "rechecks", "of-one", "rejected", "complaints", "events"])
def test_an_index_finds_each_list(cast: Cast, page: str):
    """A province's lists must not be read whole to show fifty rows."""
    viewer, one = cast.people["dongping"], cast.scales["TS-1"]
    rows = {
        "instruments": instruments(viewer, Wanted(after="CS-1")),
        "weighings": instrument_record.weighings(one, (5, timezone.now())),
        "rechecks": recheck_list.rechecks(viewer, "", (timezone.now(), 5)),
        "of-one": instrument_record.rechecks(one, viewer),
        "rejected": rejected_list.rejected(viewer, "", (timezone.now(), 5)),
        "complaints": desk.waiting(viewer, desk.open_states()),
        "events": instrument_record.events(one),
    }[page][:50]
    assert "Seq Scan" not in plan(rows)
