"""The market module: the list, the page of one market, and the five unified."""

import pytest
from django.urls import reverse

from quanheng.people.models import AuditEntry
from quanheng.register.models import Place
from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("T4-5.3.2.1")
FIVE = ("unified_supply", "unified_verification")


def test_the_list_says_what_each_market_has(scene: Scene):
    """Of each market: county, stalls, instruments in use, check scales against those required, accounts, complaints."""
    page = scene.client("city", **{"accept-language": "zh-hans"}).get("/console/markets")
    rows = {line.place.name: (line, need, complaints) for line, need, complaints in page.context["rows"]}
    line, need, complaints = rows["晨光农贸市场"]
    assert (line.stalls, line.in_use, need.present, need.law.required, complaints) == (2, 4, 2, 2, 1)
    assert [person.username for person in line.people] == ["administrator", "chenguang"]
    assert rows["河湾农贸市场"][1].lacking == 1
    told = page.content.decode()
    assert "东屏区（虚构）" in told
    assert "至少 2 台，现有 1 台" in told


def test_a_market_is_found_by_its_name(scene: Scene):
    """Any part of the name of two characters finds it; one character is told to be too few."""
    client = scene.client("city")
    assert [line.place.name for line, _, _ in client.get("/console/markets?q=河湾").context["rows"]] == ["河湾农贸市场"]
    assert "名称至少输入两个字" in client.get("/console/markets?q=河").content.decode()


def test_the_page_shows_stalls_with_account_and_scales(scene: Scene):
    """Stall type, operator, account and the standing of each scale stand beside the stall; never a password."""
    told = scene.client("chenguang").get(f"/console/markets/{scene.cast.chenguang.pk}").content.decode()
    for word in ("蔬菜", "青禾蔬菜（虚构）", "stallholder", "TS-1", "TS-2", "CS-1", "检定有效"):
        assert word in told
    assert "md5$" not in told


@pytest.mark.requirement("T4-4.2.2")
def test_the_manager_states_the_five_unified_with_a_reason(scene: Scene):
    """The change, who made it and why are on the audit trail."""
    market = scene.cast.chenguang
    url = reverse("console:market-unified", args=[market.pk])
    given = dict.fromkeys(FIVE, "on") | {"reason": "统一采购完成"}
    assert scene.client("chenguang").post(url, given).status_code == 302
    market.refresh_from_db()
    assert [getattr(market, name) for name in (*FIVE, "unified_repair")] == [True, True, False]
    entry = AuditEntry.objects.get(act="market-unified")
    assert (entry.user.username, entry.reason, entry.address) == ("chenguang", "统一采购完成", "127.0.0.1")
    assert (entry.before, entry.after) == (dict.fromkeys(FIVE, False), dict.fromkeys(FIVE, True))


@pytest.mark.requirement("QH-input")
def test_no_change_without_a_reason(scene: Scene):
    """Without a reason nothing is written, what was ticked stays ticked, and the page says what is missing."""
    url = reverse("console:market-unified", args=[scene.cast.chenguang.pk])
    client = scene.client("chenguang")
    answer = client.post(url, {"unified_supply": "on", "reason": " \0"})
    assert answer.status_code == 422
    assert "请说明理由" in answer.content.decode()
    assert answer.context["five"][0][2]
    assert not Place.objects.get(pk=scene.cast.chenguang.pk).unified_supply
    assert client.post(url, {"reason": "没有改动"}).status_code == 422


@pytest.mark.parametrize("person", ["dongping", "administrator"])
def test_only_the_manager_states_them(scene: Scene, person: str):
    """The regulator looks, the market answers for what it states."""
    url = reverse("console:market-unified", args=[scene.cast.chenguang.pk])
    assert scene.client(person).post(url, {"unified_supply": "on", "reason": "x"}).status_code == 403


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize("page", ["instruments", "complaints", "rechecks"])
def test_lists_are_narrowed_to_a_market(scene: Scene, page: str):
    """From the page of a market one comes to its rows; an area not one's own shows nothing more."""
    marks = {"instruments": "TS-3", "complaints": scene.west.complaint.number, "rechecks": scene.west.stall}
    client = scene.client("city")
    assert marks[page] in client.get(f"/console/{page}?area={scene.cast.hewan.area}").content.decode()
    assert marks[page] not in client.get(f"/console/{page}?area={scene.cast.chenguang.area}").content.decode()
    told = scene.client("dongping").get(f"/console/{page}?area={scene.cast.hewan.area}").content.decode()
    assert marks[page] not in told
