"""The page of operators with more than one upheld complaint, and its file."""

from datetime import date

import pytest

from quanheng.cases.models import RepeatedOperator
from tests.console.conftest import Scene


@pytest.mark.requirement("QH-lists", "T4-4.2.6")
@pytest.mark.django_db
def test_the_page_says_that_it_judges_nobody(scene: Scene):
    """Nobody at first; then the operator with numbers, the word about it, and a file of the same."""
    told = scene.client("dongping").get("/console/repeated-operators?after=x~y").content.decode()
    assert "没有经营者" in told
    stall = scene.cast.vegetables
    numbers = {"upheld": 3, "lodged": 4, "weighings": 5321, "rechecks": 17, "exceeded": 6}
    common = {"area": stall.area, "stall": stall, "since": date(2025, 12, 1), **numbers}
    RepeatedOperator.objects.create(operator_name="青禾蔬菜（虚构）", **common)
    told = scene.client("chenguang").get("/console/repeated-operators").content.decode()
    assert "5321" in told
    assert "只是计数" in told
    assert "5321" not in scene.client("xidu").get("/console/repeated-operators").content.decode()
    file = b"".join(scene.client("city").get("/console/repeated-operators?as=csv").streaming_content).decode()
    assert "青禾蔬菜（虚构）,晨光农贸市场,s001,3,4,5321,17,6" in file
