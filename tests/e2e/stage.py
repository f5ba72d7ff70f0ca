"""The fixed cast on a stage of its own: a server in this process, and for everybody a device to act from.

Where no scale has to send and no clock has to run, this is ready in seconds, and the test knows every row.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from quanheng.cases.lodge import Lodged
from tests.cast import PASSWORD, Cast, assemble
from tests.e2e.browsing import PHONE
from tests.shopping import buy, complain, weigh_again

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@dataclass
class Stage:
    """The authority walks through the market with a phone; the managers sit at a desk."""

    url: str
    cast: Cast
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    purchases: int = 0

    def page(self, who: str, device: dict[str, Any]) -> Page:
        if who not in self.pages:
            self.pages[who] = self.browser.new_context(base_url=self.url, locale="zh-CN", **device).new_page()
        return self.pages[who]

    def staff(self, username: str) -> Page:
        person = self.cast.people[username]
        page = self.page(username, PHONE if person.role == "regulator" else DESK)
        if not page.context.cookies():
            client = Client()
            client.force_login(person)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}])
        return page

    def shopper(self) -> Page:
        return self.page("shopper", PHONE)

    def lodged(self, about: str, **given: Any) -> Lodged:
        """About a purchase found short, one that was right, or a place, without a receipt."""
        self.purchases += 1
        key = f"a-random-submission-key-{self.purchases}"
        if about == "place":
            return complain("", key=key, market_id=self.cast.chenguang.pk, **given)
        code = buy(seq=100 + self.purchases)
        weigh_again(code, 940_000 if about == "short" else 1_000_000, seq=self.purchases)
        return complain(code, key=key, **given)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, chromium: Browser) -> Iterator[Stage]:
    # Playwright keeps a loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        try:
            yield Stage(server.url, assemble(), chromium)
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            connections.close_all()  # those of the loop, which nobody else finds
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than the screen: {page.url}"


def press(page: Page, number: str, move: str, answers: dict[str, str]) -> None:
    """Open the complaint, fill in the form of a move and send it."""
    page.goto(f"/console/complaints/{number}")
    form = page.locator(f"#move-{move} form")
    form.evaluate("form => { form.closest('details').open = true }")
    for name, answer in answers.items():
        given = form.locator(f"[name={name}]")
        if given.evaluate("field => field.tagName") == "SELECT":
            given.select_option(answer)
        else:
            given.fill(answer)
    form.locator("button").click()


def made(page: Page, number: str, move: str, said: str = "已记录。", **answers: str) -> None:
    press(page, number, move, answers)
    expect(page.locator(".said")).to_have_text(said)
    fits(page)


__all__ = ["PASSWORD", "Stage", "fits", "made", "press", "stage"]
