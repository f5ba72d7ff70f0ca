"""Is this the scale it says it is? Scan it, compare it field by field, and hear what to do (N25-3.4)."""

from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.identity_page import answer_of, form_of
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.sheets.identity import IDENTITY_CHECKS
from quanheng.measuring import line_state
from quanheng.people.permissions import may
from quanheng.register.identity import advice, check_list, deciding
from quanheng.register.identity.checking import check
from quanheng.register.identity.looking_up import CODE_LENGTH, instrument_of
from quanheng.register.identity.outcome import MATCH, OUTCOMES
from quanheng.register.models import IdentityCheck, Instrument
from quanheng.register.verifying import moves

FILTERS = ("", check_list.OPEN, *OUTCOMES)


@require_safe
@staff("check-identity")
def page(request: HttpRequest) -> HttpResponse:
    """Scan or type a code; below, what was checked so far."""
    shown = request.GET.get("shown", "")
    shown = shown if shown in FILTERS else ""
    checks = Leaves(lambda before: check_list.checks(request.user, shown, read_number_key(before)), lambda row: row.pk)
    if export.is_asked(request):
        return export.answer(request, IDENTITY_CHECKS, checks)
    found = checks.leaf(request.GET.get("before", ""))
    context = {"found": found, "shown": shown, "filters": FILTERS, "keeps": may(request.user, "keep-maker-services")}
    return render(request, "console/identity.html", context)


@staff("check-identity")
def check_one(request: HttpRequest) -> HttpResponse:
    """One scale on one screen: what the register says stands in the fields, and is corrected to what is found."""
    if request.method == "POST":
        return _checked(request)
    code = _code(request.GET.get("code", ""))
    if not code and "plate" not in request.GET:
        return redirect("console:identity")
    read_by = request.GET.get("read_by", "typed")
    return _form(request, {"code": code, "read_by": read_by, "verification": request.GET.get("verification", "")})


def _code(text: str) -> str:
    return text.replace("\0", "").strip()[:CODE_LENGTH]


def _form(request: HttpRequest, given: dict[str, str], errors: dict[str, str] | None = None) -> HttpResponse:
    instrument = instrument_of(given.get("code", ""), request.user)
    context = form_of(request.user, instrument, given, errors or {}) | {"key": token_urlsafe(24)}
    return render(request, "console/identity_check.html", context, status=422 if errors else 200)


def _checked(request: HttpRequest) -> HttpResponse:
    given = {name: str(value) for name, value in request.POST.items()}
    instrument = instrument_of(_code(given.get("code", "")), request.user)
    try:
        made = check(given, by=request.user, at=timezone.now(), heard_at=_heard_at(instrument))
    except ValidationError as wrong:
        return _form(request, given, first_messages(wrong))
    if made.outcome == MATCH and given.get("verification") and may(request.user, "verify"):
        return _start(request, made, given["verification"])
    return redirect("console:identity-answer", check=made.pk)


def _heard_at(instrument: Instrument | None) -> object:
    if instrument is None:
        return None
    return line_state.line_states([instrument], timezone.now())[instrument.pk].last_record_at


def _start(request: HttpRequest, made: IdentityCheck, number: str) -> HttpResponse:
    """It is the scale on record: the verification for which it was looked at begins at once."""
    try:
        moves.start(number, by=request.user, at=timezone.now())
    except moves.Verification.DoesNotExist:
        raise Http404 from None
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("console:identity-answer", check=made.pk)
    messages.success(request, _("It is the scale on record. The verification has begun."))
    return redirect("console:verification", verification=number)


@require_safe
@staff("check-identity")
def answer(request: HttpRequest, check: int) -> HttpResponse:
    return _answer(request, _found(request, check))


@require_POST
@staff("decide-findings")
def decide(request: HttpRequest, check: int, decision: str) -> HttpResponse:
    row = _found(request, check)
    if decision not in deciding.KINDS:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        deciding.decide(row.pk, decision, reason=reason, by=request.user, at=timezone.now())
    except IdentityCheck.DoesNotExist:
        # Of a scale of ours, found in another area: it is for those to decide who stood before it.
        raise PermissionDenied from None
    except ValidationError as wrong:
        return _answer(request, row, decision, reason, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:identity-answer", check=row.pk)


def _found(request: HttpRequest, number: int) -> IdentityCheck:
    try:
        return check_list.one(request.user, number)
    except IdentityCheck.DoesNotExist:
        raise Http404 from None


def _answer(
    request: HttpRequest, row: IdentityCheck, tried: str = "", reason: str = "", errors: dict[str, str] | None = None
) -> HttpResponse:
    context = answer_of(row, request.user) | {
        "clauses": advice.clauses(get_language() or "zh-hans"),
        "tried": tried,
        "reason": reason,
        "errors": errors or {},
    }
    return render(request, "console/identity_answer.html", context, status=422 if errors else 200)
