"""The door for photographs that rechecks name by digest."""

from typing import Annotated

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Schema

from quanheng.api.binary import described
from quanheng.api.errors import Errors, refused
from quanheng.measuring import photographs
from quanheng.register.pictures import PhotographRefused

router = Router(tags=["scales"])
STATUSES = {"too-large": 413, "wrong-digest": 422, "not-a-photograph": 422, "not-named": 404}
MESSAGES = {
    "too-large": _("the photograph is too large"),
    "wrong-digest": _("these bytes have another SHA-256 than the address says"),
    "not-a-photograph": _("only JPEG and PNG photographs are taken"),
    "not-named": _("no recheck that has arrived names this photograph: send the recheck first"),
}


class Kept(Schema):
    sha256: str
    new: bool


@router.put(
    "photographs/{sha256}",
    summary="Hand in a photograph",
    response={200: Kept} | dict.fromkeys((404, 413, 422), Errors),
    openapi_extra=described(takes="image/jpeg"),
)
def hand_in(request: HttpRequest, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]) -> Kept:
    try:
        return Kept(sha256=sha256, new=photographs.keep(sha256, request.body))
    except PhotographRefused as why:
        raise refused(STATUSES[why.reason], "body", expected(why.reason), MESSAGES[why.reason]) from why
    except RequestDataTooBig as why:
        raise refused(413, "body", expected("too-large"), MESSAGES["too-large"]) from why


def expected(reason: str) -> str:
    words = {"too-large": f"<= {settings.PHOTOGRAPH_BYTES_MAX} bytes", "not-a-photograph": "JPEG, PNG"}
    return words.get(reason, "photograph_sha256")
