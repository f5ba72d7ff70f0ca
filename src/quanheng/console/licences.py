"""Licences: which run out, and the page of one with its scans."""

from secrets import token_urlsafe

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quanheng.console import document_rows, export, place_forms
from quanheng.console.asked import Attempt, doer, given, questions, refused
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.places import LICENCES, LICENCES_SHOWN
from quanheng.people.permissions import may
from quanheng.register import documents
from quanheng.register.due import Mark
from quanheng.register.keeping import licences
from quanheng.register.models import Document, Licence


@require_safe
@staff("see-markets")
@opens_with_saved("licences")
def page(request: HttpRequest) -> HttpResponse:
    today, shown = timezone.localdate(), request.GET.get("standing", "")
    listed = Leaves(
        lambda after: part_of(request, licences.running_out(request.user, today, shown, Mark.read(after))),
        lambda row: Mark(row.valid_until, row.pk),
        lambda rows: [licences.Held(row, licences.standing(row, today)) for row in rows],
    )
    if export.is_asked(request):
        return export.answer(request, LICENCES, listed)
    found = listed.leaf(request.GET.get("after", ""))
    context = {"rows": listed.dressed(found.rows), "next": found.next, "shown": shown, "standings": LICENCES_SHOWN}
    return render(request, "console/licences.html", context)


@staff("see-markets")
def one(request: HttpRequest, licence: int) -> HttpResponse:
    """Its page; sent to, a scan is added to it."""
    row = _licence(request, licence)
    if request.method != "POST":
        return _page(request, row, None)
    if not documents.may_add(row, request.user):
        return render(request, "console/not_allowed.html", status=403)
    content = document_rows.sent_file(request)
    try:
        documents.add_scan(row.pk, given(request), content, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, row, refused("add", request, wrong))
    return _recorded(request, row)


@require_POST
@staff("keep-market")
def end(request: HttpRequest, licence: int) -> HttpResponse:
    row = _licence(request, licence)
    try:
        licences.end(row, given(request), doer(request), timezone.localdate())
    except ValidationError as wrong:
        return _page(request, row, refused("end", request, wrong))
    return _recorded(request, row)


@require_safe
@staff("see-markets")
def scan(request: HttpRequest, licence: int, document: int) -> HttpResponse:
    return document_rows.answer(_scan(request, licence, document), f"licence-{licence}")


@require_POST
@staff("keep-market")
def withdraw(request: HttpRequest, licence: int, document: int) -> HttpResponse:
    found = _scan(request, licence, document)
    try:
        documents.withdraw(found, request.POST.get("reason", ""), by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, _licence(request, licence), refused(f"withdraw-{found.pk}", request, wrong))
    return _recorded(request, found.licence)


def _recorded(request: HttpRequest, row: Licence) -> HttpResponse:
    messages.success(request, _("Recorded."))
    return redirect("console:licence", licence=row.pk)


def _licence(request: HttpRequest, number: int) -> Licence:
    try:
        return licences.licence(request.user, min(number, 2**63 - 1))
    except Licence.DoesNotExist:
        raise Http404 from None


def _scan(request: HttpRequest, licence: int, number: int) -> Document:
    try:
        return documents.scan(request.user, min(licence, 2**63 - 1), min(number, 2**63 - 1))
    except Document.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, row: Licence, attempt: Attempt | None) -> HttpResponse:
    context = {
        "licence": row,
        "standing": licences.standing(row, timezone.localdate()),
        "rows": document_rows.shown(row, request.user),
        "ending": questions([place_forms.REASON], "end", attempt),
        "may_add": documents.may_add(row, request.user),
        "may_end": may(request.user, "keep-market") and row.ended_on is None,
        "key": token_urlsafe(24),
        "most_mb": settings.DOCUMENT_BYTES_MAX // 2**20,
        "tried": attempt.form if attempt else "",
        "attempt": attempt,
    }
    return render(request, "console/licence.html", context, status=422 if attempt else 200)
