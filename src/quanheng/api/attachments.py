"""Photographs of a complaint, in pieces: announce by digest and size, hand in from where it stopped.

As tus does it, with PUT instead of PATCH, which a mini-program cannot send; and a piece names the place it begins at,
so that the same piece, sent twice by a phone that heard no answer, is taken once.
"""

from typing import Annotated

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Path, Router, Schema, Status

from quanheng.api.binary import OCTETS, described
from quanheng.api.complaints import field_errors
from quanheng.api.errors import Errors, refused
from quanheng.api.own_complaint import NOT_THERE, PhotographOut, mine, photograph_out
from quanheng.cases import attachments
from quanheng.cases.models import Attachment
from quanheng.register.pictures import PhotographRefused

router = Router(tags=["complaints"])
HEX = "^[0-9a-f]{64}$"
MESSAGES = {
    "too-large": _("the photograph is too large"),
    "wrong-digest": _("the pieces do not make the photograph that was announced: send it anew"),
    "not-a-photograph": _("only JPEG and PNG photographs are taken"),
}


class PhotographIn(Schema):
    sha256: str = Field(..., pattern=HEX, description="of all its bytes")
    size: int = Field(..., ge=1, lt=2**31)


@router.post(
    "complaints/{reference}/photographs",
    summary="Announce a photograph",
    response={201: PhotographOut, 200: PhotographOut} | dict.fromkeys((400, 413, 422), Errors) | NOT_THERE,
)
def announce(request: HttpRequest, reference: str, body: PhotographIn) -> Status:
    """Announced again, the answer says how much of it has arrived: go on from there, or not at all."""
    complaint = mine(request, reference)
    try:
        begun = attachments.begin(complaint.pk, digest=body.sha256, size=body.size, at=timezone.now())
    except ValidationError as wrong:
        raise field_errors(wrong) from wrong
    return Status(201 if begun.new else 200, photograph_out(begun.attachment))


@router.put(
    "complaints/{reference}/photographs/{sha256}/{offset}",
    summary="Hand in a piece of a photograph",
    response={200: PhotographOut} | dict.fromkeys((409, 413, 422), Errors) | NOT_THERE,
    openapi_extra=described(takes=OCTETS),
)
def hand_in(
    request: HttpRequest,
    reference: str,
    sha256: Annotated[str, Path(pattern=HEX)],
    offset: Annotated[int, Path(ge=0, lt=2**31)],
) -> PhotographOut:
    """409 says at which byte to go on; 422 that the whole was no photograph and has to be announced anew."""
    complaint = mine(request, reference)
    try:
        piece, now = request.body, timezone.now()
        return photograph_out(attachments.add_piece(complaint.pk, sha256, offset=offset, piece=piece, at=now))
    except RequestDataTooBig as why:
        raise refused(413, "body", "fewer bytes", MESSAGES["too-large"]) from why
    except Attachment.DoesNotExist as unknown:
        raise refused(404, "sha256", "announced", _("this photograph was not announced")) from unknown
    except attachments.OutOfPlace as elsewhere:
        message = _("this piece does not begin where the last one ended")
        raise refused(409, "offset", str(elsewhere.received), message) from elsewhere
    except PhotographRefused as why:
        attachments.refuse(complaint.pk, sha256)
        raise refused(422, "body", "JPEG, PNG", MESSAGES[why.reason]) from why


@router.get(
    "complaints/{reference}/photographs/{sha256}",
    summary="See a photograph",
    response={422: Errors} | NOT_THERE,
    openapi_extra={"responses": {200: {"description": "without metadata", "content": {"image/jpeg": {}}}}},
)
def see(request: HttpRequest, reference: str, sha256: Annotated[str, Path(pattern=HEX)]) -> HttpResponse:
    found = Attachment.objects.filter(complaint=mine(request, reference), sha256=sha256).first()
    picture = attachments.shown(found) if found else None
    if picture is None:
        raise refused(404, "sha256", "handed in", _("this photograph has not arrived"))
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})
