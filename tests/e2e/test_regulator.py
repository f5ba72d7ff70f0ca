"""The regulator's journey through the real processes: a county live, and nothing of its neighbour."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("QH-live", "QH-scope")]


def enter(page: Page, account: str) -> None:
    page.goto("/console/sign-in")
    page.locator(".accounts button", has_text=account).click()
    page.wait_for_url("**/console/")


def fits_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_board_moves_without_being_reloaded(desk: Page):
    """Numbers, chart and the list of re-weighings follow the market by themselves."""
    enter(desk, "regulator-city")
    expect(desk.locator(".lamp")).to_have_text("实时")
    expect(desk.locator("[data-chart] svg")).to_be_visible()
    desk.evaluate("window.stays = true")
    seen: set[str] = set()

    def moved() -> bool:
        seen.add(desk.locator(".pulse .beat").inner_text())
        return len(seen) >= 3

    until(moved, "the numbers changed three times", 60)
    expect(desk.locator(".news .arrived").first).to_be_attached(timeout=60_000)
    assert desk.evaluate("window.stays")


def test_a_county_sees_its_own_market_only(desk: Page):
    """西渡县's regulator finds 河湾's scales and re-weighings; 晨光 in the next county might as well not exist."""
    enter(desk, "regulator-xidu")
    for page in ("", "instruments", "rechecks", "complaints", "rejected"):
        answer = desk.goto(f"/console/{page}")
        assert answer is not None
        assert answer.status == 200
        assert "晨光" not in desk.content()
        assert "M001" not in desk.content()
    desk.goto("/console/instruments?q=M002-T001")
    desk.locator("a.whole").first.click()
    expect(desk.locator("h1")).to_have_text("M002-T001")
    expect(desk.locator(".label svg")).to_be_visible()
    answer = desk.goto("/console/instruments/M001-T001")
    assert answer is not None
    assert answer.status == 404
    expect(desk.locator("h1")).to_have_text("这里没有您可以查看的内容")


def test_signing_out_ends_every_open_board(desk: Page):
    """The board left open in another window asks for a new sign-in by itself."""
    enter(desk, "regulator-dongping")
    expect(desk.locator(".lamp")).to_have_text("实时")
    other = desk.context.new_page()
    other.goto("/console/instruments")
    other.get_by_role("button", name="退出").click()
    desk.wait_for_url(re.compile("/console/sign-in"), timeout=30_000)


def test_the_reader_chooses_the_language(desk: Page):
    """The switch changes page and stream to English, and stays."""
    enter(desk, "regulator-city")
    desk.get_by_role("button", name="English").click()
    expect(desk.locator("h1")).to_have_text("Live board")
    expect(desk.locator(".lamp")).to_have_text("Live")
    expect(desk.locator(".pulse .beat")).to_contain_text("weighings a second")


@pytest.mark.parametrize("page", ["", "complaints", "instruments", "rechecks", "rejected"])
def test_pages_fit_a_phone(phone: Page, page: str):
    """An inspector on the market floor reads every page on a phone, without scrolling sideways."""
    enter(phone, "regulator-city")
    phone.goto(f"/console/{page}")
    assert fits_the_screen(phone)
