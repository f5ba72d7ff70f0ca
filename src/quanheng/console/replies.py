"""Reply templates of one's office: those that may be used, new ones, changing and withdrawing the own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import desk, replies
from quanheng.cases.models import Complaint, ReplyTemplate
from quanheng.console import export
from quanheng.console.complaint_page import context_of
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.move_forms import Attempt
from quanheng.console.sheets.cases import REPLIES
from quanheng.law.complaint_flow import flow


@staff("keep-replies")
def page(request: HttpRequest) -> HttpResponse:
    leaves = Leaves(lambda key: replies.kept(request.user, read_number_key(key)), lambda row: row.pk)
    if export.is_asked(request):
        return export.answer(request, REPLIES, leaves)
    found = leaves.leaf(request.GET.get("before", ""))
    rows = [(row, replies.is_own(row, request.user)) for row in found.rows]
    return render(request, "console/replies.html", {"rows": rows, "next": found.next})


@staff("keep-replies")
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, None, {}, {})
    try:
        replies.enter(request.POST, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _form(request, None, request.POST, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:replies")


@staff("keep-replies")
def one(request: HttpRequest, reply: int) -> HttpResponse:
    """To be changed by the office that keeps it; those below read it in the list."""
    found = _own(request, reply)
    if request.method != "POST":
        known = {name: getattr(found, name) for name in ("move", "title", "text", "text_en")}
        return _form(request, found, known, {})
    try:
        replies.change(reply, request.POST, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _form(request, found, request.POST, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:replies")


@require_POST
@staff("keep-replies")
def withdraw(request: HttpRequest, reply: int) -> HttpResponse:
    _own(request, reply)
    replies.withdraw(reply, by=request.user, at=timezone.now())
    messages.success(request, _("Withdrawn. It is offered no more."))
    return redirect("console:replies")


@require_POST
@staff("work-complaints")
def insert(request: HttpRequest, number: str, move: str, reply: int) -> HttpResponse:
    """Without script: the complaint's page again, with the words behind what was typed; nothing is recorded yet."""
    try:
        complaint = desk.complaint(request.user, number)
        chosen = replies.fill(reply, complaint, request.user)
    except (Complaint.DoesNotExist, ReplyTemplate.DoesNotExist):
        raise Http404 from None
    given = {name: str(value).replace("\0", "") for name, value in request.POST.items()}
    typed = given.get(chosen.into, "").rstrip()
    given[chosen.into] = f"{typed}\n{chosen.text}" if typed else chosen.text
    context = context_of(complaint, request.user, Attempt(move, given))
    return render(request, "console/complaint.html", context)


def _own(request: HttpRequest, number: int) -> ReplyTemplate:
    found = replies.kept(request.user).filter(replies.own(request.user), pk=number).first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, reply: ReplyTemplate | None, given: object, errors: dict[str, str]) -> HttpResponse:
    language = get_language() or "zh-hans"
    context = {
        "reply": reply,
        "given": given,
        "errors": errors,
        "moves": [(name, flow().moves[name].label(language)) for name in replies.MOVES],
        "placeholders": [(f"{{{name}}}", said) for name, said in replies.PLACEHOLDERS.items()],
    }
    return render(request, "console/reply.html", context, status=422 if errors else 200)
