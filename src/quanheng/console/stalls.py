"""The stalls of a market: a new one, the page of one with who worked there, handing over, closing."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases.key_supervision import lists as key_supervision
from quanheng.console import place_forms
from quanheng.console.asked import Attempt, doer, given, questions, refused
from quanheng.console.gate import staff
from quanheng.people.areas import within
from quanheng.people.permissions import may
from quanheng.register import market_lines, stall_lines
from quanheng.register.keeping import licences, stalls
from quanheng.register.models import Place, Stall

NEW = (*place_forms.STALL, *place_forms.OPERATOR, place_forms.OPENED_ON)


@staff("keep-market")
def new(request: HttpRequest, market: int) -> HttpResponse:
    try:
        row = market_lines.market(request.user, market)
    except Place.DoesNotExist:
        raise Http404 from None
    attempt = None
    if request.method == "POST":
        try:
            made = stalls.open_stall(row, given(request), doer(request), timezone.localdate())
        except ValidationError as wrong:
            attempt = refused("new", request, wrong)
        else:
            messages.success(request, _("It is in the register now."))
            return redirect("console:stall", stall=made.pk)
    context = {"market": row, "asked": questions(NEW, "new", attempt), "errors": attempt.errors if attempt else {}}
    return render(request, "console/stall_new.html", context, status=422 if attempt else 200)


@staff("see-markets")
def one(request: HttpRequest, stall: int) -> HttpResponse:
    return _page(request, _stall(request, stall), None)


@require_POST
@staff("keep-market")
def change(request: HttpRequest, stall: int) -> HttpResponse:
    return _try(request, stall, "change", lambda row: stalls.change(row, given(request), doer(request)))


@require_POST
@staff("keep-market")
def hand_over(request: HttpRequest, stall: int) -> HttpResponse:
    today = timezone.localdate()
    return _try(request, stall, "hand-over", lambda row: stalls.hand_over(row, given(request), doer(request), today))


@require_POST
@staff("keep-market")
def close(request: HttpRequest, stall: int) -> HttpResponse:
    today = timezone.localdate()
    return _try(request, stall, "close", lambda row: stalls.close(row, given(request), doer(request), today))


def again(request: HttpRequest, stall: int, attempt: Attempt) -> HttpResponse:
    """The page with a form of it that was refused."""
    return _page(request, _stall(request, stall), attempt)


@require_POST
@staff("keep-market")
def add_licence(request: HttpRequest, stall: int) -> HttpResponse:
    return _try(request, stall, "licence", lambda row: licences.enter(row, given(request), doer(request)))


def _try(request: HttpRequest, number: int, form: str, deed: Callable[[Stall], object]) -> HttpResponse:
    row = _stall(request, number)
    try:
        deed(row)
    except ValidationError as wrong:
        return _page(request, row, refused(form, request, wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:stall", stall=number)


def _stall(request: HttpRequest, number: int) -> Stall:
    mine = Stall.objects.filter(within(request.user)).select_related("market__region")
    found = mine.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, row: Stall, attempt: Attempt | None) -> HttpResponse:
    known = {name: getattr(row, name) for name in ("number", "stall_type", "name")}
    (line,) = stall_lines.lines([row])
    context = {
        "stall": row,
        "line": line,
        "supervised": (supervised := key_supervision.of_stall(request.user, row)),
        "history": row.operators.order_by("-id"),
        "licences": licences.held(row, timezone.localdate()),
        "entering": questions(place_forms.LICENCE, "licence", attempt),
        "changing": questions((*place_forms.STALL, place_forms.REASON), "change", attempt, known),
        "handing": questions((*place_forms.OPERATOR, place_forms.SINCE, place_forms.REASON), "hand-over", attempt),
        "closing": questions([place_forms.CLOSED_ON, place_forms.REASON], "close", attempt),
        "may_keep": may(request.user, "keep-market") and row.closed_on is None,
        "may_see_accounts": may(request.user, "manage-accounts"),
        "proposing": questions([place_forms.REASON], "propose", attempt),
        "may_propose": row.closed_on is None and supervised is None and may(request.user, key_supervision.DECIDE),
        "tried": attempt.form if attempt else "",
    }
    return render(request, "console/stall.html", context, status=422 if attempt else 200)
