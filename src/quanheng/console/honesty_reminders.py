"""Reminders of trade associations: written by them, read by the people of the places, seen by the office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import honesty_reminders
from quanheng.cases.models import HonestyReminder
from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.sheets.honesty_reminders import REMINDERS
from quanheng.people.permissions import may


@staff("see-honesty-reminders")
def page(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    return export.answer(request, REMINDERS, found) if export.is_asked(request) else _page(request, {}, 0)


@require_POST
@staff("issue-honesty-reminders")
def issue(request: HttpRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("title", "text")}
    try:
        honesty_reminders.issue(request.user, **given, **_told(request))
    except ValidationError as wrong:
        return _page(request, first_messages(wrong), 0)
    messages.success(request, _("The reminder is sent."))
    return redirect("console:honesty-reminders")


@require_POST
@staff("withdraw-honesty-reminders")
def withdraw(request: HttpRequest, reminder: int) -> HttpResponse:
    try:
        honesty_reminders.withdraw(request.user, reminder, reason=request.POST.get("reason", ""), **_told(request))
    except HonestyReminder.DoesNotExist:
        raise Http404 from None
    except ValidationError as wrong:
        return _page(request, first_messages(wrong), reminder)
    messages.success(request, _("Recorded."))
    return redirect("console:honesty-reminders")


@require_POST
@staff("read-honesty-reminders")
def read(request: HttpRequest, reminder: int) -> HttpResponse:
    try:
        honesty_reminders.read(request.user, reminder, **_told(request))
    except HonestyReminder.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Recorded."))
    return redirect("console:honesty-reminders")


def _told(request: HttpRequest) -> dict[str, object]:
    return {"address": request.META["REMOTE_ADDR"], "at": timezone.now()}


def _found(request: HttpRequest) -> Leaves:
    return Leaves(lambda before: honesty_reminders.reminders(request.user, read_number_key(before)), lambda row: row.pk)


def _page(request: HttpRequest, errors: dict[str, str], tried: int) -> HttpResponse:
    context = {
        "found": _found(request).leaf(request.GET.get("before", "")),
        "errors": errors,
        "tried": tried,
        "given": request.POST,
        "may_issue": may(request.user, "issue-honesty-reminders"),
        "may_withdraw": may(request.user, "withdraw-honesty-reminders"),
        "may_read": may(request.user, "read-honesty-reminders"),
    }
    return render(request, "console/honesty_reminders.html", context, status=422 if errors else 200)
