"""The form of a complaint: short, forgiving, in the reader's language, and safe to send twice."""

import re
from urllib.parse import urlencode

import pytest

from quanheng.cases.models import Complaint
from tests.shopping import KEY, short_purchase

pytestmark = pytest.mark.requirement("T4-5.3.3", "T4-4.2.4.1")


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sent(client, **given):
    return client.post("/complain", {"submission_key": KEY, "category": "short-weight"} | given)


def test_a_scanned_receipt_leaves_little_to_ask(cast, client):
    """Place, goods, price and time are known; what happened is chosen already."""
    page = client.get("/complain?" + urlencode({"code": short_purchase()}))
    assert page.status_code == 200
    told = words(page)
    for word in ("晨光农贸市场", "青禾蔬菜", "¥6.00", "1.000 千克"):
        assert word in told
    assert "您买的是什么" not in told
    assert "checked" in page.content.decode()


def test_sending_leads_to_the_secret_link(cast, client):
    """The answer is the link, with the advice to keep it."""
    answer = sent(client, code=short_purchase())
    complaint = Complaint.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].startswith("/c/")
    page = words(client.get(answer["Location"]))
    assert "请现在就保存这条链接" in page
    assert complaint.number in page


@pytest.mark.requirement("QH-input")
def test_a_double_press_is_one_complaint(cast, client):
    """Two presses of the button, one complaint, the same link."""
    code = short_purchase()
    assert sent(client, code=code)["Location"] == sent(client, code=code)["Location"]
    assert Complaint.objects.count() == 1


def test_without_a_code_the_place_is_asked_first(cast, client):
    """Market by name, then its stalls only."""
    page = words(client.get("/complain"))
    assert "晨光农贸市场" in page
    assert "河湾农贸市场" in page
    form = words(client.get(f"/complain?market={cast.chenguang.pk}"))
    assert "水边鲜鱼" in form
    assert "果子摊" not in form
    assert sent(client, market=cast.chenguang.pk, stall=cast.fish.pk).status_code == 302
    assert Complaint.objects.get().stall == cast.fish


def test_markets_are_found_by_name(cast, client):
    """In Chinese or in English; a name nobody has is said to be nobody's."""
    assert "河湾" not in words(client.get("/complain?q=晨光"))
    assert "河湾" in words(client.get("/complain?q=hewan"))
    assert "没有这个名称的市场" in words(client.get("/complain?q=火星"))


def test_the_number_on_the_label_is_enough(cast, client):
    """Typed by hand, in small letters."""
    assert "水边鲜鱼" in words(client.get("/complain?code=ts-2"))
    assert sent(client, code="ts-2").status_code == 302


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("given", "chinese", "english"),
    [
        ({"contact_phone": "call me"}, "请填写电话号码，只用数字。", "Please enter a telephone number, digits only."),
        ({"category": ""}, "请选择发生了什么。", "Please say what happened."),
        ({"category": "weather"}, "请选择发生了什么。", "Please say what happened."),
        ({"contact_shown_to_manager": "on"}, "请填写号码", "Enter a number"),
        ({"stall": "999999"}, "有效", "valid"),
    ],
)
def test_faults_stand_at_their_field_in_the_readers_language(cast, client, given, chinese, english):
    """What was typed stays; what was wrong is said beside it."""
    place = {"market": cast.chenguang.pk, "description": "the blue bag"}
    answer = sent(client, **place | given)
    assert answer.status_code == 422
    assert chinese in words(answer)
    assert "the blue bag" in answer.content.decode()
    client.cookies["django_language"] = "en"
    assert english in words(sent(client, **place | given))
    assert not Complaint.objects.exists()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"code": "TS-99"},
        {"code": "a\x00b"},
        {"code": "x" * 5000},
        {"market": "x"},
        {"market": "99999999999999999999"},
        {"market": "٣"},
        {"submission_key": "k"},
        {"submission_key": "\x00" * 40},
        {"description": "\x00"},
        {"description": "x" * 5000},
        {"goods_class": "gravel"},
    ],
)
def test_nonsense_is_refused_and_never_breaks(cast, client, given):
    """Whatever is sent, the answer is a page that says what is missing."""
    known = {} if not given or "code" in given or "market" in given else {"market": cast.hewan.pk}
    answer = sent(client, **known | given)
    assert answer.status_code == 422
    assert not Complaint.objects.exists()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("query", ["market=x", "market=-1", "code=%00", "code=%FF", "q=%00%FF", "code=" + "9" * 700])
def test_nonsense_in_the_address_is_only_a_question(cast, client, query):
    """A mangled link asks where it happened."""
    assert client.get(f"/complain?{query}").status_code in (200, 422)


def test_a_flood_from_one_network_is_stopped_but_following_is_not(cast, client, settings):
    """Beyond the hour's allowance the form says so; links keep working."""
    settings.COMPLAINTS_PER_HOUR = 1
    link = sent(client, market=cast.hewan.pk)["Location"]
    flooded = sent(client, market=cast.hewan.pk, submission_key=KEY + "2")
    assert flooded.status_code == 429
    assert "12315" in words(flooded)
    assert client.get(link).status_code == 200
