"""Scales to be replaced (N25-3.1): how many by which day, whether today's pace is enough, who is behind."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.sheets.markets import BEHIND, PLACES_TO_DO, stocks
from quanheng.console.steps import Steps, steps
from quanheng.register import replacement
from quanheng.register.divisions import Division
from quanheng.register.replacement import Stock
from quanheng.register.replacement_pace import Outlook

BEHIND_SHOWN = 20
PLACES_SHOWN = 50
# Of one county, all of them.
PLACES_TAKEN = 100_000


@dataclass(frozen=True)
class Part:
    area: str
    name: str
    stock: Stock
    by_day: list[int]


@dataclass(frozen=True)
class BehindHand:
    area: str
    name: str
    outlook: Outlook


@staff("see-statistics")
def page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    division = asked_division(request)
    found = replacement.stocks(division)
    whole = replacement.together(found.values())
    days = replacement.deadlines(today)
    behind = replacement.behind(division, today) if division.has_parts else []
    if export.is_asked(request):
        return _taken(request, division, _parts(division, found, days), days, behind)
    context = {
        "today": today,
        "division": division,
        "way": way_up(request, division),
        "whole": whole,
        "days": days,
        "outlooks": replacement.whole_outlook(division, whole, today),
        "parts": _parts(division, found, days),
        "behind": _named(behind[:BEHIND_SHOWN]),
        "behind_count": len(behind),
        "chart": _chart(division, days),
        "places": [] if division.has_parts else replacement.places_to_do(division.area, PLACES_SHOWN),
        "pace_days": replacement.PACE_DAYS,
    }
    return render(request, "console/phase_out.html", context)


def _taken(
    request: HttpRequest, division: Division, parts: list[Part], days: list[date], behind: list[replacement.Behind]
) -> HttpResponseBase:
    if request.GET.get("list") == "behind":
        return export.answer(request, BEHIND, [_named(behind)])
    if division.has_parts:
        return export.answer(request, stocks(days), [parts])
    return export.answer(request, PLACES_TO_DO, [replacement.places_to_do(division.area, PLACES_TAKEN)])


def _parts(division: Division, found: dict[str, Stock], days: list[date]) -> list[Part]:
    if not division.has_parts:
        return []
    areas = sorted({region.area for region in division.parts()} | found.keys())
    names = names_of(areas)
    stocks = [(area, found.get(area, Stock())) for area in areas]
    return [Part(area, names[area], stock, [stock.by_day[day] for day in days]) for area, stock in stocks]


def _named(behind: list[replacement.Behind]) -> list[BehindHand]:
    names = names_of([one.area for one in behind])
    return [BehindHand(one.area, names[one.area], one.outlook) for one in behind]


def _chart(division: Division, days: list[date]) -> Steps | None:
    """None until the history has two days."""
    told = replacement.history(division) if division.is_divided else []
    return steps([on for on, _ in told], {day: [stock.by_day[day] for _, stock in told] for day in days})
