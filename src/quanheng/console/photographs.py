"""A photograph of re-weighed goods, for whoever may see the re-weighing."""

from django.http import Http404, HttpRequest, HttpResponse

from quanheng.console.gate import staff
from quanheng.measuring import photographs
from quanheng.measuring.recheck_list import has_photograph


@staff("see-instruments")
def photograph(request: HttpRequest, sha256: str) -> HttpResponse:
    content = photographs.shown(sha256) if has_photograph(request.user, sha256) else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    # Its name is its content: it never changes, but only this person's browser may keep it.
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
