"""How much volunteers looked at in a month, market by market, and how often something was found."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import ROWS
from quanheng.console.sheets.supervision import SPOT_CHECK_FIGURES
from quanheng.supervision import figures


@require_safe
@staff("see-spot-check-figures")
def page(request: HttpRequest) -> HttpResponse:
    months = figures.months(timezone.localdate())
    month = _asked(request.GET.get("month", ""), months)
    if export.is_asked(request):
        return export.answer(request, SPOT_CHECK_FIGURES, _all_rows(request, months))
    after = request.GET.get("after", "").replace("\0", "")[:120]
    rows = list(figures.by_market(request.user, month, after)[: ROWS + 1])
    context = {
        "months": months,
        "month": month,
        "whole": figures.of_month(request.user, month),
        "rows": figures.in_figures(rows[:ROWS], month),
        "next": rows[ROWS - 1]["market__area"] if len(rows) > ROWS else "",
    }
    return render(request, "console/spot_check_figures.html", context)


def _all_rows(request: HttpRequest, months: list[date]) -> Iterator[list[figures.Figures]]:
    """The month that is shown, or each of the twelve where none is asked for."""
    asked = request.GET.get("month", "")
    for month in [_asked(asked, months)] if asked else months:
        yield figures.in_figures(list(figures.by_market(request.user, month)), month)


def _asked(text: str, months: list[date]) -> date:
    return next((month for month in months if month.strftime("%Y-%m") == text), months[0])
