"""Lodge a complaint, for programs: a mini-program, a hotline, a shopper's helper."""

from typing import Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from quanheng.api import phone
from quanheng.api.errors import Errors, FieldError, Refused
from quanheng.cases.categories import Category
from quanheng.cases.lodge import lodge
from quanheng.cases.pace import TooMany
from quanheng.cases.submission import KEY_LONGEST, KEY_SHORTEST, LENGTHS, Submission

router = Router(tags=["complaints"])
LANGUAGES = {"zh": "zh-hans", "en": "en"}
ID = {"ge": 1, "lt": 2**31}


class ComplaintIn(Schema):
    """The same ``submission_key`` with the same content, sent again, is the same complaint.

    Where it happened is said by a code, or else by a market, or by a stall.
    """

    submission_key: str = Field(..., min_length=KEY_SHORTEST, max_length=KEY_LONGEST, description="random text")
    purchase_code: str = Field("", max_length=LENGTHS["purchase_code"], description="whatever was scanned or typed")
    market: int | None = Field(None, **ID)
    stall: int | None = Field(None, **ID)
    category: Literal[tuple(Category.values)]
    goods_class: str = ""
    description: str = Field("", max_length=LENGTHS["description"])
    contact_name: str = Field("", max_length=LENGTHS["contact_name"])
    contact_phone: str = Field("", max_length=LENGTHS["contact_phone"])
    contact_shown_to_manager: bool = False
    wants_sms: bool = Field(False, description="be told by short message what happens")
    language: Literal["zh", "en"] = "zh"


class ComplaintLodged(Schema):
    number: str
    follow_url: str = Field(description="the secret link; told here and nowhere else")
    token: str


@router.post(
    "complaints",
    summary="Lodge a complaint",
    response={201: ComplaintLodged, 200: ComplaintLodged} | dict.fromkeys((400, 401, 413, 422, 429), Errors),
)
def lodge_complaint(request: HttpRequest, body: ComplaintIn) -> Status:
    """With a phone's key it is listed among that phone's complaints; without one the secret link alone leads to it."""
    shopper = phone.of(request)
    given = body.dict(exclude={"market", "stall"})
    given |= {"language": LANGUAGES[body.language], "market_id": body.market, "stall_id": body.stall}
    try:
        address = request.META.get("REMOTE_ADDR", "")
        lodged = lodge(Submission(**given), at=timezone.now(), address=address, shopper=shopper)
    except ValidationError as wrong:
        raise field_errors(wrong) from wrong
    except TooMany as many:
        raise phone.slow_down(many) from many
    follow_url = settings.PUBLIC_URL + reverse("public:follow", args=[lodged.token])
    answer = ComplaintLodged(number=lodged.complaint.number, follow_url=follow_url, token=lodged.token)
    return Status(201 if lodged.new else 200, answer)


def field_errors(wrong: ValidationError) -> Refused:
    return Refused(
        422,
        *(
            FieldError(field=field, expected=str(message), message=str(message))
            for field, messages in wrong.message_dict.items()
            for message in messages
        ),
    )
