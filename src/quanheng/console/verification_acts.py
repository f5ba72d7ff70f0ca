"""What one does to a verification: plan, start, enter readings, finish, withdraw."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.move_forms import Attempt
from quanheng.console.verifications import application_page, found, verification_page
from quanheng.people.permissions import may
from quanheng.register.models import Verification
from quanheng.register.models.verification import VerificationState
from quanheng.register.verifying import desk, moves
from quanheng.register.verifying.finish import finish
from quanheng.register.verifying.readings import enter, sheet


@require_POST
@staff("see-verifications")
def act(request: HttpRequest, verification: str, act: str) -> HttpResponse:
    row = found(request, verification)
    if act not in ACTS:
        raise Http404
    allowed, deed = ACTS[act]
    if not any(may(request.user, one) for one in allowed):
        raise PermissionDenied
    try:
        deed(request, row.number)
    except ValidationError as wrong:
        return verification_page(request, row, Attempt(act, _given(request), first_messages(wrong)))
    messages.success(request, _("Recorded."))
    return redirect("console:verification", verification=row.number)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _schedule(request: HttpRequest, *numbers: str) -> None:
    moves.schedule(
        list(numbers),
        planned_on=_day(request.POST.get("planned_on", "")),
        body_id=_whole(request.POST.get("body", "")),
        verifier_id=_whole(request.POST.get("verifier", "")),
        by=request.user,
        at=timezone.now(),
    )


def _start(request: HttpRequest, number: str) -> None:
    moves.start(number, by=request.user, at=timezone.now())


def _finish(request: HttpRequest, number: str) -> None:
    told = {name: request.POST.get(name, "") for name in ("reason", "seal_number")}
    finish(number, request.POST.get("outcome", ""), **told, by=request.user, at=timezone.now(), given=_given(request))


def _withdraw(request: HttpRequest, number: str) -> None:
    moves.withdraw(number, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())


ACTS: dict[str, tuple[tuple[str, ...], Callable[..., None]]] = {
    "schedule": (("verify",), _schedule),
    "start": (("verify",), _start),
    "finish": (("verify",), _finish),
    "withdraw": (("apply-for-verification", "verify"), _withdraw),
}


@require_POST
@staff("verify")
def schedule_application(request: HttpRequest, application: str) -> HttpResponse:
    """Plan every verification of an application that has not begun."""
    plannable = (VerificationState.APPLIED, VerificationState.SCHEDULED)
    rows = desk.of_application(request.user, application).filter(state__in=plannable)
    numbers = list(rows.values_list("number", flat=True))
    if not numbers:
        raise Http404
    try:
        _schedule(request, *numbers)
    except ValidationError as wrong:
        return application_page(request, application, Attempt("schedule", _given(request), first_messages(wrong)))
    messages.success(request, _("Recorded."))
    return redirect("console:application", application=application)


@require_POST
@staff("verify")
def enter_reading(request: HttpRequest, verification: str, trial: str, ordinal: int) -> HttpResponse:
    """One reading, judged at once. A page with script gets the row and the proposal, one without the whole page."""
    row = found(request, verification)
    given, errors = _given(request), {}
    try:
        told = {name: given.get(name, "") for name in ("indication", "added", "reference", "limit", "limit_source")}
        enter(row.number, trial, ordinal, **told, by=request.user, at=timezone.now())
    except LookupError:
        raise Http404 from None
    except ValidationError as wrong:
        errors = first_messages(wrong)
    attempt = Attempt(f"{trial}-{ordinal}", given, errors)
    if request.headers.get("HX-Request") != "true":
        return verification_page(request, row, attempt) if errors else _back_to(row, trial, ordinal)
    return _fragment(request, row, trial, ordinal, attempt)


def _back_to(row: Verification, trial: str, ordinal: int) -> HttpResponse:
    answer = redirect("console:verification", verification=row.number)
    answer["Location"] += f"#reading-{trial}-{ordinal}"
    return answer


def _fragment(request: HttpRequest, row: Verification, trial: str, ordinal: int, attempt: Attempt) -> HttpResponse:
    now = sheet(row)
    tried = next(one for one in now.rows if (one.point.trial, one.point.ordinal) == (trial, ordinal))
    context = {"verification": row, "row": tried, "sheet": now, "attempt": attempt, "alone": True}
    return render(
        request, "console/verification/reading.html" if now.weighs else "console/verification/trial.html", context
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
