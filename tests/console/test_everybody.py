"""Every page can be used by everybody: read aloud, on a phone, in both languages, also when a form was filled in amiss.

A new address is tried by itself: tests/console/shown.py walks console/urls.py and public/urls.py.
"""

import mimetypes
from pprint import pformat
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from playwright.sync_api import Page, Route, sync_playwright

from tests.cast import assemble
from tests.console.conftest import a_scene
from tests.console.shown import Shown, shown
from tests.e2e.browsing import PHONE, launched
from tests.e2e.shopper_app import AXE

# The mark has the database set up before `rendered` asks for it.
pytestmark = [pytest.mark.requirement("QH-everybody"), pytest.mark.django_db]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
ORIGIN = "http://quanheng.invalid"
RULES = {"resultTypes": ["violations"], "preload": False}


@pytest.fixture(scope="module")
def rendered(django_db_setup: None, django_db_blocker: Any) -> list[Shown]:
    with django_db_blocker.unblock(), transaction.atomic():
        pages = shown(a_scene(assemble()))
        transaction.set_rollback(True)
    return pages


def answer(route: Route, pages: dict[str, str]) -> None:
    """The browser gets a page as it was rendered, and styles and scripts from their files."""
    path = route.request.url.removeprefix(ORIGIN)
    if path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
        route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0] or "")
    elif path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    else:
        route.abort()


# What axe leaves to taste: one heading for a page, headings for a table, beside a field what is wrong with it.
HOUSE = """
() => [
  ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']),
  ...[...document.querySelectorAll('table:not(:has(th))')].map((one) => 'a table without headings'),
  ...[...document.querySelectorAll('[aria-invalid="true"]')]
    .filter((one) => !(one.getAttribute('aria-describedby') ?? '').split(' ').some((id) => document.getElementById(id)))
    .map((one) => `says not what is wrong: ${one.outerHTML}`),
]
"""


def too_wide(page: Page, size: dict[str, Any]) -> list[str]:
    page.set_viewport_size(size["viewport"])
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"wider than {size['viewport']['width']} pixels"] if too_wide else []


def serious(page: Page) -> list[str]:
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:300]}" for one in grave for node in one["nodes"]]


def faults_of(pages: list[Shown]) -> dict[str, list[str]]:
    """On a phone, with everything unfolded; on a desk only whether it fits.

    The browser is closed before the test ends: while one is driven, Django refuses the database in this thread.
    """
    at = {f"/{number}": one.html for number, one in enumerate(pages)}
    faults = {}
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_context(base_url=ORIGIN, reduced_motion="reduce", **PHONE).new_page()
        page.route("**/*", lambda route: answer(route, at))
        page.add_init_script(path=AXE)
        for path, one in zip(at, pages, strict=True):
            page.goto(path)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            faults[str(one)] = serious(page) + page.evaluate(HOUSE) + too_wide(page, DESK) + too_wide(page, PHONE)
    return {name: found for name, found in faults.items() if found}


def test_every_page(rendered: list[Shown]):
    """axe finds nothing serious on any page, and none is wider than the screen."""
    assert not (faults := faults_of([one for one in rendered if not one.amiss])), pformat(faults, width=160)


def test_every_form_that_was_filled_in_amiss(rendered: list[Shown]):
    """Nor on a page that says what is wrong in a form."""
    assert not (faults := faults_of([one for one in rendered if one.amiss])), pformat(faults, width=160)


STOPS = "main :is(a[href], button, input:not([type=hidden], [type=file]), select, textarea, summary)"
HERE = """
() => {
  const [here, look] = [document.activeElement, getComputedStyle(document.activeElement)]
  return [here.matches(".skip"), here.outerHTML, look.outlineStyle !== "none" || look.boxShadow !== "none"]
}
"""


def test_a_complaint_is_worked_by_keyboard(rendered: list[Shown]):
    """The first stop leads past the ways; every link, button and field is a stop, and each is seen to be one."""
    complaint = next(one for one in rendered if one.of == "complaint")
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_context(base_url=ORIGIN, **DESK).new_page()
        page.route("**/*", lambda route: answer(route, {"/": complaint.html}))
        page.goto("/")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.keyboard.press("Tab")
        assert page.evaluate(HERE)[0]
        page.keyboard.press("Enter")
        wanted = page.locator(STOPS).evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML)"
        )
        reached: dict[str, bool] = {}
        for _ in range(len(wanted) + 20):
            page.keyboard.press("Tab")
            _skips, stop, is_seen = page.evaluate(HERE)
            reached[stop] = is_seen
    assert [one for one in wanted if not reached.get(one)] == []
