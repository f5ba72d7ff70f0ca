"""How complaints were handled in the last twelve months: by month, by class, by region or market."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.cases import handling
from quanheng.cases.models import HandlingFigures
from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.answers import ANSWERS, Told


@staff("see-complaints")
def page(request: HttpRequest) -> HttpResponse:
    division = asked_division(request)
    found = handling.handling(request.user, division.area)
    parts = Leaves(lambda after: handling.parts(request.user, division.area, after), lambda row: row.area, _named)
    if export.is_asked(request):
        return export.answer(request, ANSWERS, parts)
    shown = parts.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    context = {
        "division": division,
        "way": way_up(request, division),
        "whole": Told(found.whole) if found.whole else None,
        "months": _barred([Told(row, row.month.strftime("%Y-%m")) for row in found.months]),
        "categories": _barred([Told(row, row.category) for row in found.categories]),
        "parts": _barred(_named(shown.rows)),
        "next": shown.next,
    }
    return render(request, "console/answers.html", context)


def _named(rows: list[HandlingFigures]) -> list[Told]:
    names = names_of([row.area for row in rows])
    return [Told(row, names[row.area]) for row in rows]


def _barred(rows: list[Told]) -> list[tuple[Told, int]]:
    """Each with the length of its bar, in hundredths of the longest."""
    most = max((row.figures.lodged for row in rows), default=0) or 1
    return [(row, row.figures.lodged * 100 // most) for row in rows]
