"""What the shopper's telephone and the check scale do over HTTPS, and how they take an answer."""

import json
import threading
from base64 import b64encode
from collections.abc import Callable

import httpx
import pytest
from nacl.signing import SigningKey, VerifyKey

from quanheng.simulator import courier
from quanheng.simulator.courier import ERRANDS_MAX, Courier
from quanheng.simulator.errands import ask_whether_usable, complain, fetch_platform_key, upload
from quanheng.simulator.shopper import Complaint
from tests.waiting import until

COMPLAINT = Complaint("https://example.org/01/1/21/2?n=1", "vegetable", "少了", "演示顾客01", "10000000001")
KEY = SigningKey(b"p" * 32).verify_key
pytestmark = pytest.mark.requirement("QH-sim", "QH-wire")


class Web:
    """Answers in turn, the last one for ever, and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers, self.asked = list(answers), []
        self.client = httpx.Client(base_url="http://web", transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def rechecked(market: bool | None, statute: bool | None) -> httpx.Response:
    return httpx.Response(200, json={"rechecks": [{"market_exceeded": market, "statute_exceeded": statute}]})


LODGED = httpx.Response(201, json={"number": "C-1", "token": "t", "follow_url": "u"})


@pytest.mark.parametrize(("market", "statute"), [(True, False), (True, True), (None, True), (True, None)])
def test_a_shortfall_called_exceeded_is_complained_of(market: bool | None, statute: bool | None) -> None:
    """One of the two verdicts is enough; the complaint carries the code, the class of goods, words and a contact."""
    web = Web(rechecked(market, statute), LODGED)
    assert complain(COMPLAINT)(web.client) == "done"
    assert web.asked[0].url.params["code"] == COMPLAINT.purchase_code
    body = json.loads(web.asked[1].content)
    assert web.asked[1].url.path == "/api/v1/complaints"
    assert body | COMPLAINT._asdict() == body
    assert (body["category"], len(body["submission_key"])) == ("short-weight", 64)


@pytest.mark.parametrize(("may", "sells"), [(True, 1), (False, 0)])
def test_a_repaired_scale_is_asked_about_by_its_number(may: bool, sells: int) -> None:
    """As anybody may ask: told yes its stall sells again, told no it asks another time."""
    web, again = Web(httpx.Response(200, json={"scale": {"may_be_used": may}})), []
    assert ask_whether_usable("123", lambda: again.append(True))(web.client) == "done"
    assert (web.asked[0].url.params["code"], len(again)) == ("123", sells)


@pytest.mark.parametrize(("market", "statute"), [(False, False), (None, None), (False, None)])
def test_nobody_complains_of_what_is_not_exceeded(market: bool | None, statute: bool | None) -> None:
    """Within the limit, or no method applicable: the shopper leaves it at that."""
    web = Web(rechecked(market, statute))
    assert complain(COMPLAINT)(web.client) == "done"
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, json={"rechecks": []}), httpx.Response(503), httpx.Response(429)]
)
def test_a_verdict_that_is_not_there_yet_is_waited_for(answer: httpx.Response) -> None:
    """The re-weighing may still be on its way, or the web restarting."""
    assert complain(COMPLAINT)(Web(answer).client) == "later"


def test_a_complaint_sent_twice_is_the_same_complaint() -> None:
    """When the answer was lost the same key goes out again, and the platform counts it once."""
    web = Web(rechecked(True, True), httpx.Response(502), rechecked(True, True), LODGED)
    errand = complain(COMPLAINT)
    assert [errand(web.client), errand(web.client)] == ["later", "done"]
    assert web.asked[1].content == web.asked[3].content


def test_a_refusal_is_obeyed() -> None:
    """What the platform does not accept is not sent again."""
    assert complain(COMPLAINT)(Web(rechecked(True, True), httpx.Response(422, text="no")).client) == "done"
    assert upload("ab", b"jpeg")(Web(httpx.Response(422, text="no")).client) == "done"


def test_a_photograph_waits_for_its_recheck() -> None:
    """Until the record that names it has arrived the photograph is nobody's."""
    web = Web(httpx.Response(404), httpx.Response(200, json={}))
    errand = upload("ab12", b"jpeg")
    assert [errand(web.client), errand(web.client)] == ["later", "done"]
    assert (web.asked[1].method, web.asked[1].url.path, web.asked[1].content) == (
        "PUT",
        "/api/v1/photographs/ab12",
        b"jpeg",
    )


def test_the_platforms_key_is_fetched_before_receipts_count() -> None:
    """A web that is still starting is asked again."""
    keys: list[VerifyKey] = []
    answer = httpx.Response(200, json={"algorithm": "Ed25519", "public_key": b64encode(bytes(KEY)).decode()})
    errand = fetch_platform_key(keys.append)
    assert [errand(Web(httpx.Response(502)).client), errand(Web(answer).client)] == ["later", "done"]
    assert keys == [KEY]


def running(answer: Callable[[httpx.Request], httpx.Response]) -> Courier:
    made = Courier("http://web")
    made.client = httpx.Client(base_url="http://web", transport=httpx.MockTransport(answer))
    made.start()
    return made


def test_the_courier_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web that is away, answers nonsense, or is busy costs nothing but time."""
    monkeypatch.setattr(courier, "FIRST_WAIT_S", 0.01)
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.path)
        if len(calls) == 1:
            raise httpx.ConnectError("refused")
        return httpx.Response(503) if len(calls) == 2 else httpx.Response(200, json={})

    sent = running(answer)
    sent.send(upload("ab", b"jpeg"))
    until(lambda: len(calls) == 3 and not sent.errands, "uploaded at the third attempt")
    sent.close()


def test_the_couriers_bag_is_bounded() -> None:
    """While the web is away for hours no more than a bagful is kept."""
    waiting = Courier("http://web")
    for _ in range(ERRANDS_MAX + 50):
        waiting.send(upload("ab", b"jpeg"))
    assert len(waiting.errands) == ERRANDS_MAX


def test_errands_wait_for_their_hour() -> None:
    """The shopper who thinks before complaining does not hold up a photograph."""
    done, finished = [], threading.Event()
    sent = running(lambda request: httpx.Response(200, json={}))
    sent.send(lambda _client: (done.append("complaint"), finished.set()) and "done", after_s=0.3)
    sent.send(lambda _client: done.append("photograph") or "done")
    assert finished.wait(20)
    assert done == ["photograph", "complaint"]
    sent.close()
