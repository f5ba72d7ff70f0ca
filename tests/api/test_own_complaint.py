"""The shopper's phone speaks: what a code is, my complaints, one of them, its photographs, its rating."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from quanheng.cases import progress, wechat_line
from quanheng.cases.models import Attachment, Complaint
from tests.shopping import KEY, LATER, short_purchase
from tests.wechat import APP, wechat_on_loopback

pytestmark = pytest.mark.requirement("T4-5.3.3", "T4-4.2.4.3")
JSON = "application/json"


def a_key(client) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.post('/api/v1/shoppers').json()['key']}"}


def lodge(client, headers=None, **body):
    whole = {"submission_key": KEY, "category": "short-weight"} | (body or {"purchase_code": "TS-1"})
    return client.post("/api/v1/complaints", whole, content_type=JSON, headers=headers)


def a_photograph() -> tuple[bytes, str]:
    content = BytesIO()
    Image.new("RGB", (320, 240), (200, 90, 40)).save(content, "JPEG")
    return content.getvalue(), sha256(content.getvalue()).hexdigest()


@pytest.mark.parametrize(
    ("code", "kind", "stall"),
    [
        ("TS-1", "scale", "s001"),
        ("http://127.0.0.1:8000/01/09521234543213/21/TS-2", "scale", "s002"),
        ("CS-1", "market", None),
        ("https://any.example/at/99/01/01/m001/s001", "stall", "s001"),
        ("https://any.example/at/99/01/01/m001", "market", None),
    ],
)
def test_every_code_a_shopper_meets_is_understood(cast, client, code, kind, stall):
    """On a scale, on a check scale, on a stall's sign, on the market's poster."""
    told = client.get("/api/v1/scanned", {"code": code}).json()
    assert (told["kind"], told["market"]["name"]) == (kind, "晨光农贸市场")
    assert (told["stall"] or {}).get("number") == stall


def test_a_receipt_says_what_was_found(cast, client):
    """In the same words as the page, in the reader's language."""
    code = short_purchase()
    told = client.get("/api/v1/scanned", {"code": code}, headers={"Accept-Language": "en"}).json()
    assert told["kind"] == "purchase"
    assert told["purchase"]["net"] == "1.000 kg"
    assert told["purchase"]["told"]["headline"] == "60 g short"
    assert [rule["binding"] for rule in told["purchase"]["told"]["rules"]] == [True, True]


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("code", ["nothing", "https://any.example/at/98/01", "http://[", "\x00", "TS-1\x00"])
def test_what_is_no_code_of_ours_is_said(cast, client, code):
    """404 and a sentence that says what to do."""
    answer = client.get("/api/v1/scanned", {"code": code})
    assert answer.status_code == 404
    assert "市场" in answer.json()["errors"][0]["message"]


def test_a_market_and_its_stall_are_chosen(cast, client):
    """Without any code: three letters of the market, then the stall."""
    market = client.get("/api/v1/markets", {"q": "晨光"}).json()[0]["id"]
    stall = client.get(f"/api/v1/markets/{market}/stalls", {"q": "鱼"}).json()[0]["id"]
    told = lodge(client, market=market, stall=stall).json()
    assert Complaint.objects.get(number=told["number"]).stall == cast.fish
    assert client.get("/api/v1/markets/0/stalls").json() == []


@pytest.mark.requirement("QH-scope")
def test_my_complaints_are_mine(cast, client):
    """By number only on the phone it came from; the secret link opens it anywhere."""
    mine, another = a_key(client), a_key(client)
    told = lodge(client, mine).json()
    listed = client.get("/api/v1/shoppers/complaints", headers=mine).json()["complaints"]
    assert [one["number"] for one in listed] == [told["number"]]
    assert client.get("/api/v1/shoppers/complaints", headers=another).json()["complaints"] == []
    path = f"/api/v1/complaints/{told['number']}"
    assert client.get(path, headers=mine).json()["number"] == told["number"]
    assert client.get(path, headers=another).status_code == 404
    assert client.get(path).status_code == 404
    assert client.get(f"/api/v1/complaints/{told['token']}").json()["stall"]["number"] == "s001"
    for act in ("withdrawal", "rating", "photographs", "notices"):
        body = {"stars": 5, "sha256": "0" * 64, "size": 1, "template": "x"}
        assert client.post(f"{path}/{act}", body, content_type=JSON, headers=another).status_code == 404


def test_my_complaints_come_page_by_page(cast, client, monkeypatch):
    """Newest first; the last page says that it is."""
    monkeypatch.setattr("quanheng.cases.own.PAGE", 2)
    mine = a_key(client)
    numbers = [lodge(client, mine, purchase_code="TS-1", submission_key=KEY + str(one)) for one in range(3)]
    first = client.get("/api/v1/shoppers/complaints", headers=mine).json()
    second = client.get("/api/v1/shoppers/complaints", {"before": first["before"]}, headers=mine).json()
    told = [one["number"] for page in (first, second) for one in page["complaints"]]
    assert told == [one.json()["number"] for one in reversed(numbers)]
    assert second["before"] is None


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic eDp5"}])
def test_a_key_that_nobody_has_is_noticed(cast, client, header):
    """401, so that the phone asks for a new one and nothing is lost silently."""
    answer = client.get("/api/v1/shoppers/complaints", headers=header)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["field"] == "Authorization"
    expected = 401 if header.get("Authorization", "").startswith("Bearer") else 201
    assert lodge(client, header).status_code == expected


def test_a_photograph_arrives_over_a_bad_network(cast, client, tmp_path, settings):
    """Announced, broken off, gone on, seen; the piece that was answered but not heard does no harm."""
    settings.PHOTOGRAPHS_DIR = tmp_path
    content, digest = a_photograph()
    base = f"/api/v1/complaints/{lodge(client).json()['token']}/photographs"

    def announce():
        return client.post(base, {"sha256": digest, "size": len(content)}, content_type=JSON)

    def put(offset: int, piece: bytes):
        return client.put(f"{base}/{digest}/{offset}", piece, content_type="application/octet-stream")

    assert announce().status_code == 201
    assert put(0, content[:300]).json()["received"] == 300
    assert put(0, content[:300]).json()["received"] == 300
    gap = put(500, content[500:])
    assert (gap.status_code, gap.json()["errors"][0]["expected"]) == (409, "300")
    assert client.get(f"{base}/{digest}").status_code == 404
    assert announce().json() == {"sha256": digest, "size": len(content), "received": 300, "whole": False}
    assert put(300, content[300:]).json()["whole"]
    assert client.get(f"{base}/{digest}")["Content-Type"] == "image/jpeg"
    assert put(0, content).json()["whole"], "sent once more, it is what we have"


@pytest.mark.requirement("QH-input")
def test_pieces_that_make_no_photograph(cast, client, tmp_path, settings):
    """Said, let go of, and the phone may begin anew; an unannounced one is unknown."""
    settings.PHOTOGRAPHS_DIR = tmp_path
    base = f"/api/v1/complaints/{lodge(client).json()['token']}/photographs"
    digest = sha256(b"not a picture").hexdigest()
    assert client.put(f"{base}/{digest}/0", b"x", content_type="image/jpeg").status_code == 404
    client.post(base, {"sha256": digest, "size": 13}, content_type=JSON)
    answer = client.put(f"{base}/{digest}/0", b"not a picture", content_type="image/jpeg")
    assert (answer.status_code, answer.json()["errors"][0]["expected"]) == (422, "JPEG, PNG")
    assert not Attachment.objects.exists()


def test_taking_back_and_rating(cast, client):
    """Taken back twice is taken back; a rating with a reason is part of the story."""
    token = lodge(client).json()["token"]
    path = f"/api/v1/complaints/{token}"
    facts = {"ground": "not-competent"}
    progress.move(Complaint.objects.get().pk, "refuse", actor=cast.people["chenguang"], facts=facts, at=LATER)
    assert client.post(f"{path}/withdrawal").status_code == 409
    assert client.get(path).json()["can_rate"]
    bad = client.post(f"{path}/rating", {"stars": 1}, content_type=JSON)
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "reason")
    told = client.post(f"{path}/rating", {"stars": 1, "reason": "没有人来看秤"}, content_type=JSON).json()
    assert (told["stars"], told["can_rate"], told["timeline"][-1]["move"]) == (1, False, "rate")
    other = lodge(client, purchase_code="TS-2", submission_key=KEY + "2").json()["token"]
    states = [client.post(f"/api/v1/complaints/{other}/withdrawal").json()["state"] for _ in range(2)]
    assert states == ["withdrawn", "withdrawn"]


def test_supplying_and_appealing(cast, client):
    """What may be said now is listed; said, it is part of the story; what is over is said to be over."""
    path = f"/api/v1/complaints/{lodge(client).json()['token']}"
    assert set(client.get(path).json()["can_say"]) == {"supply", "appeal"}
    told = client.post(f"{path}/sayings/supply", {"text": "秤边上有摄像头"}, content_type=JSON).json()
    assert (told["timeline"][-1]["move"], told["timeline"][-1]["detail"]) == ("supply", "秤边上有摄像头")
    empty = client.post(f"{path}/sayings/appeal", {"text": "  "}, content_type=JSON)
    assert empty.status_code == 422
    client.post(f"{path}/withdrawal")
    late = client.post(f"{path}/sayings/supply", {"text": "还有"}, content_type=JSON)
    assert (late.status_code, late.json()["errors"][0]["expected"]) == (409, "withdrawn")
    assert client.get(path).json()["can_say"] == []


def test_a_flood_is_told_how_long_to_wait_and_a_known_phone_is_not_silenced(cast, client, settings):
    """429 with Retry-After and words; a phone with a key has an allowance of its own."""
    settings.COMPLAINTS_PER_HOUR = 0
    flooded = lodge(client)
    assert flooded.status_code == 429
    assert 1 <= int(flooded["Retry-After"]) <= 3600
    assert "分钟" in flooded.json()["errors"][0]["message"]
    mine = a_key(client)
    assert lodge(client, mine).status_code == 201
    settings.COMPLAINTS_PER_PHONE_AND_HOUR = 1
    assert lodge(client, mine, purchase_code="TS-2", submission_key=KEY + "2").status_code == 429
    settings.NEW_PHONES_PER_HOUR = 1
    assert client.post("/api/v1/shoppers").status_code == 429


def test_signing_in_with_wechat(cast, client, settings):
    """A code becomes a key, a button's code a number; without a mini-program the door says so."""
    settings.WECHAT_APP_ID = ""
    assert client.post("/api/v1/shoppers/wechat", {"code": "x"}, content_type=JSON).status_code == 503
    with wechat_on_loopback() as told:
        settings.WECHAT_API_URL = told.url
        settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET = APP.values()
        wechat_line._tokens.drop()
        statuses = {
            code: client.post("/api/v1/shoppers/wechat", {"code": code}, content_type=JSON)
            for code in ("code-good", "code-used", "code-hasty", "code-busy")
        }
        assert [one.status_code for one in statuses.values()] == [201, 422, 429, 503]
        mine = {"Authorization": f"Bearer {statuses['code-good'].json()['key']}"}
        number = client.post("/api/v1/shoppers/phone", {"code": "phone-good"}, content_type=JSON, headers=mine)
        assert number.json() == {"phone": "13800000000"}
        assert client.post("/api/v1/shoppers/phone", {"code": "phone-good"}, content_type=JSON).status_code == 401
        wechat_line._tokens.drop()
