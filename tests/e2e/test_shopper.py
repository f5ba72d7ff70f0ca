"""The shopper's journey through the real processes: scan, understand, complain, follow, be paid."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("C21-3.3", "T4-5.3.3", "T4-4.2.4.4")]
DEMO_PASSWORD = "quanheng-demo-2026"


def open_a_short_purchase(page: Page) -> None:
    """From the first page, once somebody in the city was short-changed."""

    def seen() -> bool:
        page.goto("/")
        return page.locator(".door.shopper .word.bad").count() > 0

    until(seen, "a re-weighing exceeded the limit", 90)
    page.locator(".door.shopper .button").first.tap()
    page.wait_for_url(re.compile(r"/01/\d+/21/.+&s="))


def fits_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def work_as_manager(desk: Page, number: str, market: str) -> None:
    """Accept, mediate, agree on what is owed, and pay: as the market's manager does it at the desk."""
    desk.goto(f"/console/sign-in?as=manager-{market}&next=/console/complaints/{number}")
    desk.fill("#password", DEMO_PASSWORD)
    desk.locator("main form button.btn-primary").first.click()
    desk.wait_for_url(f"**/console/complaints/{number}")
    for move in ("accept", "start-mediation", "agree", "pay"):
        form = desk.locator(f"#move-{move} form")
        form.evaluate("form => { form.closest('details').open = true }")
        for name, amount in (("refund_fen", "100"), ("compensation_fen", "5000"), ("paid_fen", "5100")):
            if form.locator(f"[name={name}]").count():
                form.locator(f"[name={name}]").fill(amount)
        form.locator("button").click()
        expect(desk.locator(f"#move-{move}")).to_have_count(0)


def test_from_a_scan_to_the_payment(phone: Page, desk: Page):
    """A layperson reads what is missing, complains in one screen, and sees by the link that the stall has paid."""
    open_a_short_purchase(phone)
    expect(phone.locator(".verdict h1")).to_have_text(re.compile(r"^少了 [\d.]+ (千)?克$"))
    expect(phone.locator(".verdict p")).to_have_text(re.compile(r"^超过允许的 \d+ 克。$"))
    expect(phone.locator(".rule")).to_have_count(2)
    assert fits_the_screen(phone)

    phone.get_by_role("link", name="我要投诉").last.tap()
    phone.wait_for_url(re.compile(r"/complain\?code="))
    assert fits_the_screen(phone)
    phone.get_by_label("您的电话").fill("138 0000 0000")
    phone.get_by_role("button", name="提交投诉").tap()
    phone.wait_for_url(re.compile(r"/c/[a-z2-7]{32}\?new=1$"))
    expect(phone.locator(".verdict h1")).to_have_text("已提交")
    link = phone.locator("#link").input_value()
    assert fits_the_screen(phone)

    number = phone.locator(".verdict .code").inner_text()
    market = "chenguang" if "晨光" in phone.locator("main").inner_text() else "hewan"
    work_as_manager(desk, number, market)

    phone.goto(link)
    expect(phone.locator(".verdict h1")).to_have_text("已赔付")
    steps = phone.locator(".steps li b").all_inner_texts()
    assert steps[:5] == ["您提交了投诉", "投诉已受理", "开始调解", "双方达成协议", "摊主已向您赔付"]
    expect(phone.locator(".sums")).to_contain_text("¥5100.00")


def test_without_script_and_in_english(bare_phone: Page):
    """An old phone that runs no script lodges, follows and withdraws all the same."""
    open_a_short_purchase(bare_phone)
    expect(bare_phone.locator(".verdict p")).to_have_text(re.compile("^That is more than the .* that may be missing.$"))
    bare_phone.get_by_role("link", name="Complain", exact=True).last.tap()
    bare_phone.get_by_label("Your phone number").fill("call me")
    bare_phone.get_by_role("button", name="Send the complaint").tap()
    expect(bare_phone.locator(".faults")).to_contain_text("Please enter a telephone number, digits only.")
    bare_phone.get_by_label("Your phone number").fill("")
    bare_phone.get_by_role("button", name="Send the complaint").tap()
    expect(bare_phone.locator(".verdict h1")).to_have_text("Lodged")
    bare_phone.locator("summary", has_text="Withdraw").tap()
    bare_phone.get_by_role("button", name="Yes, withdraw it").tap()
    expect(bare_phone.locator(".verdict h1")).to_have_text("Withdrawn")


def test_the_scale_behind_the_receipt(phone: Page):
    """From the purchase to the scale, and into English by one press."""
    open_a_short_purchase(phone)
    phone.get_by_role("link", name="查看这台秤的全部信息").tap()
    expect(phone.locator(".verdict h1")).to_have_text(re.compile("今天可以使用|不得使用"))
    phone.get_by_role("button", name="English").tap()
    expect(phone.locator("main")).to_contain_text("What the register says")
    assert fits_the_screen(phone)


def test_a_receipt_that_was_changed(phone: Page):
    """One digit of the price changed on paper, and the page says that the receipt is not genuine."""
    open_a_short_purchase(phone)
    answer = phone.goto(phone.url.replace("&a=", "&a=9"))
    assert answer is not None
    assert answer.status == 400
    expect(phone.locator("h1")).to_have_text("这张小票不真实")
    phone.get_by_role("link", name="不用码投诉").tap()
    expect(phone.locator("h1")).to_have_text("在哪里发生的？")


@pytest.mark.requirement("QH-live")
def test_the_first_page_stays_current(desk: Page):
    """The number of weighings grows under the visitor's eyes, without a reload."""
    desk.goto("/")
    before = desk.locator('[data-number="stored"]').inner_text()
    expect(desk.locator('[data-number="stored"]')).not_to_have_text(before, timeout=30_000)
