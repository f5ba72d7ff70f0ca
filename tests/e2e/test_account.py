"""An account from its invitation to the day its phone is lost: only its owner ever knows the password and the key."""

import os
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import PHONE
from tests.e2e.market import LivingMarket
from tests.e2e.staff import sign_in
from tests.phones import code_of

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-5.3.2.1", "QH-scope")]
HOME = re.compile("/console/(today)?$")
USERNAME, PASSWORD = "new.officer", "a-long-password-of-mine"


def photograph(page: Page, name: str) -> None:
    """Where QUANHENG_PICTURES names a directory, for whoever looks at the pages."""
    if directory := os.environ.get("QUANHENG_PICTURES"):
        was = page.viewport_size
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 860})
            page.screenshot(path=f"{directory}/account-{name}-{width}.png", full_page=True)
        page.set_viewport_size(was)


def invite(manager: Page) -> str:
    """The one-time link to an account of an administrator, as the manager reads it off the page."""
    sign_in(manager, "manager-chenguang")
    manager.goto("/console/accounts/invite")
    manager.locator("#role").select_option("metrology-administrator")
    manager.locator("#name").fill("新来的计量管理员（虚构）")
    manager.locator("#username").fill(USERNAME)
    manager.locator("form[action$=invite] button").click()
    return manager.locator("#link").inner_text()


def accept(person: Page, link: str) -> None:
    person.goto(link)
    person.locator("#password").fill(PASSWORD)
    person.locator("#again").fill(PASSWORD)
    person.locator("main form button.btn-primary").click()
    expect(person.locator(".said")).to_be_visible()


def enter(person: Page) -> None:
    person.goto("/console/sign-in")
    person.locator("#username").fill(USERNAME)
    person.locator("#password").fill(PASSWORD)
    person.locator("main form button.btn-primary").click()


def set_up_phone(person: Page) -> tuple[str, list[str]]:
    """The key that the phone has now, and the recovery codes on paper."""
    person.goto("/console/my-account")
    photograph(person, "before")
    person.locator("#begin-password").fill(PASSWORD)
    person.locator("button", has_text="设置手机").click()
    key = person.locator("#key").inner_text()
    expect(person.locator(".phone-key svg")).to_be_visible()
    photograph(person, "key")
    person.locator("#code").fill("123")
    person.locator("button", has_text="确认").click()
    expect(person.locator(".wrong")).to_contain_text("验证码不正确")
    person.locator("#code").fill(code_of(key))
    person.locator("button", has_text="确认").click()
    codes = person.locator(".recovery-codes li").all_inner_texts()
    photograph(person, "recovery")
    person.locator("a", has_text="我已保存好").click()
    expect(person.locator("section:has(#second-step) .word.good")).to_be_visible()
    photograph(person, "after")
    return key, codes


def leave(person: Page) -> None:
    person.goto("/console/my-account")
    person.locator("form[action$=sign-out] button").click()
    person.wait_for_url("**/console/sign-in")


def answer(person: Page, code: str) -> None:
    person.wait_for_url("**/console/sign-in/code")
    person.locator("#code").fill(code)
    person.locator("main form button.btn-primary").click()
    person.wait_for_url(HOME)


def take_phone_away(regulator: Page) -> None:
    sign_in(regulator, "regulator-dongping")
    regulator.goto(f"/console/accounts?q={USERNAME}")
    regulator.locator("tbody a", has_text="新来的计量管理员").click()
    regulator.locator("#reason").fill("手机丢失，已当面核实本人。")
    photograph(regulator, "reset")
    regulator.locator("button", has_text="手机丢失").click()
    expect(regulator.locator(".said")).to_be_visible()
    expect(regulator.locator("section:has(#trail)")).to_contain_text("因手机丢失")


def test_from_the_invitation_to_the_lost_phone(chromium: Browser, living_market: LivingMarket, desk: Page):
    """A password set by its owner, a phone that signs in, a recovery code in between, and a phone taken away."""
    link = invite(desk)
    context = chromium.new_context(base_url=living_market.url, locale="zh-CN", **PHONE)
    person = context.new_page()
    accept(person, link)
    enter(person)
    person.wait_for_url(HOME)
    key, recovery = set_up_phone(person)
    assert len(recovery) == 10
    leave(person)
    enter(person)
    photograph(person, "second-step")
    # The code of now was used to confirm: the phone shows the next one in a moment, and that one is taken already.
    answer(person, code_of(key, 1))
    leave(person)
    enter(person)
    answer(person, recovery[0])
    take_phone_away(desk)
    leave(person)
    enter(person)
    person.wait_for_url(HOME)
    context.close()
