"""The page on how complaints were handled, its files, and what anybody may read of it."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.cases import handling_count, publication
from quanheng.cases.models import Complaint, HandlingFigures, PublishedFigures
from quanheng.console.columns import columns, every_month, round_top
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("T4-4.2.6", "QH-lists"), pytest.mark.django_db]


@pytest.fixture
def counted(scene: Scene) -> Scene:
    """One complaint of each county, lodged last month; one of them a month before."""
    before = timezone.now().replace(day=1) - timedelta(days=3)
    Complaint.objects.update(lodged_at=before)
    Complaint.objects.filter(pk=scene.east.complaint.pk).update(lodged_at=before - timedelta(days=31))
    handling_count.count(timezone.now())
    return scene


def file_of(client: Client, query: str) -> list[list[str]]:
    told = b"".join(client.get(f"/console/answers?{query}&as=csv").streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(told)))[1:]


def test_the_page_and_its_file_tell_of_ones_own(counted: Scene):
    """A city reads both counties, a county its market, a market itself; nobody the other county."""
    city, county = counted.client("city"), counted.client("dongping")
    told = city.get("/console/answers").content.decode()
    assert "东屏区" in told
    assert "西渡县" in told
    told = county.get("/console/answers").content.decode()
    assert "晨光农贸市场" in told
    assert "河湾" not in told
    assert county.get("/console/answers?area=99/01/02/").status_code == 404
    assert [row[:2] for row in file_of(county, "")] == [["晨光农贸市场", "1"]]
    assert counted.client("chenguang").get("/console/answers").status_code == 200


def test_every_table_is_taken_away(counted: Scene):
    """Months, classes, goods and steps are files of their own; a name that is none gives the places."""
    city = counted.client("city")
    assert [row[1] for row in file_of(city, "list=months")] == ["1", "1"]
    assert [row[1] for row in file_of(city, "list=categories")] == ["2"]
    assert [row[:2] for row in file_of(city, "list=goods")] == [["蔬菜", "2"]]
    assert [row[1] for row in file_of(city, "list=steps")] == ["0"] * 5
    assert len(file_of(city, "list=%00nothing")) == 2


def test_months_are_drawn_with_the_page(counted: Scene):
    """Two months are a development, told to who hears the page as to who sees it; one month is none."""
    told = counted.client("city").get("/console/answers").content.decode()
    before = timezone.now().replace(day=1) - timedelta(days=3)
    said = f"收到投诉: {before - timedelta(days=31):%Y-%m} 1, {before:%Y-%m} 1"
    assert re.findall('role="img" aria-label="([^"]*)"', told) == [said]
    assert 'role="img"' not in counted.client("dongping").get("/console/answers").content.decode().split("<main")[1]


def test_a_drawing_keeps_its_scale():
    """The top is a round number above the highest; a month without a complaint keeps its place."""
    assert [round_top(n) for n in (0, 3, 7, 21, 99, 101, 2500)] == [2, 4, 10, 40, 100, 200, 4000]
    months = every_month(date(2025, 12, 1), date(2026, 2, 1))
    drawn = columns("", dict(zip(months, (1, None, 3), strict=True)), dict(zip(months, (4, None, 4), strict=True)))
    assert [column.said for column in drawn.columns] == ["1–4", "", "3–4"]
    assert (drawn.columns[0].outline, drawn.columns[1].full) == (118, None)
    assert columns("", dict.fromkeys(months)) is None


def test_before_the_first_night_the_page_says_so(scene: Scene):
    """No count yet is no zero."""
    assert "尚未统计" in scene.client("city").get("/console/answers").content.decode()


@pytest.fixture
def published(counted: Scene) -> date:
    """Forty complaints of the one county and two of the other, of last month."""
    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    HandlingFigures.objects.all().delete()
    for area, level, n in (("", 0, 42), ("99/", 1, 42), ("99/01/", 2, 42), ("99/01/01/", 3, 40), ("99/01/02/", 3, 2)):
        HandlingFigures.objects.create(area=area, level=level, month=month, lodged=n, ended=n, end_days=[0, n])
    publication.publish(publication.stated_day(month, 1))
    return month


def test_the_public_reads_what_was_published(published: date):
    """Forty of the city, in the words of the reader, without market or stall; neither county, nor a month that runs."""
    told = Client().get("/complaints-handled?month=nonsense&after=%00").content.decode()
    assert "云秤市" in told
    assert "几乎全部" in told
    assert "晨光" not in told
    assert "东屏区" not in told
    english = Client(headers={"accept-language": "en"}).get("/complaints-handled?area=99/01/").content.decode()
    assert "nearly all" in english
    for area in ("99/01/01/", "x", "%00", "99/77/"):
        assert "东屏区" not in Client().get(f"/complaints-handled?area={area}").content.decode()
    HandlingFigures.objects.update(lodged=500)
    assert ">40<" in Client().get("/complaints-handled").content.decode()


def test_machines_read_the_same(published: date):
    """Fields instead of words, and none that the page does not tell."""
    told = Client().get("/complaints-handled.json?area=99/").json()
    assert [one["area"] for one in told["regions"]] == ["99/", "99/01/"]
    assert (told["month"], told["edition"], told["next"]) == (f"{published:%Y-%m}", 1, None)
    city = told["regions"][1]
    assert (city["lodged"], city["ended_percent"], city["in_time_percent"]) == (40, "nearly-all", None)
    assert (city["end_half"], city["stars"], city["name_en"]) == (1, None, "Yuncheng City (invented)")
    PublishedFigures.objects.all().delete()
    assert Client().get("/complaints-handled.json?after=%00&area=%00").json()["regions"] == []


def test_before_anything_is_published_the_page_says_when(db: None):
    """An installation of this week has no whole month."""
    assert "10 日" in Client().get("/complaints-handled").content.decode()
    assert Client().get("/complaints-handled.json").json()["regions"] == []
