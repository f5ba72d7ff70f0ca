"""The shopper's app as it is served: built, speaking to nobody else, with the same choices as the server."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from tools import app_choices

from quanheng.cases.categories import Category

pytestmark = pytest.mark.requirement("T4-5.3.3")
APPLICATION = Path(__file__).resolve().parents[2] / "frontend" / "complaint"
BUILT = (settings.WHITENOISE_ROOT / "app", APPLICATION / "dist" / "build" / "mp-weixin")
ADDRESS = re.compile(r"https?://([\w.-]+\.[a-z]{2,})")
# Names of languages for drawings, a page that an error message points to, and the server that an installation replaces.
HARMLESS = {"www.w3.org", "vuejs.org", "uniapp.dcloud.net.cn", "quanheng.example"}
WORD = re.compile(r"^  '?([\w-]+)'?: '(.*)',$", re.MULTILINE)


def words(language: str) -> dict[str, str]:
    return dict(WORD.findall((APPLICATION / "src" / "words" / f"{language}.js").read_text(encoding="utf-8")))


def test_it_is_served(client):
    """At /app/, and its parts may be kept for ever, since their names change with them."""
    page = client.get("/app/")
    text = b"".join(page.streaming_content).decode() if page.streaming else page.content.decode()
    part = re.search(r"/app/assets/[\w.-]+\.js", text)[0]
    assert "immutable" in client.get(part)["Cache-Control"]
    assert client.get("/app/worker.js").status_code == 200


@pytest.mark.parametrize("built", BUILT, ids=["browser", "wechat"])
def test_it_speaks_to_nobody_else(built):
    """No font, picture, statistics or advertisement of anybody; whoever complains is nobody else's business."""
    files = [path for path in built.rglob("*") if path.suffix in {".js", ".css", ".html", ".json", ".wxml", ".wxss"}]
    assert files
    hosts = {host for path in files for host in ADDRESS.findall(path.read_text(encoding="utf-8"))}
    assert hosts <= HARMLESS


def test_its_choices_are_those_of_the_server():
    """Goods and kinds of complaint are built in, for a market without a network: `python -m tools.app_choices`."""
    assert app_choices.CHOICES.read_text(encoding="utf-8") == app_choices.choices()
    assert set(Category.values) <= words("zh").keys()


def test_both_languages_say_everything():
    """With the same figures in each sentence."""
    chinese, english = words("zh"), words("en")
    assert chinese.keys() == english.keys()
    figures = re.compile(r"\{\w+\}")
    assert [key for key in chinese if {*figures.findall(chinese[key])} != {*figures.findall(english[key])}] == []
    assert len(chinese) == len(re.findall(r"^  [\w'-]+:", (APPLICATION / "src/words/zh.js").read_text(), re.MULTILINE))


def test_its_packages_come_from_any_registry():
    """The lock file names versions and digests, and no server."""
    lock = json.loads((APPLICATION / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, one in lock["packages"].items() if one.get("resolved")]


@pytest.mark.parametrize(("area", "seen"), [("99/01/01/m001", "晨光农贸市场"), ("99/01/01/m001/s002/", "水边鲜鱼")])
def test_a_place_has_a_page_and_a_sign(cast, client, area, seen):
    """What the code on a stall opens without the app: place, telephone, complaint; printed, it is the sign."""
    page = client.get(f"/at/{area}").content.decode()
    assert seen in page
    assert "0000-1234567" in page
    link = re.search(r'href="(/complain\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert "晨光农贸市场" in client.get(link).content.decode()
    assert "<svg" in page


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("area", ["98", "99/01/01", "%00", "99/01/01/m001/s9"])
def test_a_place_that_is_none(cast, client, area):
    """A county is no place to buy at."""
    assert client.get(f"/at/{area}").status_code == 404
