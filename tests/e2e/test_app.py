"""The shopper's app in a browser, on a phone, through the real processes; without a network, in English, in large."""

import re
from io import BytesIO
from random import Random

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.e2e.browsing import PHONE
from tests.e2e.market import LivingMarket
from tests.e2e.shopper_app import everybody_can_use, open_code, open_page
from tests.e2e.test_shopper import work_as_manager
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-5.3.3", "T4-4.2.4.3", "TZ-3.1")]
A_SHORT_PURCHASE = """
    SELECT purchase_code FROM measuring_recheck
    WHERE market_exceeded AND pairing = 'paired' AND original_state ORDER BY id DESC LIMIT 1"""
A_SCALE = """
    SELECT serial FROM register_instrument
    WHERE kind = 'trade-scale' AND stall_id IS NOT NULL ORDER BY id LIMIT 1"""
A_CAMERA = """
    window.BarcodeDetector = class { async detect() { return window.inSight ? [{ rawValue: window.inSight }] : [] } }
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas')
      canvas.getContext('2d').fillRect(0, 0, 9, 9)
      return canvas.captureStream(5)
    }
"""


def asked(market: LivingMarket, question: str) -> str:
    with psycopg.connect(market.database_url, autocommit=True) as connection:
        found: list[str] = []

        def answered() -> bool:
            found[:] = [row[0] for row in connection.execute(question).fetchall()]
            return bool(found)

        until(answered, "the city has one", 90)
        return found[0]


def a_photograph() -> FilePayload:
    """Noise does not compress, so it travels in several pieces."""
    content = BytesIO()
    Image.frombytes("RGB", (900, 700), Random(7).randbytes(900 * 700 * 3)).save(content, "JPEG", quality=95)
    return {"name": "crabs.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def take_photograph(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="拍照").tap()
    chooser.value.set_files([a_photograph()])
    expect(page.locator(".shot img")).to_have_count(1)


def close_as_manager(desk: Page) -> None:
    form = desk.locator("#move-close form")
    form.evaluate("form => { form.closest('details').open = true }")
    form.locator("[name=answer]").fill("已退款并赔偿。")
    form.locator("button").click()
    expect(desk.locator("#move-close")).to_have_count(0)


def test_from_a_scan_to_the_rating(phone: Page, desk: Page, living_market: LivingMarket):
    """Three touches from the code to the complaint; every step is seen; a bad rating is asked why."""
    open_code(phone, asked(living_market, A_SHORT_PURCHASE))
    expect(phone.locator(".verdict .h1")).to_have_text(re.compile(r"^少了 [\d.]+ (千)?克$"))
    everybody_can_use(phone)
    phone.get_by_role("button", name="我要投诉").tap()
    expect(phone.get_by_role("radio", name="少了秤")).to_have_attribute("aria-checked", "true")
    everybody_can_use(phone)
    phone.get_by_role("button", name="提交投诉").tap()
    expect(phone.locator(".verdict .h1").first).to_have_text("已提交")
    everybody_can_use(phone)

    number = phone.locator(".verdict .number").first.inner_text()
    market = "chenguang" if "晨光" in phone.locator(".facts").last.inner_text() else "hewan"
    work_as_manager(desk, number, market)
    close_as_manager(desk)

    open_page(phone, "mine/mine")
    expect(phone.locator(".line .word").first).to_have_text("请评价")
    phone.locator(".line button").first.tap()
    expect(phone.locator(".verdict .h1").first).to_have_text("已办结")
    phone.get_by_role("radio", name="2 星").tap()
    everybody_can_use(phone)
    phone.get_by_role("button", name="提交评价").tap()
    expect(phone.locator(".fault")).to_be_visible()
    phone.get_by_label("哪里做得不好").fill("等了太久")
    phone.get_by_role("button", name="提交评价").tap()
    expect(phone.get_by_text("您评了 2 星，谢谢。")).to_be_visible()
    expect(phone.locator(".story .event").last).to_contain_text("等了太久")
    desk.reload()
    expect(desk.locator(".story")).to_contain_text("等了太久")


def test_without_a_network(phone: Page, living_market: LivingMarket):
    """Opened once, the app opens without a network; the draft is there; what was sent goes by itself later."""
    open_page(phone, "place/place")
    phone.wait_for_function("navigator.serviceWorker.ready.then((one) => Boolean(one.active))")
    phone.get_by_label("输入市场的名字").fill("河湾")
    expect(phone.locator(".line")).to_have_count(1)
    phone.locator(".line button").tap()
    phone.get_by_label("输入摊位号或名字").wait_for()
    everybody_can_use(phone)
    phone.get_by_role("button", name="不知道摊位").tap()
    phone.get_by_role("radio", name="不让我复秤").tap()
    phone.get_by_label("还想说什么").fill("三斤螃蟹")
    take_photograph(phone)

    phone.context.set_offline(True)
    phone.goto("/app/")
    expect(phone.get_by_text("您有一件没写完的投诉")).to_be_visible()
    phone.get_by_role("button", name="继续填写").tap()
    expect(phone.get_by_label("还想说什么")).to_have_value("三斤螃蟹")
    expect(phone.locator(".shot img")).to_have_count(1)
    phone.get_by_role("button", name="提交投诉").tap()
    expect(phone.locator(".verdict .h1")).to_have_text("已保存在手机里")
    everybody_can_use(phone)

    phone.context.set_offline(False)
    expect(phone.locator(".verdict .h1").first).to_have_text("已提交", timeout=20_000)
    expect(phone.locator(".shots img")).to_have_count(1, timeout=20_000)


def test_a_photograph_that_is_cut_off_goes_on(phone: Page, living_market: LivingMarket):
    """The second piece is lost twice: what had arrived is not sent again, and the photograph is whole in the end."""
    offsets: list[int] = []

    def lose(route: Route) -> None:
        offset = int(route.request.url.rsplit("/", 1)[1])
        offsets.append(offset)
        if offset and offsets.count(offset) <= 2 and offset == min(one for one in offsets if one):
            route.abort("connectionfailed")
        else:
            route.continue_()

    phone.route("**/photographs/*/*", lose)
    open_code(phone, asked(living_market, A_SCALE))
    phone.get_by_role("button", name="我要投诉").tap()
    take_photograph(phone)
    phone.get_by_role("button", name="提交投诉").tap()
    expect(phone.locator(".notice[role=status]").last).to_contain_text("照片还有 1 张在发送")
    expect(phone.locator(".shots img")).to_have_count(1, timeout=40_000)
    assert offsets.count(0) == 1
    assert len(offsets) == len(set(offsets)) + 2


def test_by_the_camera(phone: Page, living_market: LivingMarket):
    """A browser that knows codes shows the camera; what it sees is opened; closing it leaves everything as it was."""
    phone.add_init_script(A_CAMERA)
    open_page(phone)
    everybody_can_use(phone)
    phone.get_by_role("button", name="扫一扫").tap()
    phone.get_by_role("button", name="关闭").tap()
    expect(phone.locator(".finder")).to_have_count(0)
    phone.get_by_role("button", name="扫一扫").tap()
    phone.evaluate("code => { window.inSight = code }", asked(living_market, A_SHORT_PURCHASE))
    expect(phone.locator(".verdict .h1")).to_have_text(re.compile("^少了"))


def test_in_english_and_in_large_type(chromium: Browser, living_market: LivingMarket):
    """Who reads English is met in English; large type is a third larger and still fits a small phone."""
    small = PHONE | {"viewport": {"width": 320, "height": 568}}
    context = chromium.new_context(base_url=living_market.url, locale="en-GB", **small)
    page = context.new_page()
    open_page(page)
    expect(page.locator(".h1")).to_have_text("Was the weight right?")
    page.get_by_role("button", name="Larger").tap()
    assert page.locator(".app").evaluate("one => getComputedStyle(one).fontSize") == "24px"
    everybody_can_use(page)
    open_page(page, "guide/guide")
    expect(page.locator(".step img")).to_have_count(5)
    assert page.locator(".step img").evaluate_all("all => all.every((one) => one.complete && one.naturalWidth > 0)")
    everybody_can_use(page)
    open_code(page, asked(living_market, A_SCALE))
    expect(page.locator(".verdict")).to_contain_text(re.compile("may be used|must not be used"))
    everybody_can_use(page)
    page.get_by_role("button", name="中文").tap()
    expect(page.locator(".verdict")).to_contain_text("秤")
    context.close()


@pytest.mark.requirement("QH-input")
def test_what_is_no_code(phone: Page):
    """Said, with the way on without a code; a number that nobody can call is asked about beside its field."""
    open_page(phone)
    phone.get_by_label("输入秤上的编号").fill("没有这台秤")
    phone.get_by_role("button", name="查看").tap()
    expect(phone.get_by_role("alert")).to_contain_text("没有找到")
    everybody_can_use(phone)
    phone.get_by_role("button", name="没有码，也能投诉").tap()
    phone.locator(".line button").first.tap()
    phone.get_by_role("button", name="不知道摊位").tap()
    phone.get_by_label("您的电话").fill("打给我")
    phone.get_by_role("button", name="提交投诉").tap()
    expect(phone.locator("#phone-fault")).to_be_visible()
    expect(phone.get_by_label("您的电话")).to_have_value("打给我")
    everybody_can_use(phone)
    phone.get_by_label("您的电话").fill("")
    phone.get_by_role("button", name="提交投诉").tap()
    expect(phone.locator(".verdict .h1").first).to_have_text("已提交")
