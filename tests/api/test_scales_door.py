"""The scales' door over HTTPS: batches, photographs, the platform's key, and purchase codes for programs."""

from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from nacl.signing import VerifyKey
from PIL import Image

from quanheng.api import batches
from quanheng.connectors import frame, scale
from quanheng.measuring.models import RejectedMessage, Weighing
from tests.cast import Cast, a_message, a_receipt, a_recheck, a_weighing, key_of

OCTETS = "application/octet-stream"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def platform_key(client: Client) -> VerifyKey:
    answer = client.get("/api/v1/platform-key").json()
    assert answer["algorithm"] == "Ed25519"
    return VerifyKey(b64decode(answer["public_key"]))


def post(client: Client, message: bytes, **headers: str):
    return client.post("/api/v1/batches", message, content_type=OCTETS, headers=headers)


@pytest.mark.requirement("QH-wire", "QH-ingest")
def test_a_batch_over_https_is_receipted(cast: Cast, client: Client, platform_key: VerifyKey):
    """The same frame as over MQTT, the same receipt in the answer, and a repeat is absorbed."""
    message = a_message("TS-1", a_weighing(1), a_weighing(2, at_ms=0))
    receipts = [scale.decode_receipt(frame.open_frame(post(client, message).content, platform_key)) for _ in range(2)]
    assert [(one.stored, one.duplicates) for one in receipts] == [(1, 0), (0, 1)]
    assert [(one.seq, one.reason) for one in receipts[1].rejected] == [(2, "impossible-time")]
    assert receipts[0].batch_sha256 == sha256(frame.split(message).body).hexdigest()
    assert Weighing.objects.count() == 1


@pytest.mark.requirement("QH-wire")
def test_a_refused_batch_that_the_scale_signed_is_receipted(cast: Cast, client: Client, platform_key: VerifyKey):
    """The scale must hear that sending it again is of no use."""
    answer = post(client, frame.seal(b'{"scale":"TS-1"}', key_of("TS-1")))
    assert answer.status_code == 200
    assert scale.decode_receipt(frame.open_frame(answer.content, platform_key)).refused == "malformed"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("message", "status", "words"),
    [
        (b"", 400, "不是一帧"),
        (b"hello", 400, "不是一帧"),
        (frame.seal(b"{}", key_of("TS-1")), 400, "没有写明"),
        (a_message("TS-9", a_weighing(1)), 404, "没有这台秤"),
        (a_message("TS-1", a_weighing(1), key=key_of("TS-2")), 401, "签名"),
        (frame.seal(bytes(scale.BATCH_BYTES_MAX + 1), key_of("TS-1")), 413, "太大"),
        (bytes(7 * 1024 * 1024), 413, "太大"),
    ],
)
def test_what_nobody_vouches_for_is_explained(cast: Cast, client: Client, message: bytes, status: int, words: str):
    """Whoever builds a scale reads what was wrong, in their language; nothing is stored."""
    answer = post(client, message)
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert error["field"] == "body"
    assert error["expected"]
    assert words in error["message"]
    assert post(client, message, **ENGLISH).json()["errors"][0]["message"].isascii()
    assert not Weighing.objects.exists()


@pytest.mark.requirement("QH-durable")
def test_without_the_database_nothing_is_promised(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch):
    """503 tells the scale to send the same bytes again."""

    def away(*_: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(batches, "receive", away)
    assert post(client, a_message("TS-1", a_weighing(1))).status_code == 503


@pytest.mark.requirement("QH-ingest")
def test_strangers_cannot_fill_the_disk(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch):
    """Over HTTPS anyone may send: what nobody vouches for is kept for staff up to a number an hour."""
    monkeypatch.setattr("quanheng.measuring.rejects.STRANGERS_AN_HOUR", 3)
    for number in range(6):
        assert post(client, b"junk %d" % number).status_code == 400
    assert RejectedMessage.objects.count() == 3
    post(client, frame.seal(b"{}" + b" " * 9, key_of("TS-1")))
    post(client, frame.seal(b'{"scale":"TS-1"}', key_of("TS-1")))
    assert RejectedMessage.objects.count() == 4, "what a scale signed is always kept"


@pytest.mark.requirement("QH-input")
def test_a_photograph_follows_its_recheck(cast: Cast, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """404 until the recheck has arrived, then it is kept; other bytes under the address are refused."""
    monkeypatch.setattr(settings, "PHOTOGRAPHS_DIR", tmp_path)
    content = BytesIO()
    Image.new("RGB", (20, 20)).save(content, "JPEG")
    digest = sha256(content.getvalue()).hexdigest()

    def put(body: bytes, at: str = digest):
        return client.put(f"/api/v1/photographs/{at}", body, content_type="image/jpeg")

    early = put(content.getvalue())
    assert early.status_code == 404
    assert "复秤" in early.json()["errors"][0]["message"]
    assert post(client, a_message("CS-1", a_recheck(1, photograph_sha256=digest))).status_code == 200
    assert [put(content.getvalue()).json()["new"] for _ in range(2)] == [True, False]
    assert put(b"other").status_code == 422
    assert put(bytes(settings.PHOTOGRAPH_BYTES_MAX + 1)).status_code == 413
    assert put(b"x", at="nothing").json()["errors"][0]["field"] == "sha256"


@pytest.mark.requirement("QH-wire")
def test_a_purchase_for_programs(cast: Cast, client: Client):
    """The verdict of both rules with clause and limit, in the reader's language."""
    code = a_receipt("TS-1", a_weighing(5))
    before = client.get("/api/v1/purchases", {"code": code}).json()
    assert (before["arrived"], before["exceeded"], before["rechecks"]) == (False, None, [])
    post(client, a_message("TS-1", a_weighing(5)))
    post(client, a_message("CS-2", a_recheck(1, purchase_code=code, mass_mg=970_000)))

    told = client.get("/api/v1/purchases", {"code": code}).json()
    assert (told["scale"], told["arrived"], told["agrees"], told["exceeded"]) == ("TS-1", True, True, True)
    (recheck,) = told["rechecks"]
    assert (recheck["shortfall_mg"], recheck["market_exceeded"], recheck["statute_exceeded"]) == (30_000, True, False)
    assert "少了 30 g" in recheck["told"]
    english = client.get("/api/v1/purchases", {"code": code}, headers=ENGLISH).json()
    assert "30 g short" in english["rechecks"][0]["told"]
    assert english["market"] == "Chenguang Market"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("query", "status", "expected"),
    [
        ({}, 422, "要有值"),
        ({"code": "x" * 601}, 422, "最多 600 个字符"),
        ({"code": "x"}, 400, "not-a-digital-link"),
        ({"code": "\0"}, 400, "not-a-digital-link"),
        ({"code": a_receipt("TS-1", a_weighing(5)).replace("m=1", "m=2")}, 400, "signature-wrong"),
        ({"code": a_receipt("TS-9", a_weighing(5))}, 404, "unknown-scale"),
    ],
)
def test_a_wrong_code_is_explained(cast: Cast, client: Client, query: dict, status: int, expected: str):
    """The field, what was expected, and a sentence."""
    answer = client.get("/api/v1/purchases", query)
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert (error["field"], error["expected"]) == ("code", expected)
    assert error["message"]
