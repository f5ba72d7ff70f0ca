"""Reports of suspected offences: those to be verified by time left, the decided ones, and one of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import reports
from quanheng.cases.desk import Mark
from quanheng.cases.models import Report, ReportState
from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.cases import REPORTS


@staff("see-reports")
@opens_with_saved("reports")
def page(request: HttpRequest) -> HttpResponse:
    is_decided = request.GET.get("state") == "decided"

    def rows(key: str) -> QuerySet[Report]:
        after = Mark.read(key)
        if is_decided:
            return part_of(request, reports.decided(request.user, after.pk if after else None))
        return part_of(request, reports.waiting(request.user, (after.due_on, after.pk) if after else None))

    leaves = Leaves(rows, lambda row: Mark(row.verify_due_on, row.pk))
    if export.is_asked(request):
        return export.answer(request, REPORTS, leaves)
    found = leaves.leaf(request.GET.get("after", ""))
    context = {"found": found, "is_decided": is_decided, "today": timezone.localdate()}
    return render(request, "console/reports.html", context)


@staff("see-reports")
def one(request: HttpRequest, report: str) -> HttpResponse:
    return _page(request, _report(request, report), {})


@require_POST
@staff("decide-reports")
def decide(request: HttpRequest, report: str) -> HttpResponse:
    found = _report(request, report)
    given = request.POST.get("decision", ""), request.POST.get("reason", "")
    try:
        reports.decide(report, given[0], reason=given[1], by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, found, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:report", report=report)


@require_POST
@staff("decide-reports")
def informed(request: HttpRequest, report: str) -> HttpResponse:
    found = _report(request, report)
    try:
        reports.inform(report, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, found, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:report", report=report)


def _report(request: HttpRequest, number: str) -> Report:
    try:
        return reports.report(request.user, number)
    except Report.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, found: Report, errors: dict[str, str]) -> HttpResponse:
    context = {
        "report": found,
        "decisions": [(one.value, one.label) for one in reports.DECISIONS],
        "is_open": found.state == ReportState.LODGED,
        "given": request.POST,
        "errors": errors,
        "today": timezone.localdate(),
    }
    return render(request, "console/report.html", context, status=422 if errors else 200)
