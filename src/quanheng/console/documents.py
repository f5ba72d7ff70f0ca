"""The photographs and papers of an instrument: add one, look at one, withdraw one."""

from secrets import token_urlsafe

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quanheng.console import document_rows
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.move_forms import Attempt
from quanheng.people.permissions import may
from quanheng.register import documents, instrument_list
from quanheng.register.models import Document, Instrument


@staff("see-instruments")
def page(request: HttpRequest, device_id: str) -> HttpResponse:
    instrument = _instrument(request, device_id)
    if request.method != "POST":
        return _page(request, instrument, Attempt())
    if not may(request.user, "add-documents"):
        return render(request, "console/not_allowed.html", status=403)
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        documents.add(device_id, given, document_rows.sent_file(request), by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, instrument, Attempt("add", given, first_messages(wrong)))
    messages.success(request, _("Recorded."))
    return redirect("console:documents", device_id=device_id)


@require_safe
@staff("see-instruments")
def one(request: HttpRequest, device_id: str, document: int) -> HttpResponse:
    return document_rows.answer(_document(request, device_id, document), device_id)


@require_POST
@staff("add-documents")
def withdraw(request: HttpRequest, device_id: str, document: int) -> HttpResponse:
    found = _document(request, device_id, document)
    reason = request.POST.get("reason", "")
    try:
        documents.withdraw(found, reason, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        attempt = Attempt(f"withdraw-{found.pk}", {"reason": reason}, first_messages(wrong))
        return _page(request, found.instrument, attempt)
    messages.success(request, _("Recorded."))
    return redirect("console:documents", device_id=device_id)


def _instrument(request: HttpRequest, device_id: str) -> Instrument:
    try:
        return instrument_list.instrument(request.user, device_id)
    except Instrument.DoesNotExist:
        raise Http404 from None


def _document(request: HttpRequest, device_id: str, number: int) -> Document:
    try:
        return documents.document(request.user, device_id, min(number, 2**63 - 1))
    except Document.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, instrument: Instrument, attempt: Attempt) -> HttpResponse:
    context = {
        "instrument": instrument,
        "rows": document_rows.shown(instrument, request.user),
        "sorts": [(sort.value, sort.label) for sort in documents.OF_INSTRUMENTS],
        "may_add": documents.may_add(instrument, request.user),
        "key": token_urlsafe(24),
        "most_mb": settings.DOCUMENT_BYTES_MAX // 2**20,
        "attempt": attempt,
    }
    return render(request, "console/documents.html", context, status=422 if attempt.errors else 200)
