"""The pages people come home to."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from quanheng.cases import handling_count
from quanheng.cases.models import Complaint
from quanheng.register.record import Report, record
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("T4-4.2.6", "T4-5.3.2.2"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("person", "home"),
    [
        ("chenguang", "/console/today"),
        ("administrator", "/console/today"),
        ("dongping", "/console/"),
        ("stallholder", "/console/instruments"),
        ("verifier", "/console/instruments"),
        ("volunteer", "/console/spot-checks"),
    ],
)
def test_each_comes_home_to_the_own_work(scene: Scene, person: str, home: str):
    """A market's people to what waits today, an authority to the board, others to their scales."""
    assert scene.client(person).get("/console/home").url == home


def test_every_line_leads_to_a_page_that_shows_it(scene: Scene):
    """Each errand's address opens for the person it waits for."""
    client = scene.client("chenguang")
    told = client.get("/console/today")
    lines = [*told.context["pressing"], *told.context["later"]]
    assert {duty.name for duty, *_ in lines} >= {"not-checked", "complaints-open"}
    assert [client.get(address).status_code for *_, address in lines] == [200] * len(lines)


def test_a_lent_scale_and_a_damaged_label_lead_to_their_lists(scene: Scene):
    """The number on the line is the number of rows behind it."""
    lent, damaged = scene.cast.scales["TS-2"], scene.cast.scales["TS-1"]
    at = timezone.now() - timedelta(hours=2)
    record(lent, Report("put-on-standby", at, "shelf"), Report("lent", at + timedelta(hours=1), "lent"), source="staff")
    record(damaged, Report("label-damaged", at, "label"), source="staff")
    client = scene.client("chenguang")
    told = client.get("/console/today").context
    lines = {duty.name: (duty.n, address) for duty, _errand, address in [*told["pressing"], *told["later"]]}
    for name, scale in (("lent", "TS-2"), ("labels", "TS-1")):
        n, address = lines[name]
        assert set(re.findall(r'/console/instruments/([\w-]+)"', client.get(address).content.decode())) == {scale}
        assert n == 1


def test_a_county_reads_its_markets_and_a_city_its_counties(scene: Scene):
    """The county's page has the market by name; the city's leads to the county first."""
    assert "晨光农贸市场" in scene.client("dongping").get("/console/overview").content.decode()
    city = scene.client("city").get("/console/overview").content.decode()
    assert "?area=99/01/01/" in city or "?area=99%2F01%2F01%2F" in city
    assert "晨光农贸市场" in scene.client("city").get("/console/overview?area=99/01/01/").content.decode()
    assert scene.client("dongping").get("/console/overview?area=99/01/02/").status_code == 404


def test_a_city_reads_instruments_and_complaints_county_by_county(scene: Scene):
    """The totals above are those of the rows below, as last night counted them; the file says the same."""
    handling_count.count(timezone.now())
    told = scene.client("city").get("/console/overview").context
    assert [part.area for part in told["parts"]] == ["99/01/01/", "99/01/02/"]
    assert told["lodged"] == Complaint.objects.count() > 0
    assert told["whole"].total_in_use == sum(part.figures.total_in_use for part in told["parts"])
    rows = scene.client("city").get("/console/overview?as=csv").getvalue().decode("utf-8-sig").splitlines()
    assert [row.split(",")[5] for row in rows[1:]] == [str(part.handled.lodged) for part in told["parts"]]
