"""The figures of a trade in a region, for its association and for the office: published ones only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.cases import trade
from quanheng.cases.models import PublishedFigures
from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.sheets.trade import Told, sheet
from quanheng.register.models import PlaceKind


@staff("see-trade-figures")
def page(request: HttpRequest) -> HttpResponse:
    division, kinds = asked_division(request), trade.kinds_of(request.user)
    if not division.is_divided:
        raise Http404
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in kinds else next(iter(kinds), "")
    rows = list(trade.months(request.user, division.area, kind)) if kind else []
    months = [Told(f"{row.publication.month:%Y-%m}", row) for row in rows]
    parts = _parts(request, rows[0], division.has_parts) if rows else []
    if export.is_asked(request):
        listed = request.GET.get("list", "")
        return export.answer(request, sheet(listed), [parts if listed == "parts" else months])
    context = {
        "division": division,
        "way": way_up(request, division),
        "kinds": [(one, PlaceKind(one).label) for one in kinds],
        "kind": kind,
        "months": months,
        "latest": rows[0].publication if rows else None,
        "parts": parts,
    }
    return render(request, "console/trade.html", context)


def _parts(request: HttpRequest, latest: PublishedFigures, has_parts: bool) -> list[Told]:
    if not has_parts:
        return []
    rows = list(trade.parts(request.user, latest.publication, latest.area, latest.kind))
    names = names_of([row.area for row in rows])
    return [Told(names[row.area], row, row.area) for row in rows]
