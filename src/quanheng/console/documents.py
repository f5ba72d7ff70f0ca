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

from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.move_forms import Attempt
from quanheng.people.permissions import may
from quanheng.register import documents, instrument_list
from quanheng.register.models import Instrument, InstrumentDocument
from quanheng.register.models.document import Sort


@staff("see-instruments")
def page(request: HttpRequest, device_id: str) -> HttpResponse:
    instrument = _instrument(request, device_id)
    if request.method != "POST":
        return _page(request, instrument, Attempt())
    if not may(request.user, "add-documents"):
        return render(request, "console/not_allowed.html", status=403)
    given = {name: str(value) for name, value in request.POST.items()}
    file = request.FILES.get("file")
    # Longer ones are refused by their size: nothing of them need be read.
    content = file.read(settings.DOCUMENT_BYTES_MAX + 1) if file else b""
    try:
        documents.add(device_id, given, content, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, instrument, Attempt("add", given, first_messages(wrong)))
    messages.success(request, _("Recorded."))
    return redirect("console:documents", device_id=device_id)


@require_safe
@staff("see-instruments")
def one(request: HttpRequest, device_id: str, document: int) -> HttpResponse:
    """The bytes, which a browser must take for nothing else than they are; a paper is saved and not opened here."""
    found = _document(request, device_id, document)
    content = documents.content_of(found)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=found.media)
    shown = "inline" if found.media == "image/jpeg" else "attachment"
    name = f"{device_id}-{found.pk}{documents.ENDINGS[found.media]}"
    answer["Content-Disposition"] = f'{shown}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@staff("add-documents")
def withdraw(request: HttpRequest, device_id: str, document: int) -> HttpResponse:
    found = _document(request, device_id, document)
    reason = request.POST.get("reason", "")
    try:
        documents.withdraw(device_id, found.pk, reason, by=request.user, at=timezone.now())
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


def _document(request: HttpRequest, device_id: str, number: int) -> InstrumentDocument:
    try:
        return documents.document(request.user, device_id, min(number, 2**63 - 1))
    except InstrumentDocument.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, instrument: Instrument, attempt: Attempt) -> HttpResponse:
    rows = [(row, documents.may_withdraw(row, request.user)) for row in documents.of_instrument(instrument)]
    context = {
        "instrument": instrument,
        "rows": rows,
        "sorts": Sort.choices,
        "may_add": may(request.user, "add-documents"),
        "key": token_urlsafe(24),
        "most_mb": settings.DOCUMENT_BYTES_MAX // 2**20,
        "attempt": attempt,
    }
    return render(request, "console/documents.html", context, status=422 if attempt.errors else 200)
