"""Every page of the staff and of the public as a browser gets it: each address, and each form with a mistake in it.

They are rendered without a server, so that a browser can look at all of them within a minute. An address that is new
is found here by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, resolve, reverse

from quanheng.cases import secret
from quanheng.cases.models import Complaint
from quanheng.public.urls import urlpatterns as of_the_public
from quanheng.supervision import card
from tests.cast import GTIN, RESOLVER
from tests.console.conftest import Scene
from tests.console.test_strangers import PAGES, address

# Who sees most comes first; the others open what is their own.
VIEWERS = (
    *("verifier", "dongping", "chenguang", "administrator", "stallholder"),
    *("repairer", "maker", "volunteer", None),
)
AT_THE_DOOR = ("/console/sign-in", "/console/invitation")
# Where somebody else has more to do than the city's office.
AT_WORK = {
    **dict.fromkeys(("verification", "application"), "verifier"),
    **dict.fromkeys(("weekly-check", "market-report", "unlock"), "chenguang"),
}
LEADING_AWAY = ("language", "sign-out")
# Instead of the random end of a complainant's own link, which is stored nowhere.
SECRET = "a-link-that-only-the-complainant-has"
TYPED = {"text", "search", "tel", "email", "password", "number", "date", "datetime-local", "url", None}


@dataclass(frozen=True)
class Shown:
    """``of`` is the name of the address; a page ``amiss`` answers a form that was sent with mistakes."""

    of: str
    path: str
    amiss: bool
    html: str

    def __str__(self) -> str:
        return f"{self.path} ({self.of}{', with a mistake' if self.amiss else ''})"


@dataclass(frozen=True)
class Opened:
    path: str
    viewer: str | None
    html: str


@dataclass
class Form:
    action: str
    given: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that change something, every typed field left empty."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form" and (told.get("method") or "").lower() == "post":
            self.found.append(Form(told.get("action") or ""))
        elif self.found and tag in ("input", "textarea", "select", "button") and (name := told.get("name")):
            empty = tag != "button" and told.get("type") in TYPED
            self.found[-1].given.setdefault(name, "" if empty else told.get("value") or "")


def is_page(answer: HttpResponse) -> bool:
    """And not a file, a part of a page, or somewhere else to go."""
    return answer.status_code in (200, 404, 422) and b"<html" in getattr(answer, "content", b"")


def shown(scene: Scene) -> list[Shown]:
    """Each address in English, where words are longest; in Chinese what answers a form, once for each address."""
    Complaint.objects.filter(pk=scene.east.complaint.pk).update(secret_sha256=secret.digest(SECRET))
    people = People(scene)
    found = {name: opened for name, path in addresses(scene) if (opened := first_opened(people, name, path))}
    pages = [Shown(name, one.path, False, one.html) for name, one in found.items()]
    return pages + list(with_mistakes(people, list(found.values())))


class People:
    """Who is signed in; each once."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.signed_in: dict[tuple[str | None, str], Client] = {}

    def client(self, name: str | None, language: str) -> Client:
        told = {"Accept-Language": language}
        if (name, language) not in self.signed_in:
            client = self.scene.client(name, **told) if name else Client(headers=told)
            self.signed_in[name, language] = client
        return self.signed_in[name, language]


def addresses(scene: Scene) -> Iterator[tuple[str, str]]:
    for pattern in PAGES:
        yield pattern.name, address(pattern, scene.east).path
    for pattern in of_the_public:
        yield f"public:{pattern.name}", address_of_the_public(pattern, scene)
    receipt = scene.east.recheck.purchase_code
    yield "public:purchase", receipt.removeprefix(RESOLVER)
    yield "public:complain-with-a-receipt", f"/complain?{urlencode({'code': receipt})}"
    yield "public:volunteer-of-a-county", f"/volunteer?{urlencode({'area': scene.east.activity.area})}"
    yield "spot-check-with-a-receipt", f"/console/spot-checks/new?{urlencode({'code': receipt})}"
    yield "spot-check-at-a-market", f"/console/spot-checks/new?market={scene.east.spot_check.market_id}"


def address_of_the_public(pattern: URLPattern, scene: Scene) -> str:
    """A KeyError asks whoever adds a page what it shows."""
    if pattern.name == "supervisor":
        return card.path(scene.east.spot_check.volunteer)
    complaint = scene.east.complaint
    rows = {
        "gtin": GTIN,
        "serial": scene.east.trade_scale,
        "giai": "952123454nobody",
        "number": "nothing",
        "area": complaint.market.area,
        "token": SECRET,
        "move": "rate",
    }
    named = {name: rows[name] for name in pattern.pattern.converters}
    return reverse(f"public:{pattern.name}", kwargs=named)


def first_opened(people: People, name: str, path: str) -> Opened | None:
    """By the first to whom it is open; nobody gets a page where only forms are sent, or only files are."""
    viewers = (None,) if path.startswith(AT_THE_DOOR) else (AT_WORK.get(name, "city"), *VIEWERS)
    for viewer in viewers:
        answer = people.client(viewer, "en-GB").get(path)
        if is_page(answer) and (answer.status_code == 200 or viewer is None):
            return Opened(path, viewer, answer.content.decode())
        if answer.status_code == 405:
            break
    return None


def with_mistakes(people: People, opened: list[Opened]) -> Iterator[Shown]:
    asked = set(LEADING_AWAY)
    for one in opened:
        for form in Forms(one.html).found:
            to = urljoin(one.path, form.action)
            name = resolve(urlsplit(to).path).url_name
            if name not in asked and (answer := refused(people.client(one.viewer, "zh-CN"), to, form.given)):
                asked.add(name)
                yield Shown(name, to, True, answer)


def refused(client: Client, to: str, given: dict[str, str]) -> str | None:
    """The page that says what is amiss; what a form took all the same is undone."""
    with transaction.atomic():
        answer = client.post(to, given)
        transaction.set_rollback(True)
    return answer.content.decode() if is_page(answer) else None
