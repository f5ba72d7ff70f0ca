"""The maker's service is a real little server here, asked over HTTP: what it says, and what may go wrong (N25-3.4)."""

import json
import socket
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from nacl.signing import SigningKey

from quanheng.connectors.maker_service import Answer, JudgedMarks, Question, decode_question, seal_answer
from quanheng.people.models import AuditEntry
from quanheng.register.identity.maker_addresses import keep, tried
from quanheng.register.keeping.change import Doer
from quanheng.register.models import Organisation
from quanheng.simulator import maker_service
from quanheng.simulator.fleet import MAKERS, maker_key, manifest
from tests.cast import GTIN, Cast
from tests.verifying import compared, of_the_new_kind

pytestmark = pytest.mark.requirement("N25-3.4")

KEY = SigningKey(b"k" * 32)
USCC = "91990100MA0000001G"


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{USCC}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_server(reply: Callable[[Question], bytes], status: int = 200, wait_s: float = 0) -> ThreadingHTTPServer:
    class Odd(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(wait_s)
            answer = reply(decode_question(body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Odd)


def made(question: Question, **changes: Any) -> bytes:
    told = {"query": question.query, "answered_at_ms": question.asked_at_ms, "made": True} | changes
    return seal_answer(Answer(**told), KEY)


@pytest.fixture
def maker(cast: Cast) -> Organisation:
    return Organisation.objects.create(uscc=USCC, name="虚构衡器厂", area="99/01/", makes=True)


def told_by(maker: Organisation, cast: Cast, url: str, **otherwise: str) -> Any:
    maker.service_url, maker.service_key = url, bytes(KEY.verify_key)
    maker.save()
    return compared(of_the_new_kind(cast.scales["TS-1"]), cast.people["verifier"], timezone.now(), **otherwise)


def the_city() -> dict[str, Any]:
    """The makers' record of one scale of the cast, as the simulator serves it."""
    row = {"gtin": GTIN, "serial": "TS-1", "maker": "虚构衡器厂", "model": "QH-15", "conforming": True}
    row |= {"production_code": "P-TS-1", "repair_code": "R-TS-1", "in_use_since": "2025-06-01", "sold_to": "晨光"}
    return {"seed": 1, "makers": [{"uscc": USCC, "name": "虚构衡器厂"}], "instruments": [row]}


@pytest.mark.parametrize(
    ("otherwise", "outcome", "says"),
    [
        ({}, "match", {"made": True, "production_code": "same", "seal_number": "unknown"}),
        ({"production_code": "P-0"}, "mismatch", {"made": True, "production_code": "differs"}),
        ({"serial": "TS-7", "production_code": ""}, "mismatch", {"made": False}),
    ],
)
def test_the_makers_of_the_city_answer(cast: Cast, maker: Organisation, otherwise, outcome, says):
    """Asked over HTTP, signed by the maker: the same mark, another one, a scale that it never made."""
    server = maker_service.server(the_city(), 0)
    desk = server.RequestHandlerClass.makers
    desk[USCC] = maker_service.Maker(KEY, desk[USCC].made)
    with served(server) as url:
        row = told_by(maker, cast, url, **otherwise)
    assert (row.outcome, row.maker_answer["state"]) == (outcome, "answered")
    told = row.maker_answer["answer"]
    assert {name: told.get(name, told["marks"].get(name)) for name in says} == says


def test_the_maker_alone_may_say_that_it_is_another_scale(cast: Cast, maker: Organisation):
    """The register was filled in from the copy: all agrees with it, and the maker never made such a scale."""
    with served(a_server(lambda asked: made(asked, made=False))) as url:
        row = told_by(maker, cast, url)
    assert row.outcome == "mismatch"
    assert {one["verdict"] for one in row.compared} == {"same"}


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("reply", "status", "state"),
    [
        (lambda asked: b"", 200, "malformed"),
        (lambda asked: b"<html>signed in?</html>" * 9, 200, "malformed"),
        (lambda asked: b"QH1E" + b"\xff" * 20_000, 200, "malformed"),
        (lambda asked: KEY_FRAME(b"[" * 9_000), 200, "malformed"),
        (lambda asked: KEY_FRAME(b'{"query":1}'), 200, "malformed"),
        (lambda asked: KEY_FRAME(json.dumps({"query": asked.query, "answered_at_ms": 1}).encode()), 200, "malformed"),
        (
            lambda asked: seal_answer(Answer(asked.query, asked.asked_at_ms, True), SigningKey(b"x" * 32)),
            200,
            "wrongly-signed",
        ),
        (lambda asked: made(asked, query="0" * 32), 200, "another-question"),
        (lambda asked: made(asked, answered_at_ms=asked.asked_at_ms - 3_600_000), 200, "another-question"),
        (lambda asked: made(asked), 500, "refused"),
        (lambda asked: made(asked), 302, "refused"),
    ],
)
def test_a_bad_answer_is_said_and_never_believed(cast: Cast, maker: Organisation, reply, status, state):
    """Garbage, another's signature, an old answer played again: the check stands on the register alone, and says so."""
    with served(a_server(reply, status)) as url:
        row = told_by(maker, cast, url)
    assert row.maker_answer == {"state": state, "maker": maker.name, "answer": None}
    assert row.outcome == "match"


def KEY_FRAME(body: bytes) -> bytes:
    return b"QH1E" + KEY.sign(body).signature + body


def test_a_late_maker_keeps_nobody_waiting(cast: Cast, maker: Organisation, settings):
    """A person stands at the scale: after the time set, the check goes on without the maker."""
    settings.MAKER_SERVICE_SECONDS = 0.2
    with served(a_server(made, wait_s=0.8)) as url:
        row = told_by(maker, cast, url)
    assert row.maker_answer["state"] == "late"


def test_a_maker_that_is_not_there(cast: Cast, maker: Organisation):
    """Nobody listens on its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert told_by(maker, cast, url).maker_answer["state"] == "unreachable"


def test_the_city_has_makers_whose_keys_fit(db):
    """What the manifest publishes is the other half of what the service signs with."""
    fleet = manifest(3)
    assert {one["uscc"] for one in fleet["makers"]} == set(MAKERS)
    assert {one["maker"] for one in fleet["instruments"]} == set(MAKERS.values())
    for one in fleet["makers"]:
        assert one["service_key"] == b64encode(bytes(maker_key(3, one["uscc"]).verify_key)).decode()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("url", "key", "fields"),
    [
        ("http://maker.example/verify", b64encode(bytes(32)).decode(), {"service_url"}),
        ("ftp://127.0.0.1/", b64encode(bytes(32)).decode(), {"service_url"}),
        ("https://user@maker.example/", b64encode(bytes(32)).decode(), {"service_url"}),
        ("https://[", b64encode(bytes(32)).decode(), {"service_url"}),
        ("https://maker.example:99999/", b64encode(bytes(32)).decode(), {"service_url"}),
        ("https://maker.example/", "", {"service_key"}),
        ("https://maker.example/", "AAAA", {"service_key"}),
        ("https://maker.example/", "密钥", {"service_key"}),
        ("", b64encode(bytes(32)).decode(), {"service_url"}),
    ],
)
def test_an_address_is_https_and_a_key_is_a_key(maker: Organisation, cast: Cast, url, key, fields):
    """Each field at fault is named, and what was on record stays."""
    with pytest.raises(ValidationError) as refused:
        keep(maker, {"service_url": url, "service_key": key, "reason": "…"}, Doer(cast.people["city"]))
    assert set(refused.value.message_dict) == fields
    maker.refresh_from_db()
    assert maker.service_url == ""


def test_the_regulator_keeps_and_tries_a_service(maker: Organisation, cast: Cast):
    """Kept with a reason on the audit trail; tried at once, by asking about a scale that nobody made."""
    key = b64encode(bytes(KEY.verify_key)).decode()
    with served(a_server(lambda asked: made(asked, made=False, marks=JudgedMarks()))) as url:
        keep(maker, {"service_url": url, "service_key": key, "reason": "厂家来函"}, Doer(cast.people["city"]))
        maker.refresh_from_db()
        assert tried(maker, timezone.now()).state == "answered"
    entry = AuditEntry.objects.get(act="maker-service-kept")
    assert (entry.reason, entry.after["service_url"]) == ("厂家来函", url)
    keep(maker, {"service_url": "", "service_key": "", "reason": "停用"}, Doer(cast.people["city"]))
    maker.refresh_from_db()
    assert tried(maker, timezone.now()).state == "not-asked"
