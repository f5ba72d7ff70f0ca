"""A fuel dispenser from its plate to its certificate: registered at a desk, verified nozzle by nozzle on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.staff import confirm, open_on_phone, plan, sign_in
from tests.e2e.test_verification import applied_for, verifier

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("G22-2.2", "C21-4")]
__all__ = ["verifier"]


def register_a_dispenser(desk: Page) -> str:
    """Enter it by hand, with two nozzles; the number that it has from then on."""
    desk.goto("/console/instruments")
    desk.locator("a", has_text="登记器具").click()
    desk.locator("a", has_text="燃油加油机").click()
    said = {"maker": "虚构加油机厂", "model": "JYJ-4", "serial": "YJ-0001"}
    said |= {"nozzles-0-number": "1", "nozzles-0-flow_max_ml_min": "50", "nozzles-1-number": "2"}
    for name, text in said.items():
        desk.locator(f"[name='{name}']").fill(text)
    desk.locator("[name='nozzles-0-flow_min_ml_min']").fill("60")
    desk.locator("main .btn-primary", has_text="登记建档").click()
    expect(desk.locator(".wrong")).to_have_text("上限小于下限")
    desk.locator("[name='nozzles-0-flow_min_ml_min']").fill("5")
    desk.locator("main .btn-primary", has_text="登记建档").click()
    expect(desk.locator(".said")).to_have_text("已登记建档。")
    return desk.locator("h1").inner_text()


def apply_for(desk: Page, device_id: str) -> str:
    desk.goto("/console/verifications")
    desk.locator("section[aria-labelledby='apply'] a", has_text="晨光").click()
    desk.evaluate("document.querySelectorAll('[name=instruments]').forEach(box => { box.checked = false })")
    desk.locator(f"[name=instruments][value='{device_id}']").check()
    desk.locator("button", has_text="申请所勾选的").click()
    return applied_for(desk)


def read_all(phone: Page, shown: str = "20") -> None:
    """Twenty litres in the standard vessel, and what the dispenser shows."""
    for number in range(phone.locator(".trial").count()):
        row = phone.locator(".trial").nth(number)
        row.locator("[name=reference]").fill("20")
        row.locator("[name=indication]").fill(shown)
        row.locator("button").click()
        expect(phone.locator(".trial").nth(number).locator(".word")).to_be_visible()


def test_a_dispenser_is_registered_verified_and_certified(desk: Page, verifier: Page):
    """A wrong range is said beside its field; 20.1 L for 20 fail at once; corrected, every nozzle passes."""
    sign_in(desk, "manager-chenguang")
    device_id = register_a_dispenser(desk)
    application = apply_for(desk, device_id)

    plan(verifier, application)
    open_on_phone(verifier, application, device_id)
    expect(verifier.locator(".trial")).to_have_count(12)
    verifier.locator("[name=reference]").first.fill("20")
    verifier.locator("[name=indication]").first.fill("20.1")
    verifier.locator(".trial button").first.click()
    expect(verifier.locator(".trial").first.locator(".word.bad")).to_be_visible()
    expect(verifier.locator("#outcome b")).to_have_text(re.compile("^不合格"))
    assert verifier.evaluate("document.documentElement.scrollWidth <= innerWidth")
    read_all(verifier)
    expect(verifier.locator("#outcome b")).to_have_text("各检定点均未超过最大允许误差：合格。")
    confirm(verifier, "合格")

    desk.goto(f"/console/instruments/{device_id}")
    expect(desk.locator(".heading .word.good").first).to_be_visible()
    desk.goto(application)
    number = desk.locator("tbody a[href$='paper.pdf']").inner_text()
    told = desk.request.get(f"/certificates/{number}.json").json()
    assert told["instrument"]["kind"] == "fuel-dispenser"
    assert {point["unit"] for point in told["points"]} == {"ul"}
    answer = desk.request.get(desk.locator("tbody a[href$='paper.pdf']").get_attribute("href"))
    # A server without a Chinese font says so instead of printing boxes.
    assert answer.body().startswith(b"%PDF-") or answer.status == 503
