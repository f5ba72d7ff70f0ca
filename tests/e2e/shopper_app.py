"""What the journeys through the shopper's app have in common: where it is, what everybody must be able to use."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page

TREE = Path(__file__).resolve().parents[2]
AXE = TREE / "frontend" / "complaint" / "node_modules" / "axe-core" / "axe.min.js"
# A thumb of an old hand that holds a bag.
THUMB = 48
SMALL_TARGETS = """
() => [...document.querySelectorAll('button, input, textarea, a')]
  .filter((one) => one.offsetParent && one.type !== 'file')
  .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < %d || box.height < %d)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)
"""


def open_page(page: Page, path: str = "home/home") -> None:
    page.goto("/app/#/" if path == "home/home" else f"/app/#/pages/{path}")


def open_code(page: Page, code: str) -> None:
    page.goto(f"/app/?code={quote(code, safe='')}")


def everybody_can_use(page: Page) -> None:
    """No serious fault for who sees, hears or moves differently; nothing too small to touch, nothing off the page."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the phone"
    assert page.evaluate(SMALL_TARGETS % (THUMB, THUMB)) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    faults = [f"{one['id']}: {node['html'][:300]}" for one in serious for node in one["nodes"]]
    assert faults == [], faults
