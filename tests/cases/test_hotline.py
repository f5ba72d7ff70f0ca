"""Tickets of 12345 and 12315 become complaints, and are answered under their own numbers."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.cases import carriers, contact, outbox, progress
from quanheng.cases.categories import Category
from quanheng.cases.models import Complaint, HotlineTicket, NoticeOutbox
from quanheng.connectors.hotline import CATEGORIES
from quanheng.people import partners
from tests.cases.test_progress import ANSWERS
from tests.cast import NOON, Cast
from tests.shopping import buy

pytestmark = [pytest.mark.requirement("G22-2.6"), pytest.mark.django_db]
TICKET = {
    "source": "12345",
    "number": "GD20261120-0042",
    "called_at": "2026-11-20T09:30:00+08:00",
    "category": "short-weight",
    "place": "晨光农贸市场",
    "text": "少了一两",
    "caller_name": "顾女士",
    "caller_phone": "13800000001",
}


@pytest.fixture
def key(cast: Cast) -> str:
    return partners.admit(cast.people["dongping"], name="12345 热线（虚构）", area="99/01/01/", now=NOON)[1]


def hand_in(key: str, **changes: object):
    told = {name: value for name, value in (TICKET | changes).items() if value is not None}
    return post(key, json.dumps(told).encode())


def post(key: str, body: bytes):
    headers = {"Authorization": f"Bearer {key}"}
    return Client().post("/api/v1/hotline/tickets", body, content_type="application/json", headers=headers)


@contextmanager
def a_hotline(statuses: list[int]):
    """A hotline's adapter that answers with these statuses, one after the other."""
    taken: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.append(body | {"idempotency": self.headers["Idempotency-Key"], "auth": self.headers["Authorization"]})
            self.send_response(statuses.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/answers", taken
    finally:
        server.shutdown()
        server.server_close()


def test_both_sides_know_the_same_sorts():
    """A sort that one of them did not know would be a ticket that nobody can enter."""
    assert set(CATEGORIES) == set(Category.values)


def test_a_ticket_becomes_a_complaint_on_the_desk(cast: Cast, key: str):
    """Place, words and contact are there; the caller's number is sealed, and not for the market."""
    answer = hand_in(key)
    assert answer.status_code == 201
    made = Complaint.objects.get(number=answer.json()["complaint"])
    assert (made.market, made.description, made.state) == (cast.chenguang, "少了一两", "lodged")
    assert contact.unsealed(made).phone == "13800000001"
    assert made.hotline_ticket.number == TICKET["number"]


def test_a_ticket_sent_again_is_one_complaint(cast: Cast, key: str):
    """Also when the clerk corrected the words meanwhile: the hotline's number is what counts."""
    first, again = hand_in(key), hand_in(key, text="少了二两")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert hand_in(key, source="12315").status_code == 201
    assert HotlineTicket.objects.count() == 2


def test_a_receipts_code_leads_to_stall_and_weighing(cast: Cast, key: str):
    """The caller read the address on the receipt; nobody has to know the market's exact name."""
    made = Complaint.objects.get(number=hand_in(key, place=None, code=buy()).json()["complaint"])
    assert (made.stall, made.paid_fen) == (cast.vegetables, 600)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "110"}, "source"),
        ({"number": ""}, "number"),
        ({"number": "a\x00"}, "number"),
        ({"number": "a\x00", "place": None, "code": "TS-1"}, "number"),
        ({"called_at": "9999-12-31T23:59:59+23:00"}, "called_at"),
        ({"called_at": "0001-01-01T00:00:00+08:00"}, "called_at"),
        ({"number": None}, "number"),
        ({"called_at": "yesterday"}, "called_at"),
        ({"called_at": "2026-11-20T09:30:00"}, "called_at"),
        ({"category": "potholes"}, "category"),
        ({"place": "夕阳市场"}, "place"),
        ({"place": "河湾农贸市场"}, "place"),
        ({"place": "a\x00"}, "place"),
        ({"place": None}, "code"),
        ({"stall": "s999"}, "stall"),
        ({"place": None, "code": "https://example.org/no"}, "code"),
        ({"caller_phone": "call me"}, "caller_phone"),
        ({"text": "x" * 2001}, "text"),
        ({"mood": "angry"}, "mood"),
    ],
)
def test_what_cannot_be_taken_names_the_field(cast: Cast, key: str, changes: dict, field: str):
    """The adapter shows the clerk which field it was; nothing is entered."""
    answer = hand_in(key, **changes)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b"null", b'{"source": 1}', b"{" * 5000])
def test_bad_bytes_are_refused(cast: Cast, key: str, body: bytes):
    """No JSON, or JSON of something else: 422, never a server's error."""
    assert post(key, body).status_code == 422


@pytest.mark.parametrize("given", ["", "guessed", "x" * 300])
def test_only_admitted_systems_hand_in(cast: Cast, key: str, given: str):
    """A guessed key opens nothing, nor does one that was ended."""
    assert hand_in(given).status_code == 403
    partner = partners.partners(cast.people["dongping"])[0]
    partners.end(cast.people["dongping"], partner.pk, reason="到期", now=NOON)
    assert hand_in(key).status_code == 403


def test_a_code_of_another_area_is_refused(cast: Cast, key: str):
    """A scale of 西渡县 is no business of 东屏区's hotline."""
    answer = hand_in(key, place=None, code=buy("TS-3"))
    assert answer.status_code == 403
    assert not Complaint.objects.exists()


def test_the_hotline_hears_what_happened(cast: Cast, key: str, settings):
    """Accepted and refused are told, an internal note is not; neither name nor number goes out; once each."""
    made = Complaint.objects.get(number=hand_in(key).json()["complaint"])
    with a_hotline([200, 200]) as (url, taken):
        settings.HOTLINE_URL, settings.HOTLINE_KEY = url, "our-key"
        for name in ("accept", "note", "close"):
            facts = ANSWERS | {"answer": "市场已赔付"}
            progress.move(made.pk, name, actor=cast.people["dongping"], facts=facts, at=timezone.now())
        carriers.carry_due(timezone.now)
        assert carriers.carry_due(timezone.now) == 0
    assert [(one["state"], one["final"]) for one in taken] == [("accepted", False), ("closed", True)]
    assert taken[1]["said"].endswith("市场已赔付")
    assert {one["number"] for one in taken} == {TICKET["number"]}
    assert all(one["idempotency"] == one["key"] and one["auth"] == "Bearer our-key" for one in taken)
    assert "顾女士" not in str(taken)
    assert "13800000001" not in str(taken)
    assert set(NoticeOutbox.objects.values_list("state", "sealed")) == {("sent", "")}


def test_trouble_is_tried_again_and_a_refusal_waits_for_a_person(cast: Cast, key: str, settings):
    """503 passes by itself; 400 does not, stands on the authority's page, and goes out when a person says so."""
    made = Complaint.objects.get(number=hand_in(key).json()["complaint"])
    progress.move(made.pk, "accept", actor=cast.people["dongping"], facts={}, at=timezone.now())
    with a_hotline([503, 400, 200]) as (url, taken):
        settings.HOTLINE_URL = url
        carriers.carry_due(timezone.now)
        assert NoticeOutbox.objects.get().state == "waiting"
        carriers.carry_due(lambda: timezone.now() + timedelta(hours=1))
        assert (NoticeOutbox.objects.get().state, NoticeOutbox.objects.get().refusal) == ("dead", "HTTP 400")
        client = Client()
        client.force_login(cast.people["dongping"])
        assert "HTTP 400" in client.get("/console/outside").content.decode()
        client.post(f"/console/outside/{NoticeOutbox.objects.get().pk}/again")
        carriers.carry_due(timezone.now)
    assert len(taken) == 3
    assert NoticeOutbox.objects.get().state == "sent"


@pytest.mark.requirement("QH-scope")
def test_a_stranger_sends_nothing_again(cast: Cast, key: str):
    """The county next door sees no message and sends none."""
    made = Complaint.objects.get(number=hand_in(key).json()["complaint"])
    progress.move(made.pk, "accept", actor=cast.people["dongping"], facts={}, at=timezone.now())
    NoticeOutbox.objects.update(state="dead")
    assert not outbox.unsent(cast.people["xidu"]).exists()
    client = Client()
    client.force_login(cast.people["xidu"])
    assert client.post(f"/console/outside/{NoticeOutbox.objects.get().pk}/again").status_code == 404
    client.force_login(cast.people["chenguang"])
    assert client.get("/console/outside").status_code == 403
