"""Stalls by the number of complaints about them; above a county one chooses the region first."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from quanheng.cases import by_stall
from quanheng.console import export
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_count_key
from quanheng.console.sheets.cases import BY_STALL


@staff("see-complaints")
def page(request: HttpRequest) -> HttpResponseBase:
    division, today = asked_division(request), timezone.localdate()
    context = {"division": division, "way": way_up(request, division), "since": by_stall.first_day(today)}
    if division.has_parts:
        areas = [region.area for region in division.parts()]
        names = names_of(areas)
        context["parts"] = [(area, names[area]) for area in areas]
        return render(request, "console/by_stall.html", context)
    stalls = Leaves(
        lambda after: by_stall.counted(request.user, division.area, today, read_count_key(after)),
        lambda row: f"{row['lodged']}~{row['stall']}",
        lambda rows: by_stall.told(rows, today),
    )
    if export.is_asked(request):
        return export.answer(request, BY_STALL, stalls)
    found = stalls.leaf(request.GET.get("after", ""))
    rows = by_stall.told(found.rows, today)
    context |= {"rows": rows, "next": found.next, "most": max((row.lodged for row in rows), default=0) or 1}
    return render(request, "console/by_stall.html", context)
