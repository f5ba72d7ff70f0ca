"""A scale is looked at in the market: match, mismatch and clone, through the real processes and real makers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import PHONE
from tests.e2e.market import LivingMarket
from tests.e2e.staff import sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("N25-3.4")]
GOOD, ODD, ELSEWHERE = "M001-T006", "M001-T008", "M001-T004"
# Chromium on Linux reads no bar codes itself: this one sees what a camera would, in a picture that the page draws.
CAMERA = """
    globalThis.BarcodeDetector = class { async detect() { return [{ rawValue: globalThis.held }]; } };
    navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
        setInterval(() => pen.fillRect(0, 0, 9, 9), 50);
        return canvas.captureStream();
    };
"""


@pytest.fixture
def inspector(chromium: Browser, living_market: LivingMarket) -> Iterator[Page]:
    """An inspector's phone."""
    context = chromium.new_context(base_url=living_market.url, locale="zh-CN", **PHONE)
    yield context.new_page()
    context.close()


def look_at(page: Page, code: str) -> None:
    page.goto("/console/identity")
    page.locator("#code").fill(code)
    page.locator("button", has_text="查找").click()
    expect(page.locator("[name=serial]")).not_to_have_value("")


def say_so(page: Page) -> None:
    page.locator(".act button").click()
    page.wait_for_url(re.compile(r"/console/identity/\d+$"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_scale_is_scanned_and_matches(inspector: Page):
    """One scan, one tap: it is the scale on record, and its maker, asked over HTTP, says so under its signature."""
    inspector.add_init_script(CAMERA)
    sign_in(inspector, "regulator-dongping")
    inspector.goto(f"/console/instruments/{GOOD}")
    link = inspector.locator(".label a").get_attribute("href")
    inspector.goto("/console/identity")
    inspector.evaluate("link => { globalThis.held = link; }", link)
    inspector.locator("[data-scan-start]").click()
    expect(inspector.locator("h1")).to_have_text(GOOD)
    expect(inspector.locator("[name=read_by]")).to_have_value("camera")
    say_so(inspector)
    expect(inspector.locator("h1")).to_have_text("就是登记的这台秤")
    expect(inspector.locator("#maker + *, section:has(#maker)").last).to_contain_text("制造商查验平台已答复")


def test_a_mismatch_is_looked_into_and_ruled_out(inspector: Page, desk: Page):
    """Another serial number stands on the plate: the page says what to do, and at the desk somebody rules it out."""
    sign_in(inspector, "regulator-dongping")
    look_at(inspector, ODD)
    inspector.locator("[name=serial]").fill("0000000001")
    say_so(inspector)
    expect(inspector.locator("h1")).to_have_text("铭牌、三码或铅封与登记不符")
    expect(inspector.locator(".todo li").first).to_contain_text("不要检定")
    expect(inspector.locator("section:has(#innocent)")).to_contain_text("录入人员打错了出厂编号")
    found = inspector.url

    sign_in(desk, "regulator-city")
    desk.goto("/console/identity?shown=open")
    desk.locator("tbody tr", has_text=ODD).locator("a.whole").click()
    assert desk.url == found
    desk.locator("summary", has_text="排除").click()
    desk.locator("details[open] button").click()
    expect(desk.locator("details[open] .wrong")).to_be_visible()
    desk.locator("#dismissed-reason").fill("铭牌与登记一致，现场看错一位。")
    desk.locator("details[open] button").click()
    expect(desk.locator("section:has(#decisions) .word").first).to_have_text("已排除")
    desk.goto("/console/identity?shown=open")
    expect(desk.locator("tbody tr", has_text=ODD)).to_have_count(0)


def test_one_identity_at_two_places(inspector: Page, desk: Page):
    """One inspector stands before it at home, another finds it across the county line minutes later: two scales."""
    sign_in(inspector, "regulator-dongping")
    look_at(inspector, ELSEWHERE)
    say_so(inspector)
    expect(inspector.locator("h1")).to_have_text("就是登记的这台秤")
    inspector.goto(f"/console/instruments/{ELSEWHERE}")
    link = inspector.locator(".label a").get_attribute("href")

    sign_in(desk, "regulator-xidu")
    look_at(desk, link or "")
    expect(desk.locator("[name=seal_number]")).to_have_value("")
    desk.locator("[name=place]").fill("河湾农贸市场（演示）")
    say_so(desk)
    expect(desk.locator("h1")).to_have_text("同一身份在两处出现")
    expect(desk.locator("section:has(#proofs)")).to_contain_text("晨光农贸市场（演示）")
    assert desk.request.get(link or "").text().count("两处") == 0
