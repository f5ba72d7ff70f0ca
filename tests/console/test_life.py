"""The page of one instrument: may it be used, what happened to it, and what one may enter (T4-4.2.5, N25-3.5)."""

import re
from datetime import date

import pytest
from django.test import Client

from quanheng.register.models import InstrumentEvent, InstrumentState
from quanheng.register.record import Report, record
from tests.cast import PASSWORD, Cast, noon_of

pytestmark = pytest.mark.requirement("N25-3.5", "T4-4.2.5")
PAGE = "/console/instruments/TS-1"


def signed_in(cast: Cast, name: str, language: str = "zh-hans") -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    client.cookies["django_language"] = language
    return client


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_answer_stands_at_the_top(cast: Cast):
    """Yes, until when, and on which clause it rests."""
    told = words(signed_in(cast, "chenguang"), PAGE)
    assert "能用 可以使用，最迟至 2027-05-31" in told
    assert "4.2.5" in told
    assert told.index("可以使用") < told.index("器具名称")


def test_no_with_every_reason(cast: Cast):
    """Stopped, and its seal broken: both reasons, one of them with its clause."""
    record(
        cast.scales["TS-1"],
        Report("stopped", noon_of(date(2026, 10, 1)), "stop"),
        Report("seal-broken", noon_of(date(2026, 10, 2)), "seal", note="封丝断开"),
        source="import",
    )
    told = words(signed_in(cast, "chenguang"), PAGE)
    assert "不能用" not in told
    assert "不得使用" in told
    assert "已停用" in told
    assert "铅封破坏" in told
    assert "封丝断开" in told


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "当天能用吗？"), ("en", "Was it allowed to be used on")])
def test_a_past_day_is_asked(cast: Cast, language: str, word: str):
    """Before its verification of 2026-06-01 it must not have been used; today it may."""
    client = signed_in(cast, "chenguang", language)
    told = words(client, f"{PAGE}?on=2026-05-31")
    assert word in told
    assert ("不得使用" if language == "zh-hans" else "It must not be used") in told


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("day", ["2999-01-01", "0001-01-01", "yesterday", "2026-02-30"])
def test_a_day_that_is_none_is_told_at_the_field(cast: Cast, day: str):
    """The future, the year one, words: the field says what to enter, and the page answers for today."""
    told = words(signed_in(cast, "chenguang"), f"{PAGE}?on={day}")
    assert "请按 2026-11-21 的格式填写日期" in told or "至今天之间的日期" in told
    assert "今天能用吗？" in told


def test_a_long_life_has_pages(cast: Cast):
    """A scale of many years: the latest first, the first events on the last page."""
    told = [Report("label-confirmed", noon_of(date(2026, 8, n + 1)), f"n{n}", note=f"第{n}次") for n in range(25)]
    record(cast.scales["TS-1"], *told, source="import")
    client = signed_in(cast, "chenguang")
    first = client.get(PAGE)
    assert "第24次" in first.content.decode()
    assert "投入使用" not in words(client, PAGE).split("生命周期")[1]
    second = client.get(f"{PAGE}?life={first.context['next_life']}".replace("+", "%2B")).content.decode()
    assert "第24次" not in second
    assert "投入使用" in second


def test_an_entry_from_the_page(cast: Cast):
    """The manager reports a broken seal with the form on the page."""
    client = signed_in(cast, "chenguang")
    answer = client.post(f"{PAGE}/life/seal-broken", {"key": "k", "reason": "封丝断开"}, follow=True)
    assert answer.status_code == 200
    assert not InstrumentState.objects.get(instrument=cast.scales["TS-1"]).seal_intact
    assert "封丝断开" in answer.content.decode()


@pytest.mark.requirement("QH-input")
def test_a_wrong_entry_is_told_at_its_field(cast: Cast):
    """No reason given: the page comes back with the field marked and what was written kept."""
    given = {"key": "k", "reason": "", "place": "没有的市场"}
    answer = signed_in(cast, "chenguang").post(f"{PAGE}/life/moved", given)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="moved-reason-wrong"' in told
    assert 'id="moved-place-wrong"' in told
    assert "没有的市场" in told
    assert not InstrumentEvent.objects.filter(source="staff").exists()


def test_no_button_into_use_without_a_verification(cast: Cast):
    """Stopped with a broken seal: the attempt is refused with the reason of the law."""
    record(
        cast.scales["TS-1"],
        Report("stopped", noon_of(date(2026, 10, 1)), "stop"),
        Report("seal-broken", noon_of(date(2026, 10, 2)), "seal"),
        source="import",
    )
    answer = signed_in(cast, "chenguang").post(f"{PAGE}/life/resumed", {"key": "k", "reason": "修好了"})
    assert answer.status_code == 422
    assert "检定无效，不得使用" in answer.content.decode()
    assert InstrumentState.objects.get(instrument=cast.scales["TS-1"]).status == "stopped"


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize(
    ("person", "act", "status"),
    [
        ("stallholder", "stopped", 403),
        ("administrator", "scrapped", 403),
        ("verifier", "moved", 403),
        ("hewan", "stopped", 404),
        ("chenguang", "sealed", 403),
        ("chenguang", "verified", 404),
    ],
)
def test_who_may_not_enter(cast: Cast, person: str, act: str, status: int):
    """Neither without the right, nor from another market, nor what is no act of people."""
    answer = signed_in(cast, person).post(f"{PAGE}/life/{act}", {"key": "k", "reason": "试"})
    assert answer.status_code == status
    assert not InstrumentEvent.objects.filter(source="staff").exists()


def test_the_label_of_an_asset_leads_to_its_page(cast: Cast):
    """An instrument without a GTIN has its asset code on the label, and the code opens its page."""
    scale = cast.scales["CS-1"]
    scale.gtin, scale.giai = "", "95212340A-1"
    scale.save()
    assert "/8004/95212340A-1" in words(signed_in(cast, "chenguang"), "/console/instruments/CS-1")
    assert Client().get("/8004/95212340A-1").status_code == 200
