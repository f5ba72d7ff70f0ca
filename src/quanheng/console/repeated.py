"""Operators of whom more than one complaint was upheld in twelve months: a list to look at, and no finding."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.cases import handling, repeated
from quanheng.console import export
from quanheng.console.division import asked_division, way_up
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_count_key
from quanheng.console.sheets.repeated import REPEATED


@staff("see-complaints")
def page(request: HttpRequest) -> HttpResponse:
    division = asked_division(request)
    found = Leaves(
        lambda after: repeated.repeated(request.user, division.area, read_count_key(after)),
        lambda row: f"{row.upheld}~{row.pk}",
    )
    if export.is_asked(request):
        return export.answer(request, REPEATED, found)
    context = {
        "division": division,
        "way": way_up(request, division),
        "found": found.leaf(request.GET.get("after", "")),
        "counted_at": handling.counted_at(),
    }
    return render(request, "console/repeated.html", context)
