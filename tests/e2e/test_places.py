"""An office adds a market, imports its stalls with two wrong rows, corrects them; the market's manager sees them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-5.3.2.1", "T4-5.1.3")]
MARKET = "新河农贸市场（虚构）"
HEADINGS = "市场名称,摊位号,档口类型,经营者,统一社会信用代码,入场日期"


def enter(page: Page, account: str) -> None:
    page.goto("/console/sign-in")
    page.locator(".accounts button", has_text=account).click()
    page.wait_for_url("**/console/**")


def stall(number: str, operator: str, code: str = "") -> str:
    return f"{MARKET},{number},蔬菜,{operator}（虚构）,{code},2026-01-05"


def ledger(directory: Path, name: str, *rows: str) -> Path:
    path = directory / name
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    return path


def imported(page: Page, file: Path) -> None:
    """Sent and checked, nothing entered yet."""
    page.goto("/console/imports?of=stalls")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="上传").click()
    page.wait_for_url(re.compile(r"/console/imports/\d+$"))
    page.get_by_role("button", name="检查全部行").click()
    expect(page.get_by_role("heading", name="检查结果（尚未入库）")).to_be_visible(timeout=60_000)


def add_market(page: Page) -> str:
    page.goto("/console/places/new")
    page.select_option("#new-kind", label="集贸市场")
    page.fill("#new-name", MARKET)
    page.fill("#new-run_by_uscc", "1299O100MB0000001P")
    page.get_by_role("button", name="登记建档").click()
    expect(page.locator("#new-run_by_uscc-wrong")).to_contain_text("第 5 位是“O”")
    expect(page.locator("#new-name")).to_have_value(MARKET)
    page.fill("#new-run_by_uscc", "")
    page.get_by_role("button", name="登记建档").click()
    page.wait_for_url("**/console/markets/*")
    return page.url


def lay_out(page: Page, market: str) -> None:
    page.goto(f"{market}/layout")
    for hall in ("水产厅", "活禽厅", "熟食厅"):
        page.get_by_text("新增销售区域").click()
        page.fill("#area-area_name", hall)
        page.locator("form[action$=add-area] input[name=is_enclosed]").check()
        page.locator("form[action$=add-area] button").click()
        expect(page.locator("section[aria-labelledby=areas] td .whole", has_text=hall)).to_be_visible()
    page.get_by_text("新增出入口").click()
    page.fill("#entrance-entrance_name", "东门")
    page.locator("form[action$=add-entrance] input[name=is_main]").check()
    page.locator("form[action$=add-entrance] button").click()


def test_a_market_with_its_stalls(desk: Page, tmp_path: Path):
    """Three halls ask for three check scales; 38 stalls are entered, two come back, are corrected and entered too."""
    enter(desk, "regulator-dongping")
    market = add_market(desk)
    lay_out(desk, market)
    expect(desk.locator("section[aria-labelledby=need]")).to_contain_text("至少 3 台，现有 0 台")
    expect(desk.locator("section[aria-labelledby=need]")).to_contain_text("主要出入口“东门”")

    good = [stall(f"A{n:02d}", f"经营户{n}") for n in range(1, 39)]
    wrong = [stall("A01", "重号户"), stall("A40", "错码户", "1299O100MB0000001P")]
    imported(desk, ledger(tmp_path, "摊位.csv", *good, *wrong))
    problems = desk.locator("section[aria-labelledby=problems] tbody")
    expect(problems.locator("tr")).to_have_count(2)
    expect(problems).to_contain_text("第 2 行已用此编号")
    expect(problems).to_contain_text("第 5 位是“O”")
    desk.get_by_role("button", name="确认入库 38 行").click()
    expect(desk.get_by_role("heading", name="已入库")).to_be_visible(timeout=60_000)

    right = [stall("A39", "重号户"), stall("A40", "错码户", "12990100MB0000001P")]
    imported(desk, ledger(tmp_path, "更正.csv", *good, *right))
    desk.get_by_role("button", name="确认入库 40 行").click()
    expect(desk.get_by_role("heading", name="已入库")).to_be_visible(timeout=60_000)
    expect(desk.locator(".tally").first).to_contain_text("已有38")

    desk.goto(market)
    expect(desk.locator("section[aria-labelledby=stalls] tbody tr")).to_have_count(40)
    desk.get_by_role("link", name=re.compile("^A40")).click()
    expect(desk.locator("section[aria-labelledby=history]")).to_contain_text("错码户（虚构）")

    desk.goto(market)
    desk.locator(".ways a", has_text="账号").click()
    desk.locator(".heading a.btn-primary").click()
    manager_sees(desk, invitation(desk))


def invitation(page: Page) -> str:
    """The link that only the invited person follows."""
    page.select_option("#role", "market-manager")
    page.fill("#name", "新河市场管理方（虚构）")
    page.fill("#username", "manager-xinhe")
    page.locator("form[action$=invite] button").click()
    return page.locator("#link").inner_text()


def manager_sees(page: Page, link: str) -> None:
    """On a computer of their own, with a password that nobody else knows: the own market and its forty stalls."""
    browser = page.context.browser
    assert browser is not None
    own = browser.new_context(locale="zh-CN").new_page()
    own.goto(link)
    for field in own.locator("input[type=password]").all():
        field.fill("a-long-enough-one")
    own.locator("form button.btn-primary").click()
    own.get_by_role("link", name="登录").click()
    own.fill("input[name=password]", "a-long-enough-one")
    own.locator("form button.btn-primary").click()
    expect(own.locator(".who")).to_contain_text("新河市场管理方（虚构）")
    own.goto(link.split("/console/")[0] + "/console/markets")
    own.locator("tbody a.whole").click()
    expect(own.locator("h1")).to_have_text(MARKET)
    expect(own.locator("section[aria-labelledby=stalls] tbody tr")).to_have_count(40)
    own.context.close()


def test_a_manager_keeps_the_stalls(desk: Page):
    """In the own market somebody else takes over a stall, and both stand on its page; the other market is not there."""
    enter(desk, "manager-chenguang")
    desk.goto("/console/places")
    expect(desk.locator("tbody tr")).to_have_count(1)
    desk.locator("tbody a.whole").click()
    desk.locator("section[aria-labelledby=stalls] tbody a.whole").nth(1).click()
    before = desk.locator("section[aria-labelledby=facts] dd").nth(1).inner_text()
    desk.get_by_text("变更经营者").click()
    desk.fill("#hand-over-operator_name", "新经营户（虚构）")
    desk.fill("#hand-over-since", "2026-11-01")
    desk.locator("form[action$=hand-over] button").click()
    expect(desk.locator("#hand-over-reason-wrong")).to_be_visible()
    expect(desk.locator("#hand-over-operator_name")).to_have_value("新经营户（虚构）")
    desk.fill("#hand-over-reason", "转让")
    desk.locator("form[action$=hand-over] button").click()
    history = desk.locator("section[aria-labelledby=history]")
    expect(history).to_contain_text("新经营户（虚构）")
    expect(history).to_contain_text(before)
    expect(history).to_contain_text("2026-10-31")
