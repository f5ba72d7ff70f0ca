"""The honest repair at the staff pages: each step only where the page offers it."""

from urllib.parse import parse_qs

import httpx
import pytest

from quanheng.simulator.staff import Visit, ask, authorise, confirm

PAGE = "/console/unlocking/M001-T005"
pytestmark = pytest.mark.requirement("N25-3.2", "QH-sim")


class Pages:
    """The staff pages as far as these people see them: `offers` is the one form that is on the page."""

    def __init__(self, offers: str, *, password: str = "right", status: int = 200) -> None:
        self.offers, self.password, self.status = offers, password, status
        self.done: list[tuple[str, str, dict[str, str]]] = []
        self.client = httpx.Client(base_url="http://web", transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        path, given = request.url.path, {name: one[0] for name, one in parse_qs(request.content.decode()).items()}
        if path == "/console/sign-in":
            return self._sign_in(request, given)
        session = request.headers["Cookie"].split("session=")[1].split(";")[0]
        if request.method == "GET":
            return httpx.Response(self.status, text=f'<form action="{PAGE}/{self.offers}">')
        assert given.pop("csrfmiddlewaretoken") == "t1"
        self.done.append((session, path.removeprefix(f"{PAGE}/"), given))
        code = '<section id="code"><p class="number">4927 2070</p></section>'
        return httpx.Response(200, text=code) if path.endswith("/authorise") else httpx.Response(302)

    def _sign_in(self, request: httpx.Request, given: dict[str, str]) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, headers={"Set-Cookie": "csrftoken=t1; Path=/"})
        if given["password"] != self.password:
            return httpx.Response(422)
        return httpx.Response(302, headers={"Set-Cookie": f"session={given['username']}; Path=/"})


def a_visit(*, is_open: bool = True) -> Visit:
    return Visit("M001-T005", "99/01/01/m001/", "12345678", "right", lambda: is_open)


def test_the_market_asks_and_the_regulator_authorises():
    """Two people with accounts of their own; the code goes from the page of the one to whoever stands at the scale."""
    pages, asked, codes = Pages("request"), [], []
    assert ask(a_visit(), lambda: asked.append(True))(pages.client) == "done"
    assert asked == [True]
    [(who, act, given)] = pages.done
    assert (who, act, given["challenge"]) == ("manager-chenguang", "request", "12345678")
    assert given["reason"]
    pages = Pages("authorise")
    authorise(a_visit(), codes.append)(pages.client)
    assert pages.done == [("regulator-dongping", "authorise", {})]
    assert codes == ["49272070"]
    pages = Pages("confirm")
    confirm(a_visit(), "89059543")(pages.client)
    assert pages.done == [("manager-chenguang", "confirm", {"number": "89059543"})]


def test_the_report_may_arrive_later_than_the_market_asks():
    """While the platform does not know of the lock its page offers no request: it is tried again."""
    pages = Pages("nothing")
    assert ask(a_visit(), pytest.fail)(pages.client) == "later"
    assert pages.done == []


def test_a_person_who_was_quicker_is_not_disturbed():
    """Authorised or unlocked by somebody else meanwhile: these people leave it."""
    pages = Pages("nothing")
    assert authorise(a_visit(), pytest.fail)(pages.client) == "done"
    assert ask(a_visit(is_open=False), pytest.fail)(pages.client) == "done"
    assert pages.done == []


def test_accounts_of_another_installation_are_left_alone():
    """A changed password is met once, not again and again: nobody is locked out by the demonstration."""
    pages = Pages("request", password="another")
    assert ask(a_visit(), pytest.fail)(pages.client) == "done"
    assert pages.done == []


def test_a_busy_web_is_asked_again():
    """503 is no answer; the courier tries later."""
    with pytest.raises(httpx.HTTPError):
        ask(a_visit(), pytest.fail)(Pages("request", status=503).client)


def test_nobodys_cookies_are_left_behind():
    """Shoppers use the same connections, and are nobody."""
    pages = Pages("authorise")
    authorise(a_visit(), lambda _code: None)(pages.client)
    assert not pages.client.cookies
