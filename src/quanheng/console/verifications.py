"""Verifications: the list, what is due, one application, one verification."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from quanheng.console import chosen, due_table, export, verification_table
from quanheng.console.complaints import first_messages
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.move_forms import Attempt
from quanheng.console.sheets.verifications import DUE, VERIFICATIONS
from quanheng.console.verification_page import context_of, plan_choices
from quanheng.people.permissions import may
from quanheng.register import due
from quanheng.register.models import Kind, Place, Verification
from quanheng.register.models.verification import ENDED, OPEN, VerificationState
from quanheng.register.verifying import choice, desk
from quanheng.register.verifying.apply import apply
from quanheng.register.verifying.last_day import period


@staff("see-verifications")
@opens_with_saved("verifications")
def page(request: HttpRequest) -> HttpResponse:
    verifications = verification_table.listed(request)
    if export.is_asked(request):
        return export.answer(request, VERIFICATIONS, verifications)
    context = {
        "found": verifications.leaf(request.GET.get("before", "")),
        "shown": request.GET.get("state", ""),
        "states": VerificationState.choices,
        "markets": choice.markets(request.user) if may(request.user, "apply-for-verification") else [],
        **chosen.offered(request, "verifications"),
    }
    return render(request, "console/verifications.html", context)


@staff("see-verifications")
@opens_with_saved("verifications-due")
def due_page(request: HttpRequest) -> HttpResponse:
    rows, kind = due_table.listed(request), request.GET.get("kind", "")
    if export.is_asked(request):
        return export.answer(request, DUE, rows)
    context = {
        "found": rows.leaf(request.GET.get("after", "")),
        "span": due_table.asked_span(request),
        "spans": due.spans(),
        "area": due_table.asked_area(request),
        "kind": kind,
        "kinds": Kind.choices,
        "period": period(kind, timezone.localdate()),
        "may_apply": may(request.user, "apply-for-verification"),
        **chosen.offered(request, "verifications-due"),
    }
    return render(request, "console/verifications_due.html", context)


@staff("apply-for-verification")
def apply_page(request: HttpRequest, market: int) -> HttpResponse:
    try:
        place = choice.market(request.user, market)
    except Place.DoesNotExist:
        raise Http404 from None
    candidates = choice.candidates(place, timezone.localdate())
    everything = [one.instrument.device_id for one in candidates]
    errors: dict[str, str] = {}
    if request.method == "POST":
        chosen = everything if request.POST.get("all") else request.POST.getlist("instruments")
        try:
            made = apply(chosen, by=request.user, at=timezone.now())
        except ValidationError as wrong:
            errors = first_messages(wrong)
        else:
            return redirect("console:application", application=made.number)
    context = {"place": place, "candidates": candidates, "errors": errors}
    return render(request, "console/verification_apply.html", context, status=422 if errors else 200)


@staff("see-verifications")
def application(request: HttpRequest, application: str) -> HttpResponse:
    return application_page(request, application, Attempt())


def application_page(request: HttpRequest, application: str, attempt: Attempt) -> HttpResponse:
    rows = list(desk.of_application(request.user, application))
    if not rows:
        raise Http404
    plannable = [row for row in rows if row.state in (VerificationState.APPLIED, VerificationState.SCHEDULED)]
    plans = may(request.user, "verify") and bool(plannable)
    context = {
        "application": application,
        "rows": rows,
        "ended": sum(1 for row in rows if row.state in ENDED),
        "open": sum(1 for row in rows if row.state in OPEN),
        "has_papers": any(row.paper_number for row in rows),
        "attempt": attempt,
        **(plan_choices(request.user, plannable[0]) if plans else {}),
    }
    return render(request, "console/application.html", context, status=422 if attempt.errors else 200)


@staff("see-verifications")
def one(request: HttpRequest, verification: str) -> HttpResponse:
    return verification_page(request, found(request, verification), Attempt())


def found(request: HttpRequest, number: str) -> Verification:
    try:
        return desk.verification(request.user, number)
    except Verification.DoesNotExist:
        raise Http404 from None


def verification_page(request: HttpRequest, verification: Verification, attempt: Attempt) -> HttpResponse:
    context = context_of(verification, request.user, attempt)
    return render(request, "console/verification.html", context, status=422 if attempt.errors else 200)
