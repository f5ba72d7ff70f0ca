"""The quarterly report of a market (T4-4.2.6.5): looked at, printed, submitted; and who has not reported yet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import market_report
from quanheng.cases.models import MarketReport
from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.markets import MARKET_REPORTS
from quanheng.law.quarters import Quarter
from quanheng.people.permissions import may
from quanheng.register import market_lines
from quanheng.register.models import Place


@staff("see-market-reports")
def page(request: HttpRequest) -> HttpResponse:
    """Of one quarter, every market of one's area with its report or without one."""
    today = timezone.localdate()
    quarter = _quarter(request.GET["quarter"]) if "quarter" in request.GET else market_report.last_ended(today)

    def with_reports(places: list[Place]) -> list[tuple[Place, MarketReport | None]]:
        reports = market_report.reports_of(places, quarter)
        return [(place, reports.get(place.pk)) for place in places]

    markets = Leaves(
        lambda after: part_of(request, market_lines.markets(request.user, "", after)),
        lambda place: place.area,
        with_reports,
    )
    if export.is_asked(request):
        return export.answer(request, MARKET_REPORTS, markets)
    found = markets.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    rows = with_reports(found.rows)
    context = {
        "rows": rows,
        "next": found.next,
        "quarter": str(quarter),
        "quarters": [str(one) for one in market_report.quarters(today, 8)],
        "reported": sum(report is not None for _place, report in rows),
    }
    return render(request, "console/market_reports.html", context)


@staff("see-market-reports")
def one(request: HttpRequest, market: int, quarter: str) -> HttpResponse:
    return _page(request, _market(request, market), _quarter(quarter), {})


@require_POST
@staff("submit-market-reports")
def submit(request: HttpRequest, market: int, quarter: str) -> HttpResponse:
    row, asked = _market(request, market), _quarter(quarter)
    told = {"by": request.user, "address": request.META["REMOTE_ADDR"], "at": timezone.now()}
    try:
        market_report.submit(row, asked, request.POST.get("remarks", ""), **told)
    except ValidationError as wrong:
        return _page(request, row, asked, first_messages(wrong))
    messages.success(request, _("Submitted."))
    return redirect("console:market-report", market=market, quarter=quarter)


@staff("see-market-reports")
def newest(request: HttpRequest, market: int) -> HttpResponse:
    """The quarter that is to be reported now."""
    quarter = market_report.last_ended(timezone.localdate())
    return _page(request, _market(request, market), quarter, {})


def _market(request: HttpRequest, number: int) -> Place:
    try:
        return market_lines.market(request.user, number)
    except Place.DoesNotExist:
        raise Http404 from None


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError:
        raise Http404 from None


def _page(request: HttpRequest, market: Place, quarter: Quarter, errors: dict[str, str]) -> HttpResponse:
    now = timezone.now()
    report = market_report.submitted(market, quarter)
    counts = report.counts if report else market_report.counts(market, quarter, now)
    sections = [
        (title, [(label, counts.get(name)) for name, label in rows.items()])
        for title, rows in market_report.SECTIONS.items()
    ]
    context = {
        "market": market,
        "place": market,
        "tab": "report",
        "quarter": str(quarter),
        "span": market_report.Span(quarter),
        "quarters": [str(one) for one in market_report.quarters(timezone.localdate(), 8)],
        "report": report,
        "sections": sections,
        "has_ended": now >= market_report.Span(quarter).moments[1],
        "may_submit": may(request.user, "submit-market-reports"),
        "remarks": request.POST.get("remarks", ""),
        "errors": errors,
    }
    return render(request, "console/market_report.html", context, status=422 if errors else 200)
