"""The people of an honest repair, at the pages that real staff use (docs/wire/unlocking.md, "At the pages").

The market asks for the unlocking, the regulator authorises it, somebody types the code at the scale, and the market
enters what the scale shows. Whoever plays in the demonstration may be quicker at any step: then these people leave it.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from quanheng.simulator.courier import Outcome, is_for_later
from quanheng.simulator.errands import Run

say = logging.getLogger(__name__)
# Accounts of the demonstration, by market: who asks, who authorises.
STAFF = {
    "99/01/01/m001/": ("manager-chenguang", "regulator-dongping"),
    "99/01/02/m002/": ("manager-hewan", "regulator-xidu"),
}
SIGN_IN = "/console/sign-in"
CODE = re.compile(r'id="code".*?\b(\d{4}) (\d{4})\b', re.DOTALL)
REASON = "显示屏不亮，开壳更换排线（模拟维修）。"


@dataclass(frozen=True)
class Visit:
    """One locked scale that somebody looks after."""

    device_id: str
    market: str
    challenge: str
    password: str
    is_open: Callable[[], bool]

    @property
    def page(self) -> str:
        return f"/console/unlocking/{self.device_id}"


class NotLetIn(RuntimeError):
    """The account is not as the demonstration has it."""


class Desk:
    """A person signed in to the staff pages; every form is one that the page offers."""

    def __init__(self, web: httpx.Client, username: str, password: str) -> None:
        # Cookies of one's own, over the connections of all.
        self.web, self.cookies = web, httpx.Cookies()
        self._ask("GET", SIGN_IN)
        answer = self.send(SIGN_IN, username=username, password=password)
        if answer.status_code != httpx.codes.FOUND:
            raise NotLetIn(username)

    def open(self, address: str) -> httpx.Response:
        return self._ask("GET", address)

    def send(self, address: str, **fields: str) -> httpx.Response:
        token = self.cookies.get("csrftoken") or ""
        return self._ask("POST", address, {"csrfmiddlewaretoken": token, **fields})

    def _ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> httpx.Response:
        shown = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": shown, "Referer": str(self.web.base_url), "Accept-Language": "zh"}
        answer = self.web.request(method, address, data=fields, headers=headers)
        if is_for_later(answer):
            raise httpx.HTTPError("busy")
        self.cookies.extract_cookies(answer)
        self.web.cookies.clear()
        return answer


def _offers(answer: httpx.Response, address: str) -> bool:
    """Whether the page has this form: who may not do it, or not now, is not offered it."""
    return answer.is_success and f'action="{address}"' in answer.text


def ask(visit: Visit, then: Callable[[], None]) -> Run:
    def run(web: httpx.Client) -> Outcome:
        if not visit.is_open():
            return "done"
        desk = _desk(web, visit, 0)
        form = f"{visit.page}/request"
        if not desk or not _offers(desk.open(visit.page), form):
            return "later" if desk else "done"  # what the scale reported has not arrived yet
        if desk.send(form, challenge=visit.challenge, reason=REASON).status_code == httpx.codes.FOUND:
            then()
        return "done"

    return run


def authorise(visit: Visit, then: Callable[[str], None]) -> Run:
    def run(web: httpx.Client) -> Outcome:
        desk = _desk(web, visit, 1) if visit.is_open() else None
        form = f"{visit.page}/authorise"
        if desk and _offers(desk.open(visit.page), form) and (code := CODE.search(desk.send(form).text)):
            then(code[1] + code[2])
        return "done"

    return run


def confirm(visit: Visit, number: str) -> Run:
    def run(web: httpx.Client) -> Outcome:
        desk = _desk(web, visit, 0)
        form = f"{visit.page}/confirm"
        if desk and _offers(desk.open(visit.page), form):
            desk.send(form, number=number)
            say.info("%s is unlocked, as the regulator authorised", visit.device_id)
        return "done"

    return run


def _desk(web: httpx.Client, visit: Visit, place: int) -> Desk | None:
    username = STAFF[visit.market][place]
    try:
        return Desk(web, username, visit.password)
    except NotLetIn:
        say.info("%s cannot sign in: nobody looks after %s", username, visit.device_id)
        return None
