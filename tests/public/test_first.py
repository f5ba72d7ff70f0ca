"""The first page, the frame of all pages, and how much of a shopper's data plan they cost."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from quanheng.public.views import first
from tests.cast import RESOLVER
from tests.shopping import complain, short_purchase

pytestmark = pytest.mark.requirement("QH-house")
PAGE_BYTES_MAX = 100_000


@pytest.fixture(autouse=True)
def fresh_numbers(monkeypatch):
    monkeypatch.setattr(first, "_shared", first._Shared())


@pytest.mark.requirement("C21-3.3")
def test_three_doors_and_a_purchase_to_scan(cast, client, settings):
    """A newcomer of the demonstration sees live numbers, three doors, and that all of it is invented."""
    settings.DEMO = True
    code = short_purchase()
    page = client.get("/").content.decode()
    for word in ("虚构", "顾客的手机", "管理方的办公桌", "监管看板", "少了 60 克", "as=chenguang", "as=city"):
        assert word in page
    assert code.removeprefix(RESOLVER).replace("&", "&amp;") in page


@pytest.mark.requirement("QH-scope")
def test_a_real_city_shows_neither_accounts_nor_purchases(cast, client, settings):
    """A purchase is its shopper's own; who works for the market is nobody's business."""
    settings.DEMO = False
    short_purchase()
    page = client.get("/").content.decode()
    for word in ("虚构的", "少了", "as=", "/21/TS-1"):
        assert word not in page


@pytest.mark.requirement("QH-live")
def test_the_numbers_can_be_asked_again(cast, client):
    """Weighings on record, a second, scales online, open complaints: as the page shows them."""
    complain(short_purchase())
    numbers = client.get("/now").json()
    assert numbers["stored"] == "1"
    assert numbers["open"] == "1"
    assert numbers["online"].endswith("/ 6")
    assert re.fullmatch(r"\d+\.\d", numbers["per_second"])


def test_language_is_switched_by_a_button(cast, client):
    """Without script, and back to the same page."""
    answer = client.post("/language", {"language": "en", "next": "/complain"})
    assert answer["Location"] == "/complain"
    assert "Where did it happen?" in client.get("/complain").content.decode()
    client.post("/language", {"language": "zh-hans", "next": "/"})
    assert "在哪里发生的" in client.get("/complain").content.decode()


@pytest.mark.requirement("QH-input")
def test_a_form_from_elsewhere_is_told_to_send_again(cast):
    """Our own page for it, not the framework's."""
    answer = Client(enforce_csrf_checks=True).post("/complain", {})
    assert answer.status_code == 403
    assert "请重新提交" in answer.content.decode()


def test_our_own_failure_is_said_in_both_languages(cast, client, monkeypatch):
    """A page that needs neither the database nor a language to be drawn."""
    monkeypatch.setattr(first, "numbers", lambda: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    for sentence in ("我们这边出错了", "Something went wrong on our side", "12315"):
        assert sentence in answer.content.decode()


def test_every_page_is_light(cast, client, settings):
    """Under 100 KB with its style and script: a market hall has thick walls."""
    settings.DEMO = True
    code = short_purchase()
    token = complain(code).token
    paths = ["/", code.removeprefix(RESOLVER), "/01/09521234543213/21/TS-1", f"/c/{token}", "/complain", "/nothing"]
    paths += ["/complain?" + urlencode({"code": code}), f"/complain?market={cast.chenguang.pk}"]
    for path in paths:
        page = client.get(path).content
        assets = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
        assert assets
        weight = len(page) + sum(Path(finders.find(asset)).stat().st_size for asset in set(assets))
        assert weight < PAGE_BYTES_MAX, f"{path} weighs {weight}"


def test_no_page_loads_anything_from_elsewhere(cast, client, settings):
    """No script, font or picture from another host: the pages work in a closed network and tell nobody."""
    settings.DEMO = True
    code = short_purchase()
    for path in ("/", code.removeprefix(RESOLVER), "/complain"):
        sources = re.findall(r'(?:src|href)="(https?:)?//[^"]*"', client.get(path).content.decode())
        assert sources == []
