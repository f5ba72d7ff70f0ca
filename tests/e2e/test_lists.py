"""A county officer's list through the real processes: narrowed, remembered, taken away, and acted upon at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.e2e.market import LivingMarket
from tests.e2e.staff import sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("QH-lists")]
FILTER = "/console/instruments?kind=trade-scale&place=晨光&status=in-use&networked=yes"


@pytest.fixture(scope="module")
def own_market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingMarket]:
    """Of its own, as all its scales are applied for."""
    with LivingMarket(tmp_path_factory.mktemp("market") / "data", {"SIM_SPEED": "10"}) as market:
        yield market


@pytest.fixture
def officer(chromium: Browser, own_market: LivingMarket) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=own_market.url, locale="zh-CN", viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    sign_in(page, "regulator-dongping")
    yield page
    context.close()


def shown(page: Page) -> list[str]:
    return page.locator("tbody a.whole").all_inner_texts()


def look_at_them_first(page: Page) -> None:
    """The preview is ready when the worker has looked at every row."""
    page.locator("button", has_text="先预览").click()
    expect(page.locator("#result")).to_have_text("预览结果（尚未办理）", timeout=30_000)


def tally(page: Page) -> list[str]:
    return page.locator(".tally dd").all_inner_texts()


def do_it(page: Page) -> None:
    page.locator("button", has_text="确认办理").click()
    expect(page.locator("#result")).to_have_text("办理结果", timeout=30_000)


def saved_under(page: Page, name: str) -> None:
    page.locator(".chips summary", has_text="存为常用筛选").click()
    page.locator(".chips [name=name]").fill(name)
    page.locator(".chips button", has_text="保存").click()
    expect(page.locator(".chip.current")).to_contain_text(name)


def test_a_list_is_narrowed_saved_taken_away_and_acted_upon(officer: Page, tmp_path: Path):
    """Thirty scales of a market: the file has them as the page does; two under verification already are refused."""
    officer.goto(FILTER)
    saved_under(officer, "晨光在用秤")
    officer.goto("/console/instruments?all=1")
    officer.locator(".chip a", has_text="晨光在用秤").click()
    scales = shown(officer)
    assert len(scales) >= 30

    with officer.expect_download() as begun:
        officer.locator(".take-away a", has_text="Excel").click()
    begun.value.save_as(tmp_path / "list.xlsx")
    book = load_workbook(tmp_path / "list.xlsx")
    assert [row[0] for row in book.worksheets[0].values][1:] == scales
    assert ("筛选条件", "类别: 交易用秤") in list(book.worksheets[1].values)

    for name in scales[:2]:
        officer.locator(f"input[name=only][value='{name}']").check()
    look_at_them_first(officer)
    assert tally(officer) == ["2", "2", "0"]
    do_it(officer)

    officer.goto(FILTER)
    officer.locator("[name=scope]").select_option("all")
    look_at_them_first(officer)
    many = len(scales)
    assert tally(officer) == [f"{many}", f"{many - 2}", "2"]
    expect(officer.locator(".reasons")).to_contain_text("它已在检定中。")
    do_it(officer)
    assert tally(officer) == [f"{many}", f"{many - 2}", "2"]
    officer.locator(".tabs a", has_text="不予办理").click()
    assert shown(officer) == scales[:2]

    officer.goto("/console/verifications?state=applied")
    assert officer.locator("tbody tr").count() >= 30


def test_labels_come_as_a_sheet(officer: Page):
    """Of the ticked scales; a server without a Chinese font says so instead of printing boxes."""
    officer.goto(FILTER)
    answer = officer.request.get("/console/instrument-labels.pdf?sheet=roll-50x30&kind=check-scale")
    assert answer.body().startswith(b"%PDF-") or answer.status == 503


def test_the_list_is_narrowed_on_a_phone_without_script(chromium: Browser, own_market: LivingMarket, officer: Page):
    """Chips, filters, ticks and the look before the act are plain forms and links; nothing is wider than the page."""
    bare = chromium.new_context(
        base_url=own_market.url,
        locale="zh-CN",
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
        storage_state=officer.context.storage_state(),
    )
    page = bare.new_page()
    page.goto(FILTER)
    page.locator("input[name=only]").first.check()
    page.locator("button", has_text="先预览").click()
    expect(page.locator("h1")).to_have_text("申请检定")
    assert page.locator("body").bounding_box()["width"] <= 390
    bare.close()
