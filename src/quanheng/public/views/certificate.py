"""The certificate behind a printed digest, for whoever holds the paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quanheng.register.verifying import desk
from quanheng.register.verifying.paper import as_bytes


@require_safe
def certificate(_request: HttpRequest, number: str) -> HttpResponse:
    """Exactly the bytes whose SHA-256 stands on the paper; a notice of failure is as public as a certificate."""
    paper = desk.issued(number)
    if paper is None:
        raise Http404
    return HttpResponse(as_bytes(paper), content_type="application/json")
