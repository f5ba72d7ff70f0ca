"""Search over everything one may see: scales, places, stalls and who runs them, complaints (T4-5.3.2.1)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.cases import desk
from quanheng.console.gate import staff
from quanheng.console.leaf import leaf
from quanheng.people.permissions import may
from quanheng.register import find

# A Digital Link with a purchase code has some 300 characters.
WORDS_MAX = 600
SHOWN_OF_EACH = 10


@dataclass(frozen=True)
class Found:
    sort: str
    name: object
    rows: list
    next: str
    has_more: bool


SORTS = {
    "instruments": (_("Scales and other instruments"), find.instruments, lambda row: row.device_id),
    "places": (_("Markets and other places"), find.places, lambda row: row.area),
    "stalls": (_("Stalls and operators"), find.stalls, lambda row: row.area),
    "complaints": (_("Complaints"), desk.found, lambda row: row.number),
}


@staff("see-instruments")
def page(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:WORDS_MAX]
    wanted = request.GET.get("in", "")
    sorts = [wanted] if wanted in SORTS else list(SORTS)
    found = [
        _found(request, sort, words, is_alone=len(sorts) == 1) for sort in sorts if words and _may_see(request, sort)
    ]
    context = {
        "words": words,
        "wanted": wanted if wanted in SORTS else "",
        "found": [one for one in found if one.rows],
        "after": request.GET.get("after", ""),
        "may_see_statistics": may(request.user, "see-statistics"),
        "is_short": len(words) < find.NAME_MIN,
    }
    return render(request, "console/search.html", context)


def _may_see(request: HttpRequest, sort: str) -> bool:
    return sort != "complaints" or may(request.user, "see-complaints")


def _found(request: HttpRequest, sort: str, words: str, *, is_alone: bool) -> Found:
    name, search, key = SORTS[sort]
    after = request.GET.get("after", "").replace("\0", "")[:120] if is_alone else ""
    rows = search(request.user, words, after)
    here = leaf(rows, key) if is_alone else leaf(rows, key, SHOWN_OF_EACH)
    return Found(sort, name, here.rows, here.next if is_alone else "", bool(here.next) and not is_alone)
