"""Key supervision: who is proposed, who is under it, who was; and one of them with figures, evidence and history."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases.desk import Mark
from quanheng.cases.key_supervision import decide, lists, propose
from quanheng.cases.models import KeySupervision
from quanheng.console import export, stalls
from quanheng.console.asked import Attempt, given, refused
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.key_supervision_page import context_of
from quanheng.console.leaf import Leaves
from quanheng.console.part import asked_part, part_of
from quanheng.console.sheets.key_supervision import KEY_SUPERVISIONS
from quanheng.people.permissions import may
from quanheng.register.divisions import Division
from quanheng.register.models import Stall

RUNNING, PROPOSED, PAST = "running", "proposed", "past"


@staff("see-key-supervision")
@opens_with_saved("key-supervisions")
def page(request: HttpRequest) -> HttpResponse:
    decides = may(request.user, lists.DECIDE)
    shown = _shown(request, decides=decides)
    leaves = Leaves(lambda key: part_of(request, _rows(request, shown, key)), _key)
    if export.is_asked(request):
        return export.answer(request, KEY_SUPERVISIONS, leaves)
    context = {
        "found": leaves.leaf(request.GET.get("after", "")),
        "shown": shown,
        "decides": decides,
        "part": asked_part(request),
        "parts": Division(request.user.area or "").parts(),
        "today": timezone.localdate(),
    }
    return render(request, "console/key_supervisions.html", context)


def _shown(request: HttpRequest, *, decides: bool) -> str:
    """What was asked for; the office otherwise finds what waits for it first."""
    asked = request.GET.get("state", "")
    if not decides:
        return RUNNING
    if asked in (PROPOSED, RUNNING, PAST):
        return asked
    return PROPOSED if lists.proposed(request.user).exists() else RUNNING


def _key(row: KeySupervision) -> Mark:
    """Those that are only proposed have no day, and are told apart by their number alone."""
    return Mark(row.until or date.min, row.pk)


def _rows(request: HttpRequest, shown: str, key: str) -> QuerySet[KeySupervision]:
    mark = Mark.read(key)
    if shown == RUNNING:
        return lists.running(request.user, (mark.due_on, mark.pk) if mark else None)
    rows = lists.past if shown == PAST else lists.proposed
    return rows(request.user, mark.pk if mark else None)


@staff("see-key-supervision")
def one(request: HttpRequest, supervision: int) -> HttpResponse:
    return _page(request, _found(request, supervision), None)


@require_POST
@staff(lists.DECIDE)
def act(request: HttpRequest, supervision: int, act: str) -> HttpResponse:
    row = _found(request, supervision)
    try:
        decide.do(act, row.pk, given(request), by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, row, refused(act, request, wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:key-supervision", supervision=row.pk)


@require_POST
@staff(lists.DECIDE)
def propose_by_hand(request: HttpRequest, stall: int) -> HttpResponse:
    try:
        made = propose.by_person(stall, given(request).get("reason", ""), by=request.user, at=timezone.now())
    except (Stall.DoesNotExist, OverflowError):
        raise Http404 from None
    except ValidationError as wrong:
        return stalls.again(request, stall, refused("propose", request, wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:key-supervision", supervision=made.pk)


def _found(request: HttpRequest, number: int) -> KeySupervision:
    try:
        return lists.one(request.user, number)
    except (KeySupervision.DoesNotExist, OverflowError):
        raise Http404 from None


def _page(request: HttpRequest, row: KeySupervision, attempt: Attempt | None) -> HttpResponse:
    context = context_of(row, request.user, attempt)
    return render(request, "console/key_supervision.html", context, status=422 if attempt else 200)
