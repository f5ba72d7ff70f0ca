"""Activities of volunteer supervisors: planned by the office, joined by volunteers, told of at the end."""

from secrets import token_urlsafe

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
from quanheng.console.leaf import Leaves, moment_key, read_moment_key
from quanheng.console.sheets.supervision import ACTIVITIES
from quanheng.people.permissions import may
from quanheng.supervision import activities, check_list, figures, taking_part
from quanheng.supervision.models import Activity
from quanheng.supervision.where import markets

CHECKS_SHOWN = 20


@require_safe
@staff("see-activities")
def page(request: HttpRequest) -> HttpResponse:
    rows = Leaves(
        lambda before: activities.activities(request.user, read_moment_key(before)),
        lambda row: moment_key(row.starts_at, row.pk),
    )
    if export.is_asked(request):
        return export.answer(request, ACTIVITIES, rows)
    context = {"found": rows.leaf(request.GET.get("before", "")), "may_plan": may(request.user, "plan-activities")}
    return render(request, "console/activities.html", context)


@staff("plan-activities")
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, {})
    try:
        chosen = request.POST.getlist("markets")
        row = activities.plan(given(request), chosen, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _form(request, first_messages(wrong))
    messages.success(request, _("Planned. The volunteers of the area see it and sign up."))
    return redirect("console:activity", activity=row.pk)


def _form(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    context = {
        "markets": markets(request.user),
        "chosen": request.POST.getlist("markets"),
        "given": request.POST,
        "errors": errors,
        "key": token_urlsafe(24),
    }
    return render(request, "console/activity_new.html", context, status=422 if errors else 200)


@require_safe
@staff("see-activities")
def one(request: HttpRequest, activity: int) -> HttpResponse:
    return _page(request, _found(request, activity))


@require_POST
@staff("spot-check")
def join(request: HttpRequest, activity: int) -> HttpResponse:
    row = _found(request, activity)
    leaves = request.POST.get("leave") == "1"
    try:
        (taking_part.leave if leaves else taking_part.join)(row.pk, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, row, "join", first_messages(wrong))
    messages.success(request, _("You have withdrawn.") if leaves else _("You have signed up."))
    return redirect("console:activity", activity=activity)


@require_POST
@staff("plan-activities")
def keep(request: HttpRequest, activity: int, deed: str) -> HttpResponse:
    row = _found(request, activity)
    told = {"by": request.user, "at": timezone.now()}
    try:
        if deed == "report":
            activities.tell_of(row.pk, given(request), request.POST.getlist("came"), **told)
        elif deed == "cancel":
            activities.cancel(row.pk, given(request), **told)
        else:
            raise Http404
    except ValidationError as wrong:
        return _page(request, row, deed, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:activity", activity=activity)


def _found(request: HttpRequest, number: int) -> Activity:
    try:
        return activities.activity(request.user, number)
    except Activity.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, row: Activity, tried: str = "", errors: dict[str, str] | None = None) -> HttpResponse:
    may_keep = may(request.user, "plan-activities")
    joined = row.participations.filter(withdrawn_at=None).select_related("volunteer__user").order_by("signed_up_at")
    checks = check_list.checks(request.user).filter(activity=row)[:CHECKS_SHOWN]
    context = {
        "activity": row,
        "markets": row.markets.order_by("area"),
        "joined": joined if may_keep else [],
        "is_joined": joined.filter(volunteer__user=request.user).exists(),
        "may_keep": may_keep,
        "may_join": may(request.user, "spot-check") and row.state == "planned" and row.ends_at > timezone.now(),
        "is_full": row.coming >= row.wanted,
        "has_begun": row.starts_at <= timezone.now(),
        "figures": figures.of_activity(row) if may_keep else None,
        "checks": checks,
        "tried": tried,
        "given": request.POST,
        "ticked": request.POST.getlist("came"),
        "errors": errors or {},
    }
    return render(request, "console/activity.html", context, status=422 if errors else 200)
