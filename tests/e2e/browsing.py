"""A real browser for the journeys: Chromium as it is installed, without a screen, reading Chinese first."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.e2e.market import LivingMarket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One for a file of journeys, not for the session: while it runs, Django refuses the database in this thread."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture
def phone(chromium: Browser, living_market: LivingMarket) -> Iterator[Page]:
    """A shopper's phone."""
    context = chromium.new_context(base_url=living_market.url, locale="zh-CN", **PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def bare_phone(chromium: Browser, living_market: LivingMarket) -> Iterator[Page]:
    """An old phone that runs no script and reads English."""
    context = chromium.new_context(base_url=living_market.url, locale="en-GB", java_script_enabled=False, **PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(chromium: Browser, living_market: LivingMarket) -> Iterator[Page]:
    """A computer of the staff."""
    context = chromium.new_context(base_url=living_market.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
