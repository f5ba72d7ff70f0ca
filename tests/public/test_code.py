"""What a scanned code opens: the scale, or the purchase with its verdict; and a clear page for anything else."""

import re
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from quanheng.measuring import photographs
from quanheng.measuring.photographs import original
from tests.cast import GTIN, NOON_MS, RESOLVER, a_receipt, a_weighing, key_of
from tests.shopping import buy, short_purchase, weigh_again

pytestmark = pytest.mark.requirement("C21-3.3")
SCALE = f"/01/{GTIN}/21/TS-1"


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def seen(client, code: str, status: int = 200) -> str:
    """The words of the page, without its tags."""
    answer = client.get(code.removeprefix(RESOLVER))
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.requirement("C21-3.3", "T4-5.3.2.3")
def test_a_scale_shows_its_identity_and_verification(cast, client):
    """Maker, model, number, market, stall, who verified it and until when."""
    page = seen(client, SCALE)
    for word in ("虚构衡器厂", "QH-15", "TS-1", "晨光农贸市场", "青禾蔬菜", "检定有效", "2027年5月31日", "QH-TS-1"):
        assert word in page


@pytest.mark.requirement("T4-4.2.5")
@pytest.mark.parametrize(
    ("valid_until", "word"), [(date(2020, 1, 1), "超期未检，不得使用"), (None, "未检定，不得使用")]
)
def test_an_unverified_scale_says_so_in_words(cast, client, valid_until, word):
    """A colour alone tells a colour-blind shopper nothing."""
    state = cast.scales["TS-1"].state
    state.valid_until, state.verified_on = valid_until, valid_until and date(2019, 1, 2)
    state.save()
    assert word in seen(client, SCALE)


@pytest.mark.requirement("T4-5.1.6", "C21-3.3")
def test_thirty_five_grams_short_of_twenty(cast, client):
    """The headline is for everyone, the clauses are for whoever doubts it."""
    page = seen(client, short_purchase(missing_mg=35_000))
    assert "少了 35 克" in page
    assert "超过允许的 20 克。" in page
    assert "5.1.6" in page
    assert re.search(r"市场规则 超过 .*允许少 20 克", page)
    assert re.search(r"国家规定 未超过 .*允许少 40 克", page)


@pytest.mark.requirement("T4-5.1.6")
def test_in_english(cast, english):
    """The same verdict with the English names of the clauses."""
    page = seen(english, short_purchase(missing_mg=35_000))
    assert "35 g short" in page
    assert "That is more than the 20 g that may be missing." in page
    assert "Art. 6(3)" in page
    assert "允许" not in page


@pytest.mark.requirement("T4-5.1.6")
@pytest.mark.parametrize(
    ("missing_mg", "headline", "sentence"),
    [
        (20_000, "少了 20 克", "没有超过允许的 20 克。"),
        (0, "分量正好", "付了多少，就有多少。"),
        (-15_000, "多给了 15 克", "付了多少，就有多少。"),
    ],
)
def test_what_is_not_exceeded_is_said_as_plainly(cast, client, missing_mg, headline, sentence):
    """An honest stall is told from a dishonest one by the same page."""
    page = seen(client, short_purchase(missing_mg=missing_mg))
    assert headline in page
    assert sentence in page


@pytest.mark.requirement("T4-5.1.5.1")
def test_a_coarse_check_scale_concludes_nothing(cast, client):
    """Never "not exceeded" where the method does not apply."""
    code = buy(net_mg=300_000, goods_class="delicacy")
    weigh_again(code, 290_000, "CS-1")
    page = seen(client, code)
    assert "本次公平秤不适用该方法，不能下结论。" in page
    assert "未超过" not in page


def test_a_market_outside_the_standard_is_judged_by_the_statute(cast, client):
    """河湾 did not adopt the group standard: 30 g are within the national limit of 40 g, and that is the headline."""
    code = buy("TS-3")
    weigh_again(code, 970_000, "CS-3")
    page = seen(client, code)
    assert "没有超过允许的 40 克。" in page
    assert "本市场未执行此标准，仅供对照。" in page


@pytest.mark.parametrize(
    ("sale", "reading", "words"),
    [
        ({"goods_class": ""}, {}, "没有说明商品品种"),
        ({"goods_class": "live-fish"}, {}, "活鱼"),
        ({}, {"original_state": False}, "商品已不是卖出时的原状，这个读数不能作为依据。"),
        ({}, {"check_scale": "CS-3"}, "是在另一个市场复的秤"),
        ({}, {"at_ms": NOON_MS + 24 * 3_600_000 + 60_000}, "复秤离购买太久"),
    ],
)
def test_no_conclusion_is_explained(cast, client, sale, reading, words):
    """The law's silence is said, with its reason, instead of a guess."""
    code = buy(**sale)
    weigh_again(code, 940_000, **reading)
    page = seen(client, code)
    assert words in page
    assert "超过允许的" not in page


def test_before_the_second_weighing_the_way_to_it_is_shown(cast, client):
    """Not yet re-weighed, not yet arrived: the signed receipt counts all the same."""
    page = seen(client, a_receipt("TS-1", a_weighing(77)))
    assert "还没有复秤" in page
    assert "尚未送达" in page


def test_an_upload_that_differs_from_the_receipt_is_shown(cast, client):
    """A scale that prints one thing and reports another has told on itself."""
    buy(seq=5, net_mg=900_000)
    assert "秤上传的数值与打印的不同" in seen(client, a_receipt("TS-1", a_weighing(5)))


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("link", "status", "word"),
    [
        (f"/01/{GTIN}/21/TS-99", 404, "没有登记过这台秤"),
        ("/01/124/21/TS-1", 400, "这个码读不出来"),
        (f"/01/{GTIN}/21/TS-1%00", 400, "这个码读不出来"),
        (f"/01/{GTIN}/21/%FF%FE", 404, "没有登记过这台秤"),
        (f"/01/{GTIN}/21/" + "9" * 200, 400, "这个码读不出来"),
        (f"{SCALE}?n=1", 400, "这个码读不出来"),
        (f"{SCALE}?n=1&m=x&u=1&w=1&a=1&t=1&s=AA", 400, "这个码读不出来"),
        (f"{SCALE}?n=1&m=1&u=1&w=1000&a=1&t=9007199254740991&g=&s=" + "A" * 86, 400, "这个码读不出来"),
        (f"{SCALE}?n=1&m=1&u=1&w=0&a=1&t=1795233600000&g=&s=" + "A" * 86, 400, "这个码读不出来"),
        (f"{SCALE}?n=1&m=1&u=1&w=1000&a=1&t=1795233600000&g=%00&s=" + "A" * 86, 400, "这个码读不出来"),
        (f"{SCALE}?n=1&m=1&u=1&w=1000&a=1&t=1795233600000&g=&s=" + "A" * 86, 400, "这张小票不真实"),
        ("/nothing/here", 404, "这个地址没有内容"),
    ],
)
def test_codes_that_are_nothing_get_a_page_with_a_way_on(cast, client, link, status, word):
    """Unknown, malformed, damaged or forged: what it is, and what to do now."""
    assert word in seen(client, link, status)


def test_a_receipt_signed_by_another_scale_is_not_genuine(cast, client):
    """Printed by who knows what, under the name of TS-1."""
    assert "这张小票不真实" in seen(client, a_receipt("TS-1", a_weighing(), key_of("TS-2")), 400)


def test_a_serial_number_may_hold_a_slash(cast, client):
    """GS1 allows it in AI 21; the link then carries it as %2F."""
    scale = cast.scales["TS-1"]
    scale.serial = "A/1"
    scale.save()
    assert "检定有效" in seen(client, f"/01/{GTIN}/21/A%2F1")


def test_other_parameters_do_not_turn_a_scale_into_a_purchase(cast, client):
    """Phones and messengers add their own to every link."""
    assert "检定有效" in seen(client, f"{SCALE}?utm_source=messenger")


def test_the_photograph_is_for_who_holds_the_receipt(cast, client):
    """Its address is the receipt's own code; without the signature there is nothing to see."""
    picture = BytesIO()
    Image.new("RGB", (20, 20), "green").save(picture, "JPEG")
    digest = sha256(picture.getvalue()).hexdigest()
    code = buy()
    weigh_again(code, 940_000, photograph_sha256=digest)
    path = code.removeprefix(RESOLVER).replace("TS-1?", "TS-1/photograph?")
    assert client.get(path).status_code == 404
    photographs.keep(digest, picture.getvalue())
    assert original(digest).exists()
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert client.get(path[:-3]).status_code == 404
    assert client.get(f"{SCALE}/photograph").status_code == 404
    assert path.partition("?")[0] in client.get(code.removeprefix(RESOLVER)).content.decode()
