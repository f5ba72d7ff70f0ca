"""The door for scales without MQTT: the same frame in, the same signed receipt back, after the same commit."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from quanheng.api.binary import OCTETS, described
from quanheng.api.errors import Errors, refused
from quanheng.connectors import frame, scale
from quanheng.measuring.arrivals import MESSAGE_BYTES_MAX, Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.platform_key import signing_key
from quanheng.measuring.receive import TRY_AGAIN, receive

WORKER = "https"

router = Router(tags=["scales"])
STATUSES = {
    "too-large": 413,
    "not-a-frame": 400,
    "malformed": 400,
    "unknown-scale": 404,
    "signature-wrong": 401,
    "unstorable": 503,
}
MESSAGES = {
    "too-large": _("the batch is too large: send fewer records at a time"),
    "not-a-frame": _("the body is not a frame: four letters, a signature, and the bytes that were signed"),
    "malformed": _("the body names no scale"),
    "unknown-scale": _("no scale of this name is in the register"),
    "unstorable": _("this batch could not be stored and is kept for a person to look at: send it again later"),
    "signature-wrong": _("the signature does not belong to this scale's key"),
}


@router.post(
    "batches",
    summary="Hand in a signed batch",
    response=dict.fromkeys((400, 401, 404, 413, 503), Errors),
    openapi_extra=described(takes=OCTETS, gives="a frame holding the platform's signed receipt"),
)
def hand_in(request: HttpRequest) -> HttpResponse:
    """Whatever the scale itself signed is answered with a receipt, also when it was refused."""
    arrival = Arrival("", request.body, datetime.now(UTC))
    try:
        outcome = receive([arrival], WORKER, KnownScales())[0]
    except TRY_AGAIN as error:
        raise refused(503, "body", _("later"), _("nothing was stored: send the same bytes again")) from error
    if outcome.receipt is None:
        expected = f"<= {MESSAGE_BYTES_MAX}" if outcome.refusal == "too-large" else outcome.detail
        raise refused(STATUSES[outcome.refusal], "body", expected, MESSAGES[outcome.refusal])
    return HttpResponse(frame.seal(scale.encode(outcome.receipt), signing_key()), content_type=OCTETS)
