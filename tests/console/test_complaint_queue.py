"""The pages of the queue: tabs, filters, in whose hands, what is late, and the file of each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quanheng.cases import handing_over
from quanheng.cases.models import Complaint
from quanheng.cases.supervision import supervise
from quanheng.people.enrolment import enrol
from tests.cast import PASSWORD
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("T4-4.2.4.8", "QH-lists"), pytest.mark.django_db]


def page(scene: Scene, who: str, path: str) -> str:
    answer = scene.client(who).get(path)
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.fixture
def late(scene: Scene) -> Complaint:
    """Of 晨光 market, a day past its last day, and so in the hands of the county."""
    Complaint.objects.filter(pk=scene.east.complaint.pk).update(accept_due_on=timezone.localdate() - timedelta(days=1))
    supervise(timezone.now())
    return Complaint.objects.get(pk=scene.east.complaint.pk)


def test_the_page_and_its_file_follow_the_filters(scene: Scene):
    """A stall's name narrows both; the other complaint stands in neither."""
    for ending in ("", "&as=csv"):
        told = page(scene, "city", f"/console/complaints?q=青禾{ending}")
        assert scene.east.complaint.number in told
        assert scene.west.complaint.number not in told


@pytest.mark.parametrize("query", ["since=nonsense", "since=0001-01-01", "until=9999-12-31", "hands=%00", "q=%00x"])
def test_nonsense_narrows_nothing_and_breaks_nothing(scene: Scene, query: str):
    """What somebody typed into the address is no fault of the server."""
    page(scene, "city", f"/console/complaints?{query}&category=nothing")


def test_a_row_says_in_whose_hands_it_is(scene: Scene, late: Complaint):
    """The market's manager reads that the county has it now; the county needs not to be told."""
    assert "由东屏区（虚构）办理" in page(scene, "chenguang", "/console/complaints").replace(" ", "")
    assert "由东屏区（虚构）办理" not in page(scene, "dongping", "/console/complaints").replace(" ", "")


def test_what_is_late_is_listed_for_its_area_alone(scene: Scene, late: Complaint):
    """The county reads its own on the page and in the file, the other county nothing; what is in time is not there."""
    for ending in ("", "?as=csv"):
        assert late.number in page(scene, "dongping", f"/console/late-complaints{ending}")
        assert late.number not in page(scene, "xidu", f"/console/late-complaints{ending}")
        assert scene.west.complaint.number not in page(scene, "city", f"/console/late-complaints{ending}")


def test_the_way_from_what_is_late_leads_to_the_open_form(scene: Scene, late: Complaint):
    """From the list of late complaints a regulator comes to the form for urging, unfolded; otherwise it is not."""
    unfolded = '<details open id="move-urge">'
    way = f"/console/complaints/{late.number}?do=urge"
    assert f'{way}#move-urge"' in page(scene, "dongping", "/console/late-complaints")
    assert unfolded in page(scene, "dongping", way)
    for other in ("", "?do=", "?do=no-such-move", "?do=%00"):
        assert unfolded not in page(scene, "dongping", f"/console/complaints/{late.number}{other}")


def test_assigned_on_its_page(scene: Scene):
    """A manager takes it; somebody who is no colleague is refused in words; a stranger finds nothing."""
    complaint, manager = scene.east.complaint, scene.client("chenguang")
    address = f"/console/complaints/{complaint.number}/assign"
    manager.post(address, {"to": "hewan"})
    complaint.refresh_from_db()
    assert complaint.handler is None
    told = manager.post(address, {"to": "chenguang"}, follow=True).content.decode()
    complaint.refresh_from_db()
    assert complaint.handler == scene.cast.people["chenguang"]
    assert "承办人：chenguang" in told
    assert scene.client("hewan").post(address, {"to": "hewan"}).status_code == 404


def test_all_are_handed_over_on_a_page(scene: Scene):
    """Before a leave; a name that is nobody's is answered beside the field."""
    area, complaint = scene.cast.chenguang.area, scene.east.complaint
    enrol(username="colleague", name="同事（虚构）", role="market-manager", area=area, password=PASSWORD)
    manager = scene.cast.people["chenguang"]
    handing_over.assign(complaint.number, "chenguang", by=manager, at=timezone.now())
    client = scene.client("chenguang")
    wrong = client.post("/console/handing-over", {"of": "chenguang", "to": "hewan"})
    assert (wrong.status_code, "aria-invalid" in wrong.content.decode()) == (422, True)
    client.post("/console/handing-over", {"of": "chenguang", "to": "colleague"})
    complaint.refresh_from_db()
    assert complaint.handler.username == "colleague"
