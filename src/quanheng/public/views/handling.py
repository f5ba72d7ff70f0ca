"""How complaints are handled, county by county, for anybody: numbers only, and none where there were few."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanheng.cases import handling
from quanheng.register.area_names import place_name
from quanheng.register.models import Region

ROWS = 100


@require_safe
def complaints_handled(request: HttpRequest) -> HttpResponse:
    months = handling.published_months()
    month = _asked(request.GET.get("month", ""), months)
    after = request.GET.get("after", "").replace("\0", "")[:120]
    rows = list(handling.published(month, after)[: ROWS + 1]) if month else []
    counties = Region.objects.filter(area__in=[row.area for row in rows])
    names = {region.area: place_name(region) for region in counties}
    told = [(names.get(row.area, row.area), row, row.remedied * 100 // row.lodged) for row in rows[:ROWS]]
    context = {"months": months, "month": month, "rows": told, "least": handling.PUBLIC_LEAST}
    context["next"] = rows[ROWS - 1].area if len(rows) > ROWS else ""
    return render(request, "public/handled.html", context)


def _asked(text: str, months: list[date]) -> date | None:
    """The latest where none is asked for that is told."""
    return next((month for month in months if month.strftime("%Y-%m") == text), months[0] if months else None)
