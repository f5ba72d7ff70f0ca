"""A photograph that a complainant handed in, for whoever may see the complaint."""

from django.http import Http404, HttpRequest, HttpResponse

from quanheng.cases import attachments, desk
from quanheng.cases.models import Attachment, Complaint
from quanheng.console.gate import staff


@staff("see-complaints")
def photograph(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    try:
        content = attachments.shown(desk.complaint(request.user, number).attachments.get(sha256=sha256))
    except (Complaint.DoesNotExist, Attachment.DoesNotExist):
        content = None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    # Its name is its content: it never changes, but only this person's browser may keep it.
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
