"""The verification of a market through the real processes: the market applies, the body plans, tries, certifies."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import PHONE
from tests.e2e.market import LivingMarket

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-4.2.5", "N25-3.3", "N25-3.5")]
OVERDUE, OTHER = "M001-T009", "M001-T003"  # the simulator delivers the first with a verification that has run out


def enter(page: Page, account: str) -> None:
    page.context.clear_cookies()
    page.goto("/console/sign-in")
    page.locator(".accounts button", has_text=account).click()
    page.wait_for_url(re.compile("/console/(?!sign-in)"))


def overdue(page: Page) -> list[str]:
    page.goto("/console/verifications/due?within=overdue")
    return page.locator("tbody a.whole").all_inner_texts()


def open_on_phone(phone: Page, application: str, device_id: str) -> None:
    """Start the verification of one scale: the nameplate is compared, codes and seal are found."""
    phone.goto(application)
    phone.locator("tbody tr", has_text=device_id).locator("a.whole").click()
    for mark in phone.locator("form:has(input[type=checkbox])").first.locator("[type=checkbox]").all():
        mark.check()
    phone.locator("button", has_text="开始检定").click()
    expect(phone.locator(".trial").first).to_be_visible()


def try_all(phone: Page) -> None:
    """Enter under each load exactly what lies on the scale."""
    for number in range(phone.locator(".trial").count()):
        row = phone.locator(".trial").nth(number)
        row.locator("[name=indication]").fill(row.locator(".name .number").inner_text())
        row.locator("button").click()
        expect(phone.locator(".trial").nth(number).locator(".word.good")).to_be_visible()


def test_a_market_is_verified(desk: Page, chromium: Browser, living_market: LivingMarket):
    """One application for the whole market; on a phone one scale passes and one fails; the overdue list shrinks."""
    enter(desk, "manager-chenguang")
    expect(desk.locator("#notices")).to_be_visible()
    assert OVERDUE in overdue(desk)
    desk.locator("tbody tr", has_text=OVERDUE).locator("a", has_text="申请").click()
    expect(desk.locator(f"[name=instruments][value='{OVERDUE}']")).to_be_checked()
    desk.locator("button", has_text="整个市场一次申请").click()
    desk.wait_for_url("**/console/verifications/of/SQ*")
    application = desk.url

    context = chromium.new_context(base_url=living_market.url, locale="zh-CN", **PHONE)
    phone = context.new_page()
    enter(phone, "verifier")
    phone.goto(application)
    phone.locator("button", has_text="排期").click()
    expect(phone.locator(".said")).to_have_text("已记录。")

    open_on_phone(phone, application, OVERDUE)
    phone.locator(".trial [name=indication]").nth(2).fill("两公斤")
    phone.locator(".trial button").nth(2).click()
    expect(phone.locator(".trial .wrong")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    try_all(phone)
    expect(phone.locator("#outcome b")).to_have_text("各检定点均未超过最大允许误差：合格。")
    phone.locator("button", has_text=re.compile("^确认合格")).click()
    expect(phone.locator(".heading .word")).to_have_text("合格")

    open_on_phone(phone, application, OTHER)
    phone.locator(".trial [name=indication]").nth(2).fill("9999")
    phone.locator(".trial button").nth(2).click()
    expect(phone.locator("#outcome b")).to_have_text(re.compile("^不合格"))
    phone.locator("button", has_text="确认不合格").click()
    expect(phone.locator(".heading .word")).to_have_text("不合格")
    context.close()

    desk.goto(application)
    papers = desk.locator("a[href$='papers.pdf']").get_attribute("href")
    answer = desk.request.get(papers)
    # A server without a Chinese font says so instead of printing boxes.
    assert answer.body().startswith(b"%PDF-") or answer.status == 503
    certificate = desk.locator("tbody tr", has_text=OVERDUE).locator("a[href$='paper.pdf']").inner_text()
    told = desk.request.get(f"/certificates/{certificate}.json").json()
    assert (told["instrument"]["device_id"], told["kind"]) == (OVERDUE, "verification-certificate")
    assert OVERDUE not in overdue(desk)
    desk.goto(f"/console/instruments/{OTHER}")
    expect(desk.locator(".heading .word.bad").first).to_be_visible()
