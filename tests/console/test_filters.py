"""What a person looks for every week is saved once: a chip above the list, shared in the office, and forgotten."""

import re

import pytest
from django.test import Client

from quanheng.console import filters
from quanheng.people import saved_filters
from quanheng.people.enrolment import enrol
from quanheng.people.models import AuditEntry, SavedFilter
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.requirement("QH-lists")


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def save(client: Client, name: str = "待检的秤", query: str = "kind=trade-scale&status=stopped", **more: str) -> str:
    told = {"page": "instruments", "name": name, "query": query, **more}
    return client.post("/console/filters/save", told).headers["Location"]


def chips(client: Client, query: str = "?all=1") -> list[str]:
    page = client.get(f"/console/instruments{query}").content.decode()
    return re.findall(r'<span class="chip[^>]*><a href="[^"]*"[^>]*>([^<\s]+)', page)


def test_a_filter_is_saved_shown_and_forgotten(cast: Cast):
    """Under its name, with the filters alone and not the page one was on; forgetting takes the chip away."""
    mine = client_of(cast, "dongping")
    there = save(mine, query="kind=trade-scale&after=TS-1&as=csv&status=stopped&q=")
    assert there == "/console/instruments?kind=trade-scale&status=stopped"
    assert chips(mine) == ["待检的秤"]
    kept = SavedFilter.objects.get()
    assert mine.post(f"/console/filters/{kept.pk}/forget").status_code == 302
    assert chips(mine) == []


def test_only_the_own_office_sees_what_is_shared(cast: Cast):
    """A colleague of the county does, the city above and the county beside do not; nobody sees an unshared one."""
    colleague = enrol(username="colleague", name="同事", role="regulator", area="99/01/01/", password=PASSWORD)
    cast.people["colleague"] = colleague
    mine = client_of(cast, "dongping")
    save(mine, "大家的", shared="on")
    save(mine, "我的")
    assert chips(mine) == ["大家的", "我的"]
    assert chips(client_of(cast, "colleague")) == ["大家的"]
    assert chips(client_of(cast, "city")) == chips(client_of(cast, "xidu")) == []
    shared = SavedFilter.objects.get(name="大家的")
    assert client_of(cast, "colleague").post(f"/console/filters/{shared.pk}/forget").status_code == 404
    assert client_of(cast, "xidu").post(f"/console/filters/{shared.pk}/opens").status_code == 404
    assert AuditEntry.objects.get(act="filter-shared").area == "99/01/01/"


def test_a_list_opens_with_the_filter_that_was_chosen(cast: Cast):
    """Opened bare it goes there; asked for all, or for something else, it does not; once forgotten it is bare again."""
    mine = client_of(cast, "dongping")
    there = save(mine)
    kept = SavedFilter.objects.get()
    assert mine.get("/console/instruments").status_code == 200
    mine.post(f"/console/filters/{kept.pk}/opens", {"opens": "on"})
    assert mine.get("/console/instruments").headers["Location"] == there
    assert mine.get("/console/instruments?all=1").status_code == 200
    assert mine.get("/console/instruments?as=csv").status_code == 200
    mine.post(f"/console/filters/{kept.pk}/opens")
    assert mine.get("/console/instruments").status_code == 200


@pytest.mark.parametrize("page", filters.LISTS)
def test_every_list_keeps_its_filter(cast: Cast, page: str):
    """Saved, shown above its list, and opened with it; asked for all, it is whole again."""
    office = client_of(cast, "dongping")
    there = save(office, "常用", "area=99/01/01/&q=x", page=page)
    shown = office.get(there).content.decode()
    assert re.search(r'<span class="chip current"><a href="[^"]*"[^>]*>常用', shown)
    office.post(f"/console/filters/{SavedFilter.objects.get().pk}/opens", {"opens": "on"})
    bare = there.partition("?")[0]
    assert office.get(bare).headers["Location"] == there
    assert office.get(f"{bare}?all=1").status_code == 200


def test_one_name_is_one_filter(cast: Cast):
    """Saved again under its name, the new one takes its place."""
    mine = client_of(cast, "dongping")
    save(mine)
    assert save(mine, query="status=locked") == "/console/instruments?status=locked"
    assert SavedFilter.objects.get().query == "status=locked"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": "x" * 41},
        {"query": ""},
        {"query": "after=TS-1"},
        {"query": "q=" + "x" * 600},
        {"name": "\0"},
    ],
)
def test_what_cannot_be_saved_is_said(cast: Cast, given: dict):
    """Nothing is written, the list is still narrowed as it was, and the name that was typed stands in the form."""
    mine = client_of(cast, "dongping")
    there = save(mine, **given)
    assert not SavedFilter.objects.exists()
    assert b'class="said error"' in mine.get(there).content
    assert mine.post("/console/filters/save", {"page": "nowhere", "name": "x", "query": "q=1"}).status_code == 404


def test_there_is_an_end_to_chips(cast: Cast):
    """At most so many for one list; the one more is refused, and one that is there may still be changed."""
    for number in range(saved_filters.MOST):
        saved_filters.keep(cast.people["dongping"], page="instruments", name=f"{number}", query="q=1", shared=False)
    mine = client_of(cast, "dongping")
    save(mine, "one more")
    assert SavedFilter.objects.count() == saved_filters.MOST
    save(mine, "7")
    assert SavedFilter.objects.get(name="7").query == "kind=trade-scale&status=stopped"
