"""The errands themselves. Each is made with what it carries and answers "done" or "later"."""

import logging
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256

import httpx
from nacl.signing import VerifyKey

from quanheng.simulator.courier import Outcome, is_for_later
from quanheng.simulator.shopper import Complaint

say = logging.getLogger(__name__)
Run = Callable[[httpx.Client], Outcome]
ANSWER_SHOWN = 300


def fetch_platform_key(trust: Callable[[VerifyKey], None]) -> Run:
    """As the engineer does who installs a scale: without this key no receipt can be believed."""

    def run(web: httpx.Client) -> Outcome:
        response = web.get("/api/v1/platform-key")
        if not response.is_success:
            return "later"
        trust(VerifyKey(b64decode(response.json()["public_key"], validate=True)))
        return "done"

    return run


def ask_whether_usable(serial: str, then: Callable[[], None]) -> Run:
    """As anybody may by the number on the scale; whoever is told no asks again another time."""

    def run(web: httpx.Client) -> Outcome:
        told = web.get("/api/v1/scanned", params={"code": serial})
        scale = told.json()["scale"] if told.is_success else None
        if scale and scale["may_be_used"]:
            then()
        return "done"

    return run


def upload(digest: str, photograph: bytes) -> Run:
    def run(web: httpx.Client) -> Outcome:
        response = web.put(f"/api/v1/photographs/{digest}", content=photograph, headers={"Content-Type": "image/jpeg"})
        # 404: the recheck that names it has not arrived yet.
        if is_for_later(response) or response.status_code == httpx.codes.NOT_FOUND:
            return "later"
        if response.is_error:
            say.info("a photograph was refused: %s", response.text[:ANSWER_SHOWN])
        return "done"

    return run


def complain(complaint: Complaint) -> Run:
    """Look at the verdict first, and complain only of what the platform itself calls exceeded."""
    # One complaint has one key, however often a bad line makes the phone send it.
    body = complaint._asdict() | {
        "submission_key": sha256(complaint.purchase_code.encode()).hexdigest(),
        "category": "short-weight",
    }

    def run(web: httpx.Client) -> Outcome:
        told = web.get("/api/v1/purchases", params={"code": complaint.purchase_code})
        if is_for_later(told):
            return "later"
        rechecks = told.json()["rechecks"] if told.is_success else []
        if told.is_success and not rechecks:  # the re-weighing has not arrived yet
            return "later"
        if not any(recheck["market_exceeded"] or recheck["statute_exceeded"] for recheck in rechecks):
            return "done"
        response = web.post("/api/v1/complaints", json=body)
        if is_for_later(response):
            return "later"
        if response.is_error:
            say.info("a complaint was refused: %s", response.text[:ANSWER_SHOWN])
        else:
            say.info("complaint %s lodged", response.json().get("number", ""))
        return "done"

    return run
