"""The weekly check on a phone, through the real processes: one check scale passes, another leaves use at once."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-4.2.3.4", "T4-5.2")]


def enter(page: Page, account: str) -> None:
    page.goto("/console/sign-in")
    page.locator(".accounts button", has_text=account).tap()
    page.wait_for_url("**/console/today")


def fits_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def check(page: Page, number: int, error_g: int) -> None:
    """Open a check scale of the market and enter three readings that are off by so much."""
    page.goto("/console/weekly-checks?show=all")
    page.locator("tbody a.whole").nth(number).tap()
    page.wait_for_url("**/console/weekly-check/*")
    load = Decimal(page.locator("#load").input_value())
    page.fill("#weights", "M1-虚构-0001")
    for reading in ("#reading_1", "#reading_2", "#reading_3"):
        page.fill(reading, str(load + Decimal(error_g) / 1000))
    page.get_by_role("button", name="立即判定").tap()


def test_one_scale_passes_and_one_is_stopped(phone: Page):
    """The phone says which weights, judges at once, warns no more of what was checked, and stops what failed."""
    enter(phone, "administrator-chenguang")
    phone.goto("/console/weekly-checks")
    assert fits_the_screen(phone)
    missing = phone.locator("tbody a.whole").count()
    assert missing >= 2

    check(phone, 0, 0)
    expect(phone.locator("#result .word")).to_have_text("合格")
    expect(phone.locator("#result")).to_contain_text("核查正常")
    expect(phone.locator(".heading .word")).to_have_text(re.compile(r"^下次核查不晚于 \d{4}-\d\d-\d\d$"))
    assert fits_the_screen(phone)

    check(phone, 1, 200)
    expect(phone.locator("#result .word")).to_have_text("不合格")
    expect(phone.locator("#result")).to_contain_text("经检定合格后方可恢复使用")
    assert fits_the_screen(phone)

    phone.goto("/console/weekly-checks")
    expect(phone.locator("tbody a.whole")).to_have_count(missing - 2)
    phone.goto("/console/weekly-checks?show=stopped")
    expect(phone.locator("tbody tr")).to_have_count(1)


def test_a_reading_that_is_no_number(phone: Page):
    """The fault stands at the field, and what was typed well is still there."""
    enter(phone, "administrator-chenguang")
    phone.goto("/console/weekly-checks?show=all")
    phone.locator("tbody a.whole").first.tap()
    phone.fill("#weights", "M1-虚构-0001")
    phone.fill("#reading_1", "15.005")
    phone.fill("#reading_2", "十五公斤")
    phone.get_by_role("button", name="立即判定").tap()
    expect(phone.locator("#reading_2-wrong")).to_be_visible()
    expect(phone.locator("#reading_1")).to_have_value("15.005")
