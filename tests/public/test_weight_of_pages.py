"""What a shopper's phone has to fetch before it shows what a scale is: little, and nothing that has to run first."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.cast import GTIN, RESOLVER, Cast, a_receipt, a_weighing

pytestmark = pytest.mark.requirement("T4-5.3.2.3")

BYTES_MAX = 100_000
REFERENCES = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(?P<path>/static/[^"]+)"')
IN_STYLES = re.compile(r"url\(['\"]?(?P<path>[^'\")]+)")


def asset(path: str) -> bytes:
    found = finders.find(path.removeprefix("/static/"))
    assert found, path
    with open(found, "rb") as file:
        return file.read()


def fetched(page: str) -> dict[str, int]:
    """Every file that the page names, with its bytes as they are; a server that compresses sends less."""
    files = {match["path"]: asset(match["path"]) for match in REFERENCES.finditer(page)}
    for path, content in list(files.items()):
        if path.endswith(".css"):
            for match in IN_STYLES.finditer(content.decode()):
                assert match["path"].startswith("data:"), f"{path} fetches {match['path']}"
    return {path: len(content) for path, content in files.items()}


def pages() -> list[str]:
    receipt = a_receipt("TS-1", a_weighing()).removeprefix(RESOLVER)
    return [f"/01/{GTIN}/21/TS-1", receipt, "/complain"]


@pytest.mark.parametrize("number", range(3), ids=["a scale", "a purchase", "a complaint"])
def test_a_scanned_code_costs_less_than_100_kb(cast: Cast, client: Client, number: int):
    """The page of a scale, of a purchase and the form to complain, each with its styles, pictures and scripts."""
    told = client.get(pages()[number])
    assert told.status_code == 200
    files = fetched(told.content.decode())
    assert any(path.endswith(".css") for path in files)
    assert len(told.content) + sum(files.values()) < BYTES_MAX, files


def test_nothing_has_to_run_before_the_answer_shows(cast: Cast, client: Client):
    """The page of a scale has no script that the browser would wait for, and answers without any."""
    told = client.get(pages()[0]).content.decode()
    scripts = re.findall(r"<script\b[^>]*>", told)
    assert all(re.search(r"\b(?:defer|async)\b|type=\"module\"", script) for script in scripts)
    assert "今天可以使用" in told
