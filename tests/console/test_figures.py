"""Statistics, replacement and search, as people see them in the browser."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from quanheng.console.steps import HEIGHT, WIDTH, steps
from quanheng.register import replacement
from quanheng.register.record import Report, record
from tests.cast import GTIN, RESOLVER, noon_of
from tests.console.conftest import Scene


def told(scene: Scene, person: str, path: str, status: int = 200) -> str:
    answer = scene.client(person).get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.requirement("T4-5.3.2.2")
def test_a_city_sees_its_counties_and_goes_down(scene: Scene):
    """The city's page names both counties and their markets; a county's page names its own only."""
    city = told(scene, "city", "/console/statistics")
    assert all(name in city for name in ("东屏区", "西渡县", "晨光农贸市场", "河湾农贸市场"))
    county = told(scene, "city", "/console/statistics?area=99/01/02/")
    assert "河湾农贸市场" in county
    assert "晨光农贸市场" not in county
    assert "晨光农贸市场" in told(scene, "chenguang", "/console/statistics")


@pytest.mark.requirement("QH-scope", "QH-input")
@pytest.mark.parametrize("page", ["statistics", "phase-out"])
@pytest.mark.parametrize("area", ["99/01/02/", "99/01/", "", "99/01/01/x/", "99/01/01/m001/../", "%00", "99/01/01/m9"])
def test_no_page_for_an_area_that_is_not_ones_own(scene: Scene, page: str, area: str):
    """Another county, the level above, and what is no area at all look the same: not here."""
    told(scene, "dongping", f"/console/{page}?area={area}", 404)


@pytest.mark.requirement("N25-3.1")
def test_replacement_names_the_days_and_who_is_behind(scene: Scene):
    """Forty days without a replaced scale: each county stands still, and the page says so beside its numbers."""
    today = timezone.localdate()
    replacement.keep_day(today - timedelta(days=40))
    page = told(scene, "city", "/console/phase-out")
    assert "2027-01-07" in page
    assert "2030-01-08" in page
    assert page.count("没有进展") == 3  # the city and both counties
    assert "历史每夜记录" in page


@pytest.mark.requirement("N25-3.1")
def test_a_history_of_two_days_is_drawn(scene: Scene):
    """A scrapped scale is a step down in the drawing of its county."""
    today = timezone.localdate()
    replacement.keep_day(today - timedelta(days=10))
    record(scene.cast.scales["TS-1"], Report("scrapped", noon_of(today), "gone"), source="staff")
    replacement.keep_day(today)
    page = told(scene, "dongping", "/console/phase-out")
    assert "<polyline" in page
    assert "可按期完成" in page
    assert "晨光农贸市场" in page


@pytest.mark.requirement("T4-5.3.2.1")
def test_search_finds_each_sort_of_thing(scene: Scene):
    """One field for a serial, a pasted code, a name, and a complaint's number."""
    number = scene.east.complaint.number
    assert "/console/instruments/TS-1" in told(scene, "dongping", "/console/search?q=ts-1")
    assert "/console/instruments/TS-1" in told(scene, "dongping", f"/console/search?q={RESOLVER}/01/{GTIN}/21/TS-1")
    assert "晨光农贸市场" in told(scene, "dongping", "/console/search?q=晨光")
    assert "青禾蔬菜" in told(scene, "dongping", "/console/search?q=青禾")
    assert f"/console/complaints/{number}" in told(scene, "dongping", f"/console/search?q={number[:10].lower()}")


@pytest.mark.requirement("QH-scope")
def test_search_shows_no_complaint_to_whom_may_not_see_any(scene: Scene):
    """A stallholder searches the own scale, but has no complaint desk."""
    number = scene.east.complaint.number
    assert "/console/complaints" not in told(scene, "stallholder", f"/console/search?q={number}")
    assert "/console/instruments/TS-1" in told(scene, "stallholder", "/console/search?q=TS-")
    assert "/console/instruments/TS-2" not in told(scene, "stallholder", "/console/search?q=TS-")


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("words", ["", "%00", "%", "x" * 900, "'; DROP", "http://[", "01/0", "\\", "🍉🍉", "a%20b"])
def test_search_takes_any_words(scene: Scene, words: str):
    """Whatever is typed or pasted, the page answers, and an unknown sort or a made-up page is all of them."""
    told(scene, "dongping", f"/console/search?q={words}")
    told(scene, "dongping", f"/console/search?q={words}&in=stalls&after=zz")
    told(scene, "dongping", f"/console/search?q={words}&in=nothing&after=%00")


@pytest.mark.requirement("T4-5.3.2.1")
def test_search_goes_on_page_by_page(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """Of each sort the first are shown, with a way to all of them."""
    monkeypatch.setattr("quanheng.console.search.SHOWN_OF_EACH", 1)
    page = told(scene, "city", "/console/search?q=TS-")
    assert "in=instruments" in page
    assert "/console/instruments/TS-2" not in page
    assert "/console/instruments/TS-2" in told(scene, "city", "/console/search?q=TS-&in=instruments&after=TS-1")


@pytest.mark.requirement("N25-3.1")
def test_steps_hold_until_they_change():
    """Ten scales on the first day, five on the last: level for the whole width, then down to the middle."""
    drawn = steps([date(2026, 1, 1), date(2026, 1, 31)], {"a": [10, 5]})
    assert drawn is not None
    assert drawn.lines == [("a", f"0,0 {WIDTH},0 {WIDTH},{HEIGHT // 2}")]
    assert steps([date(2026, 1, 1)], {"a": [10]}) is None


@pytest.mark.requirement("QH-scope")
def test_a_refused_area_is_not_called_by_its_name(scene: Scene):
    """Whoever asks for a stall of the county next door reads no name of it, not even in the foot."""
    answer = scene.client("dongping").get("/console/statistics?area=99/01/02/m002/s001/")
    assert answer.status_code == 404
    assert "河湾" not in answer.content.decode()
    assert "果子摊" not in answer.content.decode()
