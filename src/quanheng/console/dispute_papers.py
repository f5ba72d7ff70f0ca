"""The papers of a complaint: read, signed on the screen by both sides, printed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import desk
from quanheng.cases.models import Complaint
from quanheng.cases.papers import content, signing
from quanheng.cases.papers import pdf as papers_pdf
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.register.typesetting import NoChineseFont


@staff("sign-papers")
def page(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    complaint = _complaint(request, number)
    return _page(request, complaint, _paper(complaint, paper), {})


@staff("sign-papers")
def pdf(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    complaint = _complaint(request, number)
    try:
        made = papers_pdf.pdf(complaint, _paper(complaint, paper))
    except NoChineseFont as missing:
        return render(request, "console/no_font.html", {"fonts": str(missing)}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{number}-{paper}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_POST
@staff("sign-papers")
def sign(request: HttpRequest, number: str, paper: str, party: str) -> HttpResponse:
    complaint = _complaint(request, number)
    given = {name: request.POST.get(name, "") for name in ("name", "strokes", "digest")}
    try:
        signing.sign(complaint.pk, paper, party, **given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, complaint, _paper(complaint, paper), first_messages(wrong) | {"party": party})
    messages.success(request, _("Signed."))
    return redirect("console:dispute-paper", number, paper)


def _complaint(request: HttpRequest, number: str) -> Complaint:
    try:
        return desk.complaint(request.user, number)
    except Complaint.DoesNotExist:
        raise Http404 from None


def _paper(complaint: Complaint, kind: str) -> content.Paper:
    try:
        return content.paper(complaint, kind)
    except (KeyError, content.NothingToWrite):
        raise Http404 from None


def _page(request: HttpRequest, complaint: Complaint, paper: content.Paper, errors: dict[str, str]) -> HttpResponse:
    given = signing.signatures(complaint, paper)
    parties = [(party, content.PARTY_NAMES[party], given.get(party)) for party in content.PARTIES[paper.kind]]
    context = {
        "complaint": complaint,
        "paper": paper,
        "parties": [
            # The lines were checked to be numbers when they were kept.
            (party, name, row, mark_safe(papers_pdf.drawing(row.strokes)) if row else "")  # noqa: S308
            for party, name, row in parties
        ],
        "earlier": signing.earlier(complaint, paper),
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "console/dispute_paper.html", context, status=422 if errors else 200)
