"""Complaints past their last day, for whoever watches over those that work on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.cases import lateness
from quanheng.cases.desk import Mark
from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.cases import LATE_COMPLAINTS


@staff("see-complaints")
def page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    complaints = Leaves(
        lambda key: part_of(request, lateness.late(request.user, today, Mark.read(key))),
        lambda row: Mark(row.due_on, row.pk),
        lambda rows: lateness.told(rows, today),
    )
    if export.is_asked(request):
        return export.answer(request, LATE_COMPLAINTS, complaints)
    found = complaints.leaf(request.GET.get("after", ""))
    context = {"rows": lateness.told(found.rows, today), "next": found.next}
    return render(request, "console/late_complaints.html", context)
