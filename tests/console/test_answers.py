"""The page on how complaints were handled, its file, and what anybody may read of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.cases import handling
from quanheng.cases.models import Complaint, HandlingFigures
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("T4-4.2.6", "QH-lists"), pytest.mark.django_db]


@pytest.fixture
def counted(scene: Scene) -> Scene:
    """One complaint of each county, lodged last month."""
    before = timezone.now().replace(day=1) - timedelta(days=3)
    Complaint.objects.update(lodged_at=before)
    handling.count(timezone.now())
    return scene


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
    file = b"".join(county.get("/console/answers?as=csv").streaming_content).decode()
    assert "晨光农贸市场,1," in file
    assert counted.client("chenguang").get("/console/answers").status_code == 200


def test_before_the_first_night_the_page_says_so(scene: Scene):
    """No count yet is no zero."""
    assert "尚未统计" in scene.client("city").get("/console/answers").content.decode()


def test_the_public_reads_no_small_counts(counted: Scene):
    """One complaint is not told; seven are, without market or stall; the running month is not."""
    assert "东屏区" not in Client().get("/complaints-handled").content.decode()
    HandlingFigures.objects.filter(area="99/01/01/").update(lodged=7)
    told = Client().get("/complaints-handled?month=nonsense&after=%00").content.decode()
    assert "东屏区" in told
    assert "西渡县" not in told
    assert "晨光" not in told
    HandlingFigures.objects.filter(month__isnull=False).update(month=timezone.localdate().replace(day=1))
    assert "东屏区" not in Client().get("/complaints-handled").content.decode()
