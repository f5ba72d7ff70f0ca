"""A housing is opened, and only two people, a number used once and a verification bring the scale back into use."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import PHONE
from tests.e2e.market import LivingMarket
from tests.e2e.staff import confirm, open_on_phone, plan, sign_in, try_all
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("N25-3.2", "N25-3.3", "T4-4.2.5")]
SCALE = "M001-T005"
PAGE = f"/console/unlocking/{SCALE}"


@pytest.fixture(scope="module")
def real_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingMarket]:
    """Codes are of minutes, so this city lives at life's own pace."""
    with LivingMarket(tmp_path_factory.mktemp("unlocking") / "data") as market:
        yield market


def panel(market: LivingMarket, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Stand before the simulated scale, as a person does in a second terminal."""
    command = [sys.executable, "-m", "quanheng.cli", "simulate", "panel", SCALE, "--lang", "zh", *arguments]
    return subprocess.run(command, env=market.environment, capture_output=True, text=True, timeout=120)


def digits(text: str) -> str:
    return re.search(r"(\d{4}) (\d{4})", text)[0]


@pytest.fixture
def people(chromium: Browser, real_time: LivingMarket) -> Iterator[dict[str, Page]]:
    """Each at a device of their own."""
    contexts = {}
    for account, device in [
        ("manager-chenguang", {"viewport": {"width": 1280, "height": 900}}),
        ("regulator-dongping", PHONE),
        ("verifier", PHONE),
    ]:
        contexts[account] = chromium.new_context(base_url=real_time.url, locale="zh-CN", **device)
    pages = {account: context.new_page() for account, context in contexts.items()}
    for account, page in pages.items():
        sign_in(page, account)
    yield pages
    for context in contexts.values():
        context.close()


def photograph(page: Page, name: str) -> None:
    """Where QUANHENG_PICTURES names a directory, for whoever looks at the pages."""
    if directory := os.environ.get("QUANHENG_PICTURES"):
        page.screenshot(path=f"{directory}/unlocking-{name}.png", full_page=True)


def ask(manager: Page, challenge: str) -> None:
    """The number stands in the form already, as the scale told it."""

    def is_known() -> bool:
        manager.goto(PAGE)
        asked = manager.locator("#challenge")
        return asked.count() == 1 and asked.input_value() == challenge.replace(" ", "")

    until(is_known, "the platform knows that the scale is locked, and what it shows")
    manager.locator("[name=reason]").fill("更换显示屏排线。")
    photograph(manager, "ask")
    manager.locator("form:has(#challenge) button").click()
    expect(manager.locator(".said")).to_be_visible()


def authorise(regulator: Page) -> str:
    """The code, which the page shows this once."""
    regulator.goto(PAGE)
    regulator.locator("button", has_text="授权").click()
    code = digits(regulator.locator("#code").inner_text())
    photograph(regulator, "code")
    regulator.goto(PAGE)
    assert code not in regulator.locator("main").inner_text()
    return code


def enter_confirmation(manager: Page, shown: str) -> None:
    manager.goto(PAGE)
    manager.locator("[name=number]").fill(shown)
    manager.locator("form:has(#number) button").click()
    expect(manager.locator(".heading .word.good")).to_be_visible()
    photograph(manager, "done")
    expect(manager.locator("#flagged")).to_have_count(0)


def seal_anew(verifier: Page) -> None:
    """Where the opening broke the seal on record."""
    verifier.goto(f"/console/instruments/{SCALE}")
    seal = verifier.locator("#act-sealed")
    if seal.count():
        seal.locator("summary").click()
        seal.locator("[name=seal_number]").fill("演示-0001")
        seal.locator("[name=reason]").fill("维修后重新加封。")
        seal.locator("button").click()


def verify_anew(manager: Page, verifier: Page) -> None:
    manager.goto("/console/verifications/due?within=ended")
    manager.locator("tbody tr", has_text=SCALE).locator("a", has_text="申请").click()
    manager.locator("button", has_text="申请所勾选的").click()
    manager.wait_for_url("**/console/verifications/of/SQ*")
    plan(verifier, manager.url)
    open_on_phone(verifier, manager.url, SCALE)
    try_all(verifier)
    confirm(verifier, "合格")


def may_be_used(page: Page, tone: str) -> None:
    page.goto(f"/console/instruments/{SCALE}")
    expect(page.locator(f".heading .word.{tone}").first).to_be_visible()


def test_from_the_opened_housing_to_the_next_use(real_time: LivingMarket, people: dict[str, Page]):
    """Locked, asked for, authorised by another, typed in, confirmed, sealed and verified: then it may be used again."""
    manager, verifier = people["manager-chenguang"], people["verifier"]
    challenge = digits(panel(real_time, "--open").stdout)
    ask(manager, challenge)
    may_be_used(manager, "bad")
    refused = panel(real_time, "--code", "00000000")
    assert (refused.returncode, "已输错 1 次" in refused.stdout) == (1, True)
    code = authorise(people["regulator-dongping"])
    unlocked = panel(real_time, "--code", code)
    assert unlocked.returncode == 0, unlocked.stderr
    assert panel(real_time, "--code", code).returncode == 1
    enter_confirmation(manager, digits(unlocked.stdout))
    may_be_used(manager, "bad")
    seal_anew(verifier)
    verify_anew(manager, verifier)
    may_be_used(manager, "good")
    photograph(manager, "usable")


def test_the_city_unlocks_honestly_and_one_scale_by_stealth(real_time: LivingMarket, people: dict[str, Page]):
    """Left alone, the city's own people walk the pages: their scale is green; the one that nobody authorised is red."""
    regulator = people["regulator-dongping"]
    sign_in(regulator, "regulator-city")
    said = real_time.data_dir / "terminal.txt"
    until(lambda: "as the regulator authorised" in said.read_text(encoding="utf-8"), "an honest unlocking", 420)
    honest = re.search(r"(M00\d-T\d+) is unlocked, as the regulator", said.read_text(encoding="utf-8"))[1]
    regulator.goto(f"/console/unlocking/{honest}")
    expect(regulator.locator(".heading .word.good")).to_be_visible()
    expect(regulator.locator("#flagged")).to_have_count(0)

    def in_red() -> list[str]:
        regulator.goto("/console/unlocking")
        return regulator.locator("section:has(#flagged) li a").all_inner_texts()

    flagged = until(in_red, "one was unlocked without authorisation", 480)
    assert len(flagged) == 1
    assert honest not in flagged
    photograph(regulator, "red")
    expect(regulator.locator("section:has(#flagged)")).to_contain_text("时钟")
