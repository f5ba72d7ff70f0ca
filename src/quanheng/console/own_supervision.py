"""What was decided about the own stall: an operator reads it, says to have read it, and may object."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases.key_supervision import objection
from quanheng.cases.models import KeyState, KeySupervision
from quanheng.console.asked import Attempt, given, refused
from quanheng.console.gate import staff
from quanheng.console.key_supervision_page import figures_told


@staff("hear-key-supervision")
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@require_POST
@staff("hear-key-supervision")
def heard(request: HttpRequest, supervision: int) -> HttpResponse:
    try:
        objection.hear(supervision, by=request.user, at=timezone.now())
    except (KeySupervision.DoesNotExist, OverflowError):
        raise Http404 from None
    messages.success(request, _("Recorded."))
    return redirect("console:own-supervision")


@require_POST
@staff("hear-key-supervision")
def object_to(request: HttpRequest, supervision: int) -> HttpResponse:
    try:
        objection.object_to(supervision, given(request), by=request.user, at=timezone.now())
    except (KeySupervision.DoesNotExist, OverflowError):
        raise Http404 from None
    except ValidationError as wrong:
        return _page(request, refused(str(supervision), request, wrong))
    messages.success(request, _("Your objection is on record. The office answers it here."))
    return redirect("console:own-supervision")


def _page(request: HttpRequest, attempt: Attempt | None) -> HttpResponse:
    rows = objection.own(request.user).prefetch_related("events")
    told = [{"row": row, "said": _said(row), "runs": row.state == KeyState.RUNNING} | figures_told(row) for row in rows]
    context = {"told": told, "attempt": attempt}
    return render(request, "console/own_supervision.html", context, status=422 if attempt else 200)


def _said(row: KeySupervision) -> list[object]:
    """Objections and their answers, in their order; what the office wrote to itself is not among them."""
    return [event for event in row.events.all() if event.kind in objection.SAID]
