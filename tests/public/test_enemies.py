"""Somebody who wishes the shoppers ill, at every door that stands open to anybody."""

from io import BytesIO
from itertools import product
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from PIL import Image

from quanheng.cases import progress
from quanheng.cases.lodge import Lodged
from quanheng.cases.models import Complaint
from quanheng.cases.papers import content, pdf
from quanheng.people import partners
from quanheng.people.request_address import line_of
from quanheng.register.pictures import SHOWN_SIDE_MAX, copy_without_metadata
from tests.cases.test_hotline import TICKET, hand_in
from tests.cast import NOON, Cast
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("QH-input"), pytest.mark.django_db]
TEXTS = (
    "\x00",
    "²",
    "9" * 700,
    "9223372036854775808",
    "9999-12-31T23:59:59+23:00",
    "../../etc/passwd",
    "a\r\nX-Injected: 1",
    "abc:d",
)
MARKUP = "#panic()<script>alert(1)</script>\"'{{7}}"
PATHS = (
    "/01/{}/21/TS-1",
    "/01/09521234543213/21/{}",
    "/01/09521234543213/21/{}/photograph",
    "/8004/{}",
    "/certificates/{}.json",
    "/at/{}",
    "/c/{}",
    "/c/{}/data.json",
    "/api/v1/complaints/{}",
    "/api/v1/markets/{}/stalls",
    "/open311/v2/requests/{}.xml",
    "/open311/v2/services/{}.json",
    "/{}",
)
QUERIES = {
    "/complain": ("code", "market", "stall", "q"),
    "/complaints-handled": ("month", "after"),
    "/01/09521234543213/21/TS-1": tuple("nmuwats"),
    "/api/v1/purchases": ("code",),
    "/api/v1/scanned": ("code",),
    "/api/v1/markets": ("q",),
    "/open311/v2/requests.json": ("start_date", "status", "service_code", "service_request_id", "page", "api_key"),
}
REQUEST = {"service_code": "short-weight", "address_id": "", "description": "", "phone": "", "first_name": ""}
FORM = ("submission_key", "category", "code", "market", "stall", "goods_class", "description", "contact_phone")


@pytest.fixture
def lodged(cast: Cast) -> Lodged:
    return complain(buy())


def answered(ask) -> None:
    """By a page or a refusal, without a header of the asker's making; whatever it did is undone."""
    with transaction.atomic():
        answer = ask()
        assert answer.status_code < 500
        assert not answer.has_header("X-Injected")
        transaction.set_rollback(True)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_any_text_in_an_address_is_answered(lodged: Lodged, text: str):
    """In every place of every public address, and in all of its questions at once."""
    client = Client()
    for path in PATHS:
        answered(lambda path=path: client.get(path.format(quote(text, safe="/"))))
    for path, names in QUERIES.items():
        answered(lambda path=path, names=names: client.get(path, dict.fromkeys(names, text)))
        for name in names:
            answered(lambda path=path, name=name: client.get(path, {name: text}))


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_any_text_in_a_form_is_answered(cast: Cast, lodged: Lodged, text: str):
    """Each field of the complaint, of a hotline's ticket and of a portal's request, and what is said by the link."""
    client = Client()
    key = partners.admit(cast.people["dongping"], name="热线（虚构）", area="99/01/01/", now=NOON)[1]
    known = {"submission_key": "k" * 30, "category": "short-weight", "market": cast.chenguang.pk}
    for name in FORM:
        answered(lambda name=name: client.post("/complain", known | {name: text}))
    for name in TICKET:
        answered(lambda name=name: hand_in(key, **{name: text[:80]}))
    for name in REQUEST:
        asked = REQUEST | {"api_key": key, "address_id": str(cast.chenguang.pk), name: text}
        answered(lambda asked=asked: client.post("/open311/v2/requests.json", asked))
    for move in ("supply", "appeal"):
        answered(lambda move=move: client.post(f"/c/{lodged.token}/say/{move}", {"text": text}))
    given = {"language": "en", "username": text, "password": "x", "next": text}
    for path in ("/console/language", "/console/sign-in", "/language"):
        answered(lambda path=path: client.post(path, given))


@pytest.mark.parametrize(
    "body",
    [b"[" * 5000, b'{"submission_key": "\\ud800"}', b"\xff\xfe\x00", b"", b"null", b'"%s"' % (b"x" * 6_500_000)],
    ids=["nested", "half a character", "no text", "nothing", "null", "too much"],
)
def test_any_bytes_are_answered(lodged: Lodged, body: bytes):
    """Nested without end, half a character, no JSON, nothing, more than is taken: refused, and nothing is lodged."""
    client = Client()
    mine = f"/api/v1/complaints/{lodged.token}"
    for path in ("/api/v1/complaints", "/api/v1/batches", f"{mine}/rating", f"{mine}/sayings/supply"):
        answer = client.post(path, body, content_type="application/json")
        assert 400 <= answer.status_code < 500, path
    for sort in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=nonsense"):
        assert client.generic("POST", "/complain", body, content_type=sort).status_code in (400, 413, 422)
    assert Complaint.objects.count() == 1


def test_another_site_sends_no_form(lodged: Lodged):
    """A page elsewhere that knew the link could neither withdraw nor speak nor erase, nor complain for anybody."""
    client = Client(enforce_csrf_checks=True)
    of_link = ("withdraw", "say/supply", "contact/erase")
    for path in ("/complain", "/console/sign-in", *(f"/c/{lodged.token}/{one}" for one in of_link)):
        assert client.post(path, {"text": "x"}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert Complaint.objects.get().state == "lodged"


@pytest.mark.requirement("QH-scope")
def test_one_secret_opens_one_complaint(cast: Cast, lodged: Lodged):
    """With the own link nobody reaches another's complaint: not by number, row or what is stored of it."""
    other = complain("", key="another-random-key", market_id=cast.chenguang.pk)
    client = Client()
    for path in (
        f"/c/{other.complaint.number}",
        f"/c/{lodged.token[:-1]}",
        f"/c/{lodged.token.upper()}",
        f"/c/{lodged.complaint.secret_sha256}",
        f"/c/{other.complaint.pk}/data.json",
        f"/api/v1/complaints/{other.complaint.number}",
        f"/api/v1/complaints/{lodged.complaint.secret_sha256}",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"/c/{other.complaint.number}/withdraw").status_code == 404


def test_what_was_written_is_text_wherever_it_is_read(cast: Cast):
    """Goods, complainant's words and name, answer and note: on the link's page, at the desk, on paper and in PDF."""
    told = {"contact_name": MARKUP, "contact_phone": "13800000001", "contact_shown_to_manager": True}
    made = complain(buy(goods=MARKUP[:24]), description=MARKUP, **told)
    manager = cast.people["chenguang"]
    for move, facts in (("accept", {}), ("close", {"answer": MARKUP})):
        progress.move(made.complaint.pk, move, actor=manager, facts=facts, at=LATER, note=MARKUP)
    desk = Client()
    desk.force_login(manager)
    number = made.complaint.number
    for client, path in (
        (Client(), f"/c/{made.token}"),
        (desk, f"/console/complaints/{number}"),
        (desk, f"/console/complaints/{number}/papers/dispute"),
        (desk, "/console/rechecks"),
        (desk, "/console/"),
    ):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page, path
    paper = content.paper(made.complaint, "dispute")
    assert {MARKUP, MARKUP[:24]} <= set(dict(paper.rows).values())
    assert pdf.pdf(made.complaint, paper).startswith(b"%PDF")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says what it found amiss
@pytest.mark.requirement("T4-4.2.4.3")
def test_what_a_camera_wrote_amiss_takes_nothing_from_the_picture():
    """A broken Exif block is no reason to refuse a shopper's photograph; a sound one turns it upright."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "x" * 20
    content = BytesIO()
    Image.new("RGB", (40, 30)).save(content, "JPEG", exif=exif)
    sound = content.getvalue()
    assert Image.open(BytesIO(copy_without_metadata(sound))).size == (30, 40)
    at = sound.index(b"Exif")
    for place, kind in product(range(at + 6, at + 40), (0, 5, 7, 255)):
        broken = sound[:place] + bytes([kind]) + sound[place + 1 :]
        assert max(Image.open(BytesIO(copy_without_metadata(broken))).size) <= SHOWN_SIDE_MAX


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("17", "17"),
    ],
)
def test_a_line_is_counted_once(address: str, line: str):
    """An IPv6 line may choose among 2⁶⁴ addresses and is one; the family next door is another; a phone is neither."""
    assert line_of(address) == line
