"""One complaint at the desk, and the moves made on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import cards, contact, desk, progress
from quanheng.cases.models import Card, Complaint
from quanheng.console.complaint_page import context_of
from quanheng.console.gate import staff
from quanheng.console.move_forms import Attempt
from quanheng.law.errors import MoveNotAllowed

DECISIONS = {"confirm": cards.confirm, "dismiss": cards.dismiss}


@staff("see-complaints")
def one(request: HttpRequest, number: str) -> HttpResponse:
    """``do`` names the move whose form stands open, for links that lead to one."""
    return _page(request, _complaint(request, number), Attempt(request.GET.get("do", "")))


@require_POST
@staff("work-complaints")
def make_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    complaint = _complaint(request, number)
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        made = progress.move(
            complaint.pk, move, actor=request.user, facts=given, at=timezone.now(), note=given.get("note", "")
        )
    except ValidationError as wrong:
        return _page(request, complaint, Attempt(move, given, first_messages(wrong)))
    except MoveNotAllowed as refused:
        messages.error(request, refused.explain(get_language() or "zh-hans"))
        return redirect("console:complaint", number=number)
    if made.move == progress.ASK_SECOND_PERSON:
        messages.warning(request, _("Recorded. It takes effect when the second person makes the same move."))
    else:
        messages.success(request, _("Recorded."))
    return redirect("console:complaint", number=number)


@require_POST
@staff("see-contacts")
def show_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Answered at once and at no address of its own, so that no bookmark shows it again unrecorded."""
    try:
        shown = contact.show(number, to=request.user)
    except Complaint.DoesNotExist:
        raise Http404 from None
    context = context_of(_complaint(request, number), request.user, Attempt(), shown)
    answer = render(request, "console/complaint.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@staff("confirm-cards")
def decide_card(request: HttpRequest, number: str, decision: str) -> HttpResponse:
    complaint = _complaint(request, number)
    if decision not in DECISIONS:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        card = Card.objects.get(complaint=complaint)
        DECISIONS[decision](card.pk, actor=request.user, reason=reason, at=timezone.now())
    except Card.DoesNotExist:
        raise Http404 from None
    except ValidationError as wrong:
        return _page(request, complaint, Attempt("card", {"reason": reason}, first_messages(wrong)))
    messages.success(request, _("The card is decided."))
    return redirect("console:complaint", number=number)


def _complaint(request: HttpRequest, number: str) -> Complaint:
    try:
        return desk.complaint(request.user, number)
    except Complaint.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, complaint: Complaint, attempt: Attempt) -> HttpResponse:
    context = context_of(complaint, request.user, attempt)
    return render(request, "console/complaint.html", context, status=422 if attempt.errors else 200)


def first_messages(wrong: ValidationError) -> dict[str, str]:
    return {field: said[0] for field, said in wrong.message_dict.items()}
