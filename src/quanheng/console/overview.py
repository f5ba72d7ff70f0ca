"""A county at a glance, market by market; a city or province chooses the county first."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from quanheng.cases import handling
from quanheng.cases.handling_sums import Sums
from quanheng.cases.market_overview import overview
from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.sheets.markets import OVERVIEW, OVERVIEW_OF_REGIONS
from quanheng.register import statistics
from quanheng.register.divisions import Division
from quanheng.register.statistics import Figures

ROWS = 50
COUNTED = ("in_use", "overdue", "due_soon", "to_replace", "not_checked", "complaints", "complaints_late")


@staff("see-overview")
def page(request: HttpRequest) -> HttpResponseBase:
    division = asked_division(request)
    context = {"division": division, "way": way_up(request, division), "today": timezone.localdate()}
    if division.has_parts:
        return _regions(request, division, context)
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


@dataclass(frozen=True)
class Part:
    """A region below: its instruments today, and how the complaints of twelve months were handled there."""

    area: str
    name: str
    figures: Figures
    handled: Sums


def _regions(request: HttpRequest, division: Division, context: dict[str, object]) -> HttpResponseBase:
    found = statistics.figures(division, timezone.localdate())
    areas = sorted(found)
    names, handled = names_of(areas), handling.of_parts(request.user, areas)
    parts = [Part(area, names[area], found[area], handled.get(area, Sums())) for area in areas]
    if export.is_asked(request):
        return export.answer(request, OVERVIEW_OF_REGIONS, [parts])
    context |= {
        "parts": parts,
        "whole": statistics.total(found.values()),
        "lodged": sum(part.handled.lodged for part in parts),
        "ended": sum(part.handled.ended for part in parts),
        "most": max((part.handled.lodged for part in parts), default=0) or 1,
    }
    return render(request, "console/overview_regions.html", context)


def _first(request: HttpRequest, many: int) -> int:
    asked = request.GET.get("after", "")
    return min(int(asked), many) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
