"""No page leads anybody to a refusal: whoever follows what a page offers arrives."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.console.conftest import Scene
from tests.console.shown import VIEWERS, is_page

STREAM = "console:live"


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def ways(path: str, html: str) -> Iterator[tuple[str, str]]:
    """Where the links of a staff page lead within the desk: the name of the address, and the address."""
    for link in Links(html).found:
        to = urljoin(path, link.partition("#")[0])
        try:
            name = resolve(urlsplit(to).path).view_name
        except Resolver404:
            continue
        if to.startswith("/console/") and name != STREAM:
            yield name, to


def refusals(client: Client) -> list[str]:
    """Each kind of address is followed once, from the first page that leads there."""
    arrived = client.get("/console/home", follow=True)
    waiting = [("home", "console:home", arrived.redirect_chain[-1][0])]
    seen: set[str] = set()
    refused = []
    while waiting:
        origin, name, to = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        answer = client.get(to, follow=True)
        if answer.status_code in (403, 404):
            refused.append(f"{origin} leads to {to}")
        elif is_page(answer):
            waiting += [(name, *way) for way in ways(to, answer.content.decode())]
    return refused


@pytest.mark.requirement("QH-everybody")
def test_nothing_that_is_offered_is_refused(scene: Scene):
    """A volunteer is shown no link to the file of a scale, as that file is not for volunteers."""
    found = {viewer: refusals(scene.client(viewer)) for viewer in VIEWERS if viewer}
    assert {viewer: refused for viewer, refused in found.items() if refused} == {}
