"""The pages that say how many check scales a market needs, has and lacks."""

import pytest

from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("T4-5.1.3", "T4-5.1.2")


def test_a_county_finds_who_lacks_one(scene: Scene):
    """河湾 has one check scale of the two it needs; 晨光 in the next county has enough."""
    assert "缺 1 台" in scene.client("xidu").get("/console/check-scales").content.decode()
    assert "已配足" in scene.client("dongping").get("/console/check-scales").content.decode()


def test_each_number_has_its_rule(scene: Scene):
    """The market's page says which rule asks for what, with the article, in the reader's language."""
    path = f"/console/check-scales/{scene.cast.hewan.pk}"
    client = scene.client("xidu")
    told = client.get(path).content.decode()
    assert "每个市场一般不少于 2 台" in told
    assert "5.1.3.1" in told
    client.cookies["django_language"] = "en"
    english = client.get(path).content.decode()
    assert "a market has at least 2" in english
    assert "1 lacking" in english


def test_bad_addresses_are_answered(scene: Scene):
    """A market of another county, or none, is not here; a torn key of a leaf shows the rest of the list."""
    client = scene.client("xidu")
    assert client.get(f"/console/check-scales/{scene.cast.chenguang.pk}").status_code == 404
    assert client.get("/console/check-scales/999999").status_code == 404
    assert client.get("/console/check-scales?after=%00zz").status_code == 200
