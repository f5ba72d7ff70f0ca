"""Reports of suspected offences on the authority's pages."""

import pytest

from quanheng.cases.models import Report
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("TZ-3.1", "QH-scope"), pytest.mark.django_db]


@pytest.fixture
def report(scene: Scene) -> Report:
    return scene.east.report


def test_the_authority_verifies_decides_and_tells(scene: Scene, report: Report):
    """Listed with its last day, decided with a reason, then told to the reporter."""
    client = scene.client("dongping")
    listed = client.get("/console/reports").content.decode()
    assert report.number in listed
    assert report.verify_due_on.isoformat() in listed
    page = f"/console/reports/{report.number}"
    assert "均未经证实" in client.get(page).content.decode()
    assert client.post(f"{page}/decide", {"decision": "filed", "reason": ""}).status_code == 422
    assert client.post(f"{page}/decide", {"decision": "filed", "reason": "铅封确已破坏"}).status_code == 302
    assert "前告知举报人" in client.get(page).content.decode()
    client.post(f"{page}/informed")
    report.refresh_from_db()
    assert report.informed_at
    assert report.number in client.get("/console/reports?state=decided").content.decode()
    assert report.number not in client.get("/console/reports").content.decode()


@pytest.mark.parametrize(("person", "status"), [("xidu", 404), ("chenguang", 403), ("stallholder", 403), ("city", 200)])
def test_who_sees_a_report(scene: Scene, report: Report, person: str, status: int):
    """The authorities above the market do; the market that split it off does not, nor the county next door."""
    assert scene.client(person).get(f"/console/reports/{report.number}").status_code == status


def test_the_desk_offers_offices_and_days(scene: Scene):
    """A manager's form of a transfer lists the offices above, that of missing papers asks for a day."""
    told = scene.client("chenguang").get(f"/console/complaints/{scene.east.complaint.number}").content.decode()
    assert '<option value="99/01/01/">' in told
    assert '<option value="99/01/02/">' not in told
    assert 'type="date" id="ask-papers-papers_due_on"' in told
