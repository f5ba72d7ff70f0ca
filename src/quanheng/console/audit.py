"""The audit trail: who did what, when, from where, and what it was before."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.console import export
from quanheng.console.audit_words import ACTS
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.part import part_of
from quanheng.console.sheets.administration import AUDIT
from quanheng.people import audit_trail
from quanheng.people.models import AuditEntry


@staff("see-audit")
@opens_with_saved("audit")
def page(request: HttpRequest) -> HttpResponse:
    wanted = audit_trail.Wanted(
        act=_text(request, "act", 60),
        subject=_text(request, "subject", 120),
        person=_text(request, "person", 60),
    )

    def rows(before: str) -> QuerySet[AuditEntry]:
        behind = replace(wanted, before=read_number_key(before))
        return part_of(request, audit_trail.entries(request.user, behind))

    entries = Leaves(rows, lambda entry: entry.pk)
    if export.is_asked(request):
        return export.answer(request, AUDIT, entries)
    found = entries.leaf(request.GET.get("before", ""))
    return render(
        request, "console/audit.html", {"found": found, "wanted": wanted, "acts": ACTS.items(), "may_see_audit": True}
    )


def _text(request: HttpRequest, name: str, longest: int) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:longest]
