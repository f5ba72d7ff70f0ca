"""The verification of a market through the real processes: the market applies, the body plans, tries, certifies."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import PHONE
from tests.e2e.market import LivingMarket
from tests.e2e.staff import confirm, open_on_phone, plan, sign_in, try_all

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-4.2.5", "N25-3.3", "N25-3.5")]
# The simulator delivers the first and last with a verification that has run out.
OVERDUE, OTHER, ELSEWHERE = "M001-T009", "M001-T003", "M002-T022"


def overdue(page: Page) -> list[str]:
    page.goto("/console/verifications/due?within=overdue")
    return page.locator("tbody a.whole").all_inner_texts()


@pytest.fixture
def verifier(chromium: Browser, living_market: LivingMarket) -> Iterator[Page]:
    """The verifier's phone, signed in."""
    context = chromium.new_context(base_url=living_market.url, locale="zh-CN", **PHONE)
    page = context.new_page()
    sign_in(page, "verifier")
    yield page
    context.close()


def applied_for(desk: Page) -> str:
    desk.wait_for_url("**/console/verifications/of/SQ*")
    return desk.url


def papers_are_there(desk: Page, application: str) -> None:
    desk.goto(application)
    answer = desk.request.get(desk.locator("a[href$='papers.pdf']").get_attribute("href"))
    # A server without a Chinese font says so instead of printing boxes.
    assert answer.body().startswith(b"%PDF-") or answer.status == 503
    certificate = desk.locator("tbody tr", has_text=OVERDUE).locator("a[href$='paper.pdf']").inner_text()
    told = desk.request.get(f"/certificates/{certificate}.json").json()
    assert (told["instrument"]["device_id"], told["kind"]) == (OVERDUE, "verification-certificate")


def test_a_market_is_verified(desk: Page, verifier: Page):
    """One application for the whole market; on a phone one scale passes and one fails; the overdue list shrinks."""
    sign_in(desk, "manager-chenguang")
    desk.goto("/console/")
    expect(desk.locator("#notices")).to_be_visible()
    assert OVERDUE in overdue(desk)
    desk.locator("tbody tr", has_text=OVERDUE).locator("a", has_text="申请").click()
    expect(desk.locator(f"[name=instruments][value='{OVERDUE}']")).to_be_checked()
    desk.locator("button", has_text="整个场所一次申请").click()
    application = applied_for(desk)

    plan(verifier, application)
    open_on_phone(verifier, application, OVERDUE)
    verifier.locator(".trial [name=indication]").nth(2).fill("两公斤")
    verifier.locator(".trial button").nth(2).click()
    expect(verifier.locator(".trial .wrong")).to_be_visible()
    assert verifier.evaluate("document.documentElement.scrollWidth <= innerWidth")
    try_all(verifier)
    expect(verifier.locator("#outcome b")).to_have_text("各检定点均未超过最大允许误差：合格。")
    confirm(verifier, "合格")

    open_on_phone(verifier, application, OTHER)
    verifier.locator(".trial [name=indication]").nth(2).fill("9999")
    verifier.locator(".trial button").nth(2).click()
    expect(verifier.locator("#outcome b")).to_have_text(re.compile("^不合格"))
    confirm(verifier, "不合格")

    papers_are_there(desk, application)
    assert OVERDUE not in overdue(desk)
    desk.goto(f"/console/instruments/{OTHER}")
    expect(desk.locator(".heading .word.bad").first).to_be_visible()


def test_a_broken_seal_is_mended_by_a_new_verification(desk: Page, verifier: Page):
    """The manager reports the seal and applies for this one scale; verified anew, it may be used again."""
    sign_in(desk, "manager-hewan")
    desk.goto(f"/console/instruments/{ELSEWHERE}")
    seal = desk.locator("#act-seal-broken")
    seal.locator("summary").click()
    seal.locator("[name=reason]").fill("巡查发现铅封断裂。")
    seal.locator("button").click()
    expect(desk.locator(".said")).to_be_visible()

    assert ELSEWHERE in overdue(desk)
    desk.locator("tbody tr", has_text=ELSEWHERE).locator("a", has_text="申请").click()
    desk.locator("button", has_text="申请所勾选的").click()
    application = applied_for(desk)

    plan(verifier, application)
    open_on_phone(verifier, application, ELSEWHERE)
    try_all(verifier)
    confirm(verifier, "合格")
    desk.goto(f"/console/instruments/{ELSEWHERE}")
    expect(desk.locator(".heading .word.good").first).to_be_visible()
