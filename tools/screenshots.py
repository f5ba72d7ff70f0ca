"""Photograph the pages of a living demo city for the documents: `make screenshots` writes docs/pictures/.

A city is founded in a temporary directory and lives for some minutes, until it has something to show: a
re-weighing that exceeded the limit and a complaint. Then a browser goes where the journeys go.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from PIL import Image
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.e2e.market import LivingMarket

TREE = Path(__file__).resolve().parent.parent
PICTURES = TREE / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
PATIENCE_SECONDS = 240
PASSWORD = "quanheng-demo-2026"
A_SHORT_PURCHASE = """
    SELECT purchase_code FROM measuring_recheck
    WHERE market_exceeded AND pairing = 'paired' AND photograph_sha256 <> '' ORDER BY id DESC LIMIT 1"""
A_COMPLAINT = "SELECT number FROM cases_complaint ORDER BY (recheck_id IS NOT NULL) DESC, id LIMIT 1"
A_BUSY_SCALE = """
    SELECT device_id FROM register_instrument JOIN measuring_recheck ON trade_scale_id = register_instrument.id
    WHERE market_exceeded ORDER BY measuring_recheck.id DESC LIMIT 1"""
# The chart of the board needs some minutes behind it
MINUTES_TOLD = "SELECT 1 FROM measuring_tally HAVING count(DISTINCT minute) > 3"


class Photographer:
    def __init__(self, browser: Browser, market: LivingMarket) -> None:
        self.market = market
        self.broken: list[str] = []
        self.desk = self.page(browser, DESK)
        self.phone = self.page(browser, PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)

    def page(self, browser: Browser, viewport: dict, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        page = context.new_page()
        page.on("response", lambda answer: self.broken.append(answer.url) if answer.status >= 400 else None)
        page.on("requestfailed", self.fail)
        return page

    def fail(self, request: Request) -> None:
        # Leaving a live board breaks its stream off: that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.broken.append(f"{request.url} {request.failure}")

    def open(self, page: Page, path: str) -> None:
        page.goto(self.market.url + path, wait_until="load")

    def shoot(self, page: Page, name: str, *, whole: bool = False) -> None:
        # Streams never end, so there is no quiet network to wait for; charts draw within a second.
        page.wait_for_timeout(1500)
        if self.broken:
            raise SystemExit(f"not photographed, as {name} asked in vain for {', '.join(self.broken)}")
        path = PICTURES / f"{name}.png"
        page.screenshot(path=path, full_page=whole)
        # Pages have few colours: a palette makes the pictures a third of their size
        Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)
        print(f"docs/pictures/{name}.png", flush=True)


def chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def waited_for(market: LivingMarket, question: str) -> str:
    """The first answer of the database to a question that life in the city will answer sooner or later."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(market.database_url, autocommit=True) as connection:
        while time.monotonic() < give_up:
            if row := connection.execute(question).fetchone():
                return str(row[0])
            time.sleep(1)
    raise SystemExit(f"the city did not come to: {question.strip()}")


def shopper(camera: Photographer) -> None:
    code = urlsplit(waited_for(camera.market, A_SHORT_PURCHASE))
    camera.open(camera.phone, f"{code.path}?{code.query}")
    camera.shoot(camera.phone, "purchase-phone")
    camera.phone.locator("main a[href*='/complain?code=']").first.click()
    camera.shoot(camera.phone, "complain-phone", whole=True)
    camera.phone.locator("input[type=radio]").first.check()
    camera.phone.locator("main form:has(input[type=radio]) button").last.click()
    camera.phone.wait_for_url("**/c/*")
    camera.shoot(camera.phone, "follow-phone", whole=True)


def app(camera: Photographer) -> None:
    code = waited_for(camera.market, A_SHORT_PURCHASE)
    camera.open(camera.phone, f"/app/?code={quote(code, safe='')}")
    camera.phone.locator(".verdict").wait_for()
    camera.shoot(camera.phone, "app-found")
    camera.phone.get_by_role("button", name="我要投诉").click()
    camera.phone.locator("#phone").wait_for()
    camera.shoot(camera.phone, "app-complain", whole=True)
    camera.open(camera.phone, "/app/#/pages/guide/guide")
    camera.shoot(camera.phone, "app-guide", whole=True)


def signed_in(camera: Photographer, username: str) -> None:
    camera.desk.context.clear_cookies()
    camera.open(camera.desk, "/console/sign-in")
    camera.desk.locator("input[name=username]:visible").fill(username)
    camera.desk.locator("input[name=password]:visible").fill(PASSWORD)
    camera.desk.keyboard.press("Enter")
    camera.desk.wait_for_url("**/console/")


def manager(camera: Photographer) -> None:
    complaint = waited_for(camera.market, A_COMPLAINT)
    signed_in(camera, "regulator-city")
    camera.open(camera.desk, "/console/complaints")
    camera.shoot(camera.desk, "complaints")
    camera.open(camera.desk, f"/console/complaints/{complaint}")
    camera.shoot(camera.desk, "complaint")


def regulator(camera: Photographer) -> None:
    waited_for(camera.market, MINUTES_TOLD)
    camera.open(camera.desk, "/console/")
    camera.shoot(camera.desk, "board")
    camera.open(camera.desk, f"/console/instruments/{waited_for(camera.market, A_BUSY_SCALE)}")
    camera.shoot(camera.desk, "instrument")
    camera.open(camera.desk, "/console/rechecks")
    camera.shoot(camera.desk, "rechecks")


def newcomer(camera: Photographer) -> None:
    waited_for(camera.market, A_SHORT_PURCHASE)
    camera.desk.context.clear_cookies()
    camera.open(camera.desk, "/")
    camera.shoot(camera.desk, "first")


def photograph(walks: list[Callable[[Photographer], None]]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="quanheng-pictures-") as directory,
        LivingMarket(Path(directory) / "data", {"SIM_SPEED": "1"}) as market,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        camera = Photographer(browser, market)
        for walk in walks:
            walk(camera)
        browser.close()


if __name__ == "__main__":
    known = {walk.__name__: walk for walk in (shopper, app, manager, regulator, newcomer)}
    photograph([known[name] for name in sys.argv[1:] or known])
