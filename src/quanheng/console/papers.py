"""Certificates, notices and labels to print."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.console import chosen
from quanheng.console.gate import staff
from quanheng.console.verifications import found
from quanheng.register import typesetting
from quanheng.register.models import Place
from quanheng.register.verifying import choice, desk, pdf

# A thousand of them are some forty sheets, and set in seconds.
LABELS_MOST = 1000


@staff("see-verifications")
def paper(request: HttpRequest, verification: str) -> HttpResponse:
    row = found(request, verification)
    if not row.paper_number:
        raise Http404
    return _printed(request, row.paper_number, pdf.papers, [row])


@staff("see-verifications")
def of_application(request: HttpRequest, application: str) -> HttpResponse:
    rows = [row for row in desk.of_application(request.user, application) if row.paper_number]
    if not rows:
        raise Http404
    return _printed(request, application, pdf.papers, rows)


@staff("see-verifications")
def labels(request: HttpRequest, market: int) -> HttpResponse:
    """Of the scales of a market whose verification holds."""
    try:
        place = choice.market(request.user, market)
    except Place.DoesNotExist:
        raise Http404 from None
    return _printed(request, f"labels-{place.pk}", pdf.labels, choice.to_label(place, timezone.localdate()))


@staff("see-instruments")
def of_instruments(request: HttpRequest) -> HttpResponse:
    """Labels of the instruments that the address names or narrows a list to, on sheets of the size it asks for."""
    listed_in = chosen.LISTS[chosen.asked_list(request.GET)]
    rows = list(listed_in.instruments(request)[: LABELS_MOST + 1])
    if not rows:
        raise Http404
    if len(rows) > LABELS_MOST:
        return render(request, "console/too_many_labels.html", {"most": LABELS_MOST}, status=422)
    sheet = request.GET.get("sheet", "")
    cut = settings.LABEL_SHEETS.get(sheet) or next(iter(settings.LABEL_SHEETS.values()))
    return _printed(request, "labels", lambda rows: pdf.instrument_labels(rows, cut), rows)


def _printed(request: HttpRequest, name: str, printer: Callable[[Iterable], bytes], rows: Iterable) -> HttpResponse:
    try:
        made = printer(rows)
    except typesetting.NoChineseFont as missing:
        return render(request, "console/no_font.html", {"fonts": str(missing)}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
