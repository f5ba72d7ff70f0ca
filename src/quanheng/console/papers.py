"""Certificates, notices and labels to print."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.console.gate import staff
from quanheng.console.verifications import found
from quanheng.register import typesetting
from quanheng.register.models import Place
from quanheng.register.verifying import choice, desk, pdf


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


def _printed(request: HttpRequest, name: str, printer: Callable[[Iterable], bytes], rows: Iterable) -> HttpResponse:
    try:
        made = printer(rows)
    except typesetting.NoChineseFont as missing:
        return render(request, "console/no_font.html", {"fonts": str(missing)}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
