"""The market manager's journey through the real processes: from the queue to a paid shopper, a card and an answer."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-4.2.4.4", "T4-4.2.4.5", "T4-4.2.1.4")]
MANAGERS = ("manager-hewan", "manager-chenguang")
EXCEEDED = re.compile("超过(国家|市场)限值")


def enter(desk: Page, account: str) -> None:
    desk.context.clear_cookies()
    desk.goto("/console/sign-in")
    desk.locator(".accounts button", has_text=account).click()
    desk.wait_for_url("**/console/today")


def open_a_complaint(desk: Page) -> None:
    """The first complaint, at either market, about goods that a check scale found short beyond the limit."""

    def found() -> bool:
        for account in MANAGERS:
            enter(desk, account)
            desk.goto("/console/complaints?state=lodged")
            if desk.locator("tbody tr", has_text=EXCEEDED).count():
                return True
        return False

    until(found, "somebody complained of a shortfall", 120)
    desk.locator("tbody tr", has_text=EXCEEDED).first.locator("a.whole").click()
    desk.wait_for_url("**/console/complaints/TS*")


def press(desk: Page, move: str, **answers: str) -> None:
    """Fill in the form of a move and send it."""
    form: Locator = desk.locator(f"#move-{move} form")
    form.evaluate("form => { form.closest('details').open = true }")
    for name, answer in answers.items():
        form.locator(f"[name={name}]").fill(answer)
    form.locator("button").click()


def made(desk: Page, move: str, **answers: str) -> None:
    press(desk, move, **answers)
    expect(desk.locator(".said")).to_have_text("已记录。")


def owed(desk: Page) -> tuple[str, str]:
    """Refund and compensation as the page computes them."""
    refund, compensation = desk.locator(".tally dd").all_inner_texts()[:2]
    return refund.removeprefix("¥"), compensation.removeprefix("¥")


def sign_the_agreement(desk: Page) -> None:
    """The shopper writes a name on the screen below the agreement, and it stands on the paper."""
    desk.get_by_role("link", name="消费争议调解协议书").click()
    form = desk.locator("form", has=desk.locator("#name-complainant"))
    form.locator("button", has_text="签字").click()
    expect(desk.locator("#name-complainant-wrong")).to_be_visible()
    form.locator("[name=name]").fill("顾客（虚构）")
    field = form.locator("canvas")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    desk.mouse.move(box["x"] + 20, box["y"] + 20)
    desk.mouse.down()
    for at in range(1, 12):
        desk.mouse.move(box["x"] + 20 + at * 12, box["y"] + 20 + (at % 3) * 25)
    desk.mouse.up()
    form.locator("button", has_text="签字").click()
    expect(desk.locator(".signed polyline")).to_have_count(1)
    answer = desk.request.get(f"{desk.url}.pdf")
    assert answer.body().startswith(b"%PDF")
    desk.locator("a.back").click()


def test_a_complaint_is_worked_to_its_end(desk: Page):
    """Both sides are called, the goods weighed again, what is owed agreed, the market pays first, a card decided."""
    open_a_complaint(desk)
    expect(desk.locator(".verdict-line.bad")).to_have_text(re.compile("^少了 "))
    expect(desk.locator(".rule")).to_have_count(2)
    refund, compensation = owed(desk)
    assert float(compensation) >= 500

    made(desk, "accept")
    made(desk, "call-operator", text="摊主承认没有归零。")
    made(desk, "call-consumer", text="消费者要求退赔。")
    made(desk, "start-mediation")

    press(desk, "repeat-weighing", settled_mg="一公斤", actual_mg="", witness="")
    expect(desk.locator("#move-repeat-weighing .wrong")).to_have_count(3)
    expect(desk.locator("#repeat-weighing-settled_mg")).to_have_value("一公斤")
    made(desk, "repeat-weighing", settled_mg="1", actual_mg="0.9", witness="值班员")

    press(desk, "agree", refund_fen=refund, compensation_fen="1")
    expect(desk.locator("#move-agree .wrong")).to_have_text(f"不得少于 ¥{compensation}。")
    made(desk, "agree", refund_fen=refund, compensation_fen=compensation)

    expect(desk.locator("#card .word").first).to_have_text(re.compile("黄牌|红牌"))
    made(desk, "advance")
    desk.locator("#card button", has_text="确认亮牌").click()
    expect(desk.locator("#card-reason-wrong")).to_be_visible()
    desk.fill("#card-reason", "证据充分。")
    desk.locator("#card button", has_text="确认亮牌").click()
    expect(desk.locator("#card .word.bad")).to_have_text("已确认")

    sign_the_agreement(desk)

    made(desk, "close", answer="市场已先行赔付，并对经营者亮牌。")
    expect(desk.locator(".moves details")).to_have_count(1)
    made(desk, "recover", recovered_fen=desk.input_value("#recover-recovered_fen"))
    expect(desk.locator(".moves")).to_have_count(0)
    expect(desk.locator(".story li")).to_have_count(10)
    expect(desk.locator(".heading .word").first).to_have_text("已办结")


def test_a_complaint_prints_as_a_record(desk: Page):
    """On paper there is the evidence and the story, and nothing to press."""
    open_a_complaint(desk)
    desk.emulate_media(media="print")
    expect(desk.locator(".rail")).to_be_hidden()
    expect(desk.locator(".moves")).to_be_hidden()
    expect(desk.locator("#evidence")).to_be_visible()
    expect(desk.locator("#story")).to_be_visible()


def test_the_desk_works_with_the_keyboard_alone(desk: Page):
    """The first stop of the tab key skips to the content, and whatever has the focus shows it."""
    enter(desk, MANAGERS[0])
    desk.goto("/console/complaints")
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip")).to_be_focused()
    desk.keyboard.press("Tab")
    width = desk.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2
