"""What has to be told outside: written with the deed, carried until it is taken, given up where that is of no use."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from quanheng.cases import carriers, notices, outbox, progress, shoppers, wechat_line
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint, NoticeOutbox
from quanheng.cases.submission import Submission
from quanheng.people import sealing
from tests.shopping import KEY, LATER, complain
from tests.wechat import APP, OPENID, TEMPLATE, wechat_on_loopback

pytestmark = pytest.mark.requirement("T4-5.3.3", "G22-2.6")


@contextmanager
def a_gateway(statuses: list[int]):
    """An SMS gateway that answers with these statuses, one after the other."""
    taken: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.append(body | {"authorization": self.headers.get("Authorization")})
            self.send_response(statuses.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", taken
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def wechat(settings):
    with wechat_on_loopback() as told:
        settings.WECHAT_API_URL, settings.WECHAT_TEMPLATE = told.url, TEMPLATE
        settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET = APP.values()
        wechat_line._tokens.drop()
        yield told
        wechat_line._tokens.drop()


def lodged(**given) -> Complaint:
    shopper = shoppers.known_by(shoppers.met_on_wechat(OPENID, at=LATER), at=LATER)
    submission = Submission(submission_key=KEY, category="short-weight", purchase_code="TS-1", **given)
    return lodge(submission, at=LATER, shopper=shopper).complaint


def accept(cast, complaint: Complaint) -> None:
    progress.move(complaint.pk, "accept", actor=cast.people["chenguang"], facts={}, at=LATER)


def carry(at=LATER) -> int:
    return carriers.carry_due(lambda: at)


def test_a_notice_that_was_allowed_is_sent_once(cast, wechat):
    """One consent, one notice: the second step is not told, as WeChat would refuse it."""
    complaint = lodged()
    notices.allow(complaint.pk, TEMPLATE, at=LATER)
    accept(cast, complaint)
    progress.move(complaint.pk, "start-mediation", actor=cast.people["chenguang"], facts={}, at=LATER)
    assert carry() == 1
    assert carry() == 0
    sent = NoticeOutbox.objects.get()
    assert (sent.state, sent.channel, sent.sealed) == ("sent", "wechat", "")
    assert wechat.asked == ["/cgi-bin/stable_token", "/cgi-bin/message/subscribe/send"]


def test_without_consent_nothing_is_written(cast, wechat):
    """Also not where consent was for a template that is not ours."""
    complaint = lodged()
    notices.allow(complaint.pk, "somebody-elses", at=LATER)
    accept(cast, complaint)
    assert not NoticeOutbox.objects.exists()


def test_a_token_that_ran_out_is_replaced(cast, wechat):
    """42001: a new one is asked for, and the notice goes in the same round."""
    complaint = lodged()
    notices.allow(complaint.pk, TEMPLATE, at=LATER)
    accept(cast, complaint)
    wechat.stale_tokens = 1
    carry()
    assert NoticeOutbox.objects.get().state == "sent"


def test_who_refused_is_not_asked_again(cast, wechat):
    """43101 is the shopper's no: dead at once, with the number for whoever looks."""
    told = {"openid": "oInventedOpenidRefusing00001", "template": TEMPLATE, "number": "TS1", "state": "已受理"}
    outbox.put("wechat", "k", told | {"at": "2026-11-21 10:00", "english": False}, at=LATER)
    carry()
    dead = NoticeOutbox.objects.get()
    assert (dead.state, dead.attempts) == ("dead", 1)
    assert dead.refusal.startswith("43101")


def test_when_wechat_is_away_it_waits(cast, settings):
    """Each pause is longer than the last; after the last one it is given up, and a person may send it again."""
    settings.WECHAT_API_URL = "http://127.0.0.1:9"
    settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET = APP.values()
    wechat_line._tokens.drop()
    told = {"openid": OPENID, "template": TEMPLATE, "number": "TS1", "state": "已受理", "at": "", "english": False}
    made = complain("", market_id=cast.chenguang.pk).complaint
    outbox.put("wechat", "k", told, at=LATER, complaint=made)
    at, pauses = LATER, []
    while carry(at):
        notice = NoticeOutbox.objects.get()
        pauses.append(notice.next_at - at)
        at = notice.next_at
        if notice.state == "dead":
            break
    assert pauses[:-1] == list(outbox.PAUSES)
    assert NoticeOutbox.objects.get().state == "dead"
    assert "invented-secret" not in NoticeOutbox.objects.get().refusal
    outbox.send_again(NoticeOutbox.objects.get().pk, by=cast.people["dongping"], at=at)
    assert NoticeOutbox.objects.get().state == "waiting"


def test_a_short_message_says_the_number_and_the_step(cast, settings):
    """To whoever asked for it; a gateway in trouble is asked again, one that refuses is not."""
    with a_gateway([503, 200]) as (url, taken):
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY = url, "invented-key"
        complaint = lodged(contact_phone="138 0000 0000", wants_sms=True)
        accept(cast, complaint)
        assert "13800000000" not in NoticeOutbox.objects.get().sealed
        carry()
        assert NoticeOutbox.objects.get().state == "waiting"
        carry(LATER + timedelta(minutes=1))
    assert NoticeOutbox.objects.get().state == "sent"
    first, second = taken
    assert first == second, "the same key both times, so that the gateway can tell"
    assert (second["to"], second["authorization"]) == ("13800000000", "Bearer invented-key")
    assert complaint.number in second["text"]
    assert "投诉已受理" in second["text"]


def test_a_gateway_that_refuses_is_not_asked_again(cast, settings):
    """A wrong number stays wrong."""
    with a_gateway([400]) as (url, _taken):
        settings.SMS_GATEWAY_URL = url
        accept(cast, lodged(contact_phone="13800000000", wants_sms=True))
        carry()
    assert (NoticeOutbox.objects.get().state, NoticeOutbox.objects.get().refusal) == ("dead", "HTTP 400")


def test_the_same_key_is_told_once(cast):
    """However often the verb runs."""
    assert [outbox.put("sms", "k", {"to": "1"}, at=LATER) for _ in range(2)] == [True, False]


def test_who_dies_with_a_notice_leaves_it_to_another(cast, settings):
    """A claim is a lease: nobody else takes it at once, and somebody does after five minutes."""
    outbox.put("sms", "k", {"to": "1"}, at=LATER)
    assert len(outbox.claim(["sms"], LATER)) == 1
    assert outbox.claim(["sms"], LATER) == []
    assert len(outbox.claim(["sms"], LATER + outbox.LEASE)) == 1


def test_one_person_is_one_shopper_on_every_phone(cast, wechat):
    """WeChat's name for them is stored sealed and found by digest; it stands nowhere in the clear."""
    keys = [shoppers.met_on_wechat(OPENID, at=LATER) for _ in range(2)]
    one, other = (shoppers.known_by(key, at=LATER) for key in keys)
    assert one == other
    assert OPENID not in repr(vars(one))
    assert shoppers.openid_of(one) == OPENID
    assert shoppers.known_by("no-such-key", at=LATER) is None


def test_a_change_of_keys_loses_nobody(cast, wechat, settings, tmp_path):
    """The same person is found again, and what waits can still be told, after the old key is gone."""
    settings.DATA_DIR = tmp_path
    key = shoppers.met_on_wechat(OPENID, at=LATER)
    outbox.put("sms", "k", {"to": "13800000000"}, at=LATER)
    sealing.add_key()
    assert (shoppers.seal_anew(), outbox.seal_anew()) == (1, 1)
    sealing.drop_old_keys()
    assert shoppers.openid_of(shoppers.known_by(key, at=LATER)) == OPENID
    again = shoppers.known_by(shoppers.met_on_wechat(OPENID, at=LATER), at=LATER)
    assert again == shoppers.known_by(key, at=LATER)
    assert outbox.told(NoticeOutbox.objects.get()) == {"to": "13800000000"}


def test_keys_that_nobody_shows_are_forgotten(cast):
    """After more than a year without use."""
    key = shoppers.first_met(at=LATER)
    assert shoppers.forget_unused_keys(LATER + timedelta(days=400)) == 0
    assert shoppers.forget_unused_keys(LATER + timedelta(days=402)) == 1
    assert shoppers.known_by(key, at=LATER) is None
