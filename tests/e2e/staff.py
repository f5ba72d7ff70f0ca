"""What staff do again and again in the journeys: sign in, plan a verification, try a scale, confirm."""

import re

from playwright.sync_api import Page, expect


def sign_in(page: Page, account: str) -> None:
    page.context.clear_cookies()
    page.goto("/console/sign-in")
    page.locator(".accounts button", has_text=account).click()
    page.wait_for_url(re.compile("/console/(?!sign-in)"))


def plan(phone: Page, application: str) -> None:
    phone.goto(application)
    phone.locator("button", has_text="排期").click()
    expect(phone.locator(".said")).to_have_text("已记录。")


def open_on_phone(phone: Page, application: str, device_id: str) -> None:
    """Start the verification of one scale: plate, codes and seal are compared on one screen, with one tap."""
    phone.goto(application)
    phone.locator("tbody tr", has_text=device_id).locator("a.whole").click()
    phone.locator("a", has_text="与登记信息核对").click()
    expect(phone.locator("[name=serial]")).not_to_have_value("")
    phone.locator("button", has_text="开始检定").click()
    expect(phone.locator(".trial").first).to_be_visible()


def try_all(phone: Page) -> None:
    """Enter under each load exactly what lies on the scale."""
    for number in range(phone.locator(".trial").count()):
        row = phone.locator(".trial").nth(number)
        row.locator("[name=indication]").fill(row.locator(".name .number").inner_text())
        row.locator("button").click()
        expect(phone.locator(".trial").nth(number).locator(".word.good")).to_be_visible()


def confirm(phone: Page, outcome: str) -> None:
    phone.locator("button", has_text=f"确认{outcome}").first.click()
    expect(phone.locator(".heading .word")).to_have_text(outcome)
