"""Checks of volunteers: one's own with what became of them, or those of an area, where a person decides."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quanheng.console import export
from quanheng.console.asked import given
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.part import part_of
from quanheng.console.sheets.supervision import SPOT_CHECKS
from quanheng.law.spot_checks import all_observations
from quanheng.measuring.models import Recheck
from quanheng.people.permissions import may
from quanheng.supervision import activities, check_list, deciding, findings, roll, weighing
from quanheng.supervision.answers import sentence
from quanheng.supervision.checking import photograph_path
from quanheng.supervision.models import SpotCheck


@require_safe
@staff("see-spot-checks")
def page(request: HttpRequest) -> HttpResponse:
    is_own = may(request.user, "spot-check")
    shown = request.GET.get("show", "")
    shown = shown if shown in check_list.SHOWN else ""
    checks = Leaves(
        lambda before: part_of(request, check_list.checks(request.user, shown, read_number_key(before))),
        lambda row: row.pk,
    )
    if export.is_asked(request):
        return export.answer(request, SPOT_CHECKS, checks)
    context = {"found": checks.leaf(request.GET.get("before", "")), "shown": shown, "filters": check_list.SHOWN}
    if is_own:
        today = timezone.localdate()
        context |= {"volunteer": roll.of_user(request.user), "serves": roll.serving(request.user, today)}
        context |= {"coming": _coming(request), "today": today}
    return render(request, "console/my_spot_checks.html" if is_own else "console/spot_checks.html", context)


def _coming(request: HttpRequest) -> list:
    """The next activities, the nearest first."""
    rows = activities.activities(request.user).filter(state="planned", ends_at__gte=timezone.now())
    return list(rows.order_by("starts_at")[:3])


@require_safe
@staff("see-spot-checks")
def one(request: HttpRequest, spot_check: int) -> HttpResponse:
    return _page(request, _found(request, spot_check))


@require_POST
@staff("decide-spot-checks")
def decide(request: HttpRequest, spot_check: int, decision: str) -> HttpResponse:
    row = _found(request, spot_check)
    try:
        deciding.decide(row.pk, decision, given(request), by=request.user, at=timezone.now())
    except KeyError:
        raise Http404 from None
    except ValidationError as wrong:
        return _page(request, row, decision, first_messages(wrong))
    messages.success(request, _("Recorded. The volunteer reads what became of it."))
    return redirect("console:spot-check", spot_check=spot_check)


@require_safe
@staff("see-spot-checks")
def photograph(request: HttpRequest, spot_check: int) -> HttpResponse:
    row = _found(request, spot_check)
    try:
        content = photograph_path(row.photograph_sha256).read_bytes() if row.photograph_sha256 else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _found(request: HttpRequest, number: int) -> SpotCheck:
    try:
        return check_list.one(request.user, number)
    except SpotCheck.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, row: SpotCheck, tried: str = "", errors: dict[str, str] | None = None) -> HttpResponse:
    is_own = may(request.user, "spot-check")
    context = {
        "check": row,
        "told": weighing.in_words(_reading(row), row.market, row.judgement) if _reading(row) else None,
        "reading_mg": row.recheck.check_mg if row.recheck else row.typed_mg,
        "findings": findings.told(row.findings),
        "observed": [(all_observations()[name], is_so) for name, is_so in row.observed.items()],
        "sentence": sentence(row),
        "decision": check_list.newest_decision(row),
        "kinds": deciding.kinds_open_to(row, request.user),
        "tried": tried,
        "given": request.POST,
        "errors": errors or {},
        "is_new": request.GET.get("new") == "1",
        "keeps": may(request.user, "keep-volunteers"),
        "sees_reports": may(request.user, "see-reports"),
    }
    page = "console/my_spot_check.html" if is_own else "console/spot_check.html"
    return render(request, page, context, status=422 if errors else 200)


def _reading(row: SpotCheck) -> Recheck | None:
    return row.recheck or weighing.typed_of(row)
