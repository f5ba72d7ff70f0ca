"""The audit trail: who did what, when, from where, and what it was before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.console.audit_words import ACTS
from quanheng.console.gate import staff
from quanheng.console.leaf import leaf
from quanheng.console.part import part_of
from quanheng.people import audit_trail


@staff("see-audit")
def page(request: HttpRequest) -> HttpResponse:
    wanted = audit_trail.Wanted(
        act=_text(request, "act", 60),
        subject=_text(request, "subject", 120),
        person=_text(request, "person", 60),
        before=_number(request.GET.get("before", "")),
    )
    found = leaf(part_of(request, audit_trail.entries(request.user, wanted)), lambda entry: entry.pk)
    return render(request, "console/audit.html", {"found": found, "wanted": wanted, "acts": ACTS.items()})


def _text(request: HttpRequest, name: str, longest: int) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:longest]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
