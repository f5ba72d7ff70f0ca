"""Statistics of a region (T4-5.3.2.2): markets by name, instruments in use, verification; down to the county."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.markets import MARKETS_BY_NAME, REGIONS
from quanheng.register import markets, statistics
from quanheng.register.area_names import name_of_area
from quanheng.register.divisions import Division
from quanheng.register.models import Kind, PlaceKind
from quanheng.register.statistics import Figures

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Bar:
    """A number with the length of its bar, in hundredths of the longest."""

    name: object
    n: int
    percent: int


@dataclass(frozen=True)
class Part:
    area: str
    name: str
    figures: Figures
    percent: int


@staff("see-statistics")
def page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    division = asked_division(request)
    found = statistics.figures(division, today)
    whole = statistics.total(found.values())
    by_name = Leaves(
        lambda after: markets.markets(division.area, after), lambda place: place.area, markets.with_instruments
    )
    if export.is_asked(request) and request.GET.get("list") == "markets":
        return export.answer(request, MARKETS_BY_NAME, by_name)
    if export.is_asked(request):
        return export.answer(request, REGIONS, [_parts(division, found) or [_whole(division, whole)]])
    names = by_name.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    context = {
        "today": today,
        "division": division,
        "way": way_up(request, division),
        "whole": whole,
        "parts": _parts(division, found),
        "kinds": bars([(label, whole.in_use[kind]) for kind, label in Kind.choices]),
        "places": bars([(label, whole.places[kind]) for kind, label in PlaceKind.choices]),
        "months": _months(whole, today),
        "markets": markets.with_instruments(names.rows),
        "next": names.next,
        "after": request.GET.get("after", ""),
    }
    return render(request, "console/statistics.html", context)


def bars(counted: list[tuple[object, int]]) -> list[Bar]:
    """Those that are there, the most frequent first."""
    most = max((n for _, n in counted), default=0)
    there = sorted((one for one in counted if one[1]), key=lambda one: -one[1])
    return [Bar(name, n, n * 100 // most) for name, n in there]


def _parts(division: Division, found: dict[str, Figures]) -> list[Part]:
    """Every region directly below, also one without any instrument."""
    if not division.has_parts:
        return []
    areas = sorted({region.area for region in division.parts()} | found.keys())
    names = names_of(areas)
    most = max((part.total_in_use for part in found.values()), default=0) or 1
    told = [(area, found.get(area, Figures())) for area in areas]
    return [Part(area, names[area], part, part.total_in_use * 100 // most) for area, part in told]


def _whole(division: Division, whole: Figures) -> Part:
    return Part(division.area, name_of_area(division.area), whole, 100)


def _months(whole: Figures, today: date) -> list[Bar]:
    """How many verifications run out in this month and those that follow."""
    first = today.year * 12 + today.month - 1
    months = [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS_SHOWN)]
    most = max((whole.ends[month] for month in months), default=0) or 1
    return [Bar(month, whole.ends[month], whole.ends[month] * 100 // most) for month in months]
