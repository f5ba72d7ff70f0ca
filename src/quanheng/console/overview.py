"""A county at a glance, market by market; a city or province chooses the county first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.cases.market_overview import overview
from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.sheets.markets import OVERVIEW
from quanheng.register import statistics

ROWS = 50
COUNTED = ("in_use", "overdue", "due_soon", "to_replace", "not_checked", "complaints", "complaints_late")


@staff("see-overview")
def page(request: HttpRequest) -> HttpResponse:
    division = asked_division(request)
    context = {"division": division, "way": way_up(request, division), "today": timezone.localdate()}
    if division.has_parts:
        found = statistics.figures(division, timezone.localdate())
        names = names_of(list(found))
        context["parts"] = [(area, names[area], figures) for area, figures in sorted(found.items())]
        return render(request, "console/overview_regions.html", context)
    rows = overview(request.user, division.area, timezone.now())
    if export.is_asked(request):
        return export.answer(request, OVERVIEW, [rows])
    first = _first(request, len(rows))
    shown = rows[first : first + ROWS]
    context |= {
        "rows": shown,
        "total": {name: sum(getattr(row, name) for row in rows) for name in COUNTED},
        "lacking": sum(row.need.lacking for row in rows),
        "markets": len(rows),
        "most": max((row.open_matters for row in rows), default=0) or 1,
        "next": str(first + ROWS) if first + ROWS < len(rows) else "",
    }
    return render(request, "console/overview.html", context)


def _first(request: HttpRequest, many: int) -> int:
    asked = request.GET.get("after", "")
    return min(int(asked), many) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
