"""A volunteer's journey through the real processes: scan a receipt, see what the check scale found, tell, be told."""

import re

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.market import LivingMarket
from tests.e2e.staff import sign_in
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("TZ-3.2")]


def a_short_purchase(market: LivingMarket) -> str:
    """The code of a receipt of 东屏区, once the check scale found too much missing in a purchase there."""
    asked = (
        "SELECT purchase_code FROM measuring_recheck WHERE area LIKE '99/01/01/%' AND market_exceeded AND"
        " original_state ORDER BY checked_at DESC LIMIT 1"
    )
    found: list[str] = []

    def seen() -> bool:
        with psycopg.connect(market.database_url) as connection:
            found.extend(row[0] for row in connection.execute(asked))
        return bool(found)

    until(seen, "a re-weighing exceeded the limit", 120)
    return found[0]


def fits_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_scan_to_what_became_of_it(phone: Page, desk: Page, living_market: LivingMarket):
    """One scan and a few taps, the network gone in between; at the desk somebody decides, and the phone tells it."""
    sign_in(desk, "regulator-dongping")
    sign_in(phone, "volunteer")
    phone.locator("#code").fill(a_short_purchase(living_market))
    phone.get_by_role("button", name="开始").tap()
    expect(phone.locator(".verdict-line.bad")).to_be_visible()
    assert phone.locator("[name=settled], [name=reading]").count() == 0
    phone.locator(".look", has_text="铅封完好").get_by_text("否", exact=True).tap()
    phone.locator("#note").fill("秤的显示背向顾客")
    assert fits_the_screen(phone)

    phone.context.set_offline(True)
    phone.get_by_role("button", name="发送核查").tap()
    expect(phone.locator("[data-draft-said]")).to_contain_text("没有网络")
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("[data-draft-said]")).to_contain_text("已恢复")
    expect(phone.locator("#note")).to_have_value("秤的显示背向顾客")
    phone.get_by_role("button", name="发送核查").tap()
    phone.wait_for_url(re.compile(r"/console/spot-checks/\d+\?new=1$"))
    expect(phone.locator(".outcome h1")).to_contain_text("监管单位已收到")
    check = phone.url.partition("?")[0]

    desk.goto(check)
    expect(desk.locator("section:has(#findings)")).to_contain_text("可能事出有因")
    desk.locator("summary", has_text="已告知经营者").click()
    desk.locator("#told-reason").fill("已与摊主当面复秤")
    desk.locator("#told-answer").fill("摊主已把秤转向顾客。")
    desk.locator("details[open] button").click()
    expect(desk.locator(".heading .word")).to_have_text("已告知")

    phone.goto(check)
    expect(phone.locator(".outcome")).to_contain_text("摊主已把秤转向顾客。")
    assert "已与摊主当面复秤" not in phone.locator("main").inner_text()
    assert fits_the_screen(phone)
