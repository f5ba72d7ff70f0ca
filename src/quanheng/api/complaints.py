"""Lodge a complaint and follow it, for programs: a mini-program, a hotline, a shopper's helper."""

from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status

from quanheng.api.errors import Errors, FieldError, Refused, refused
from quanheng.cases import timeline
from quanheng.cases.categories import Category
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.pace import TooMany
from quanheng.cases.submission import KEY_LONGEST, KEY_SHORTEST, LENGTHS, Submission

router = Router(tags=["complaints"])
LANGUAGES = {"zh": "zh-hans", "en": "en"}


class ComplaintIn(Schema):
    """The same ``submission_key`` with the same content, sent again, is the same complaint."""

    submission_key: str = Field(..., min_length=KEY_SHORTEST, max_length=KEY_LONGEST, description="random text")
    purchase_code: str = Field(..., min_length=1, max_length=LENGTHS["purchase_code"])
    category: Literal[tuple(Category.values)]
    goods_class: str = ""
    description: str = Field("", max_length=LENGTHS["description"])
    contact_name: str = Field("", max_length=LENGTHS["contact_name"])
    contact_phone: str = Field("", max_length=LENGTHS["contact_phone"])
    contact_shown_to_manager: bool = False
    language: Literal["zh", "en"] = "zh"


class ComplaintLodged(Schema):
    number: str
    follow_url: str = Field(description="the secret link; told here and nowhere else")
    token: str


class StepOut(Schema):
    at: datetime
    move: str
    state: str
    title: str
    detail: str


class ComplaintOut(Schema):
    number: str
    state: str
    state_name: str
    next: str = Field(description="what comes next, in a sentence")
    due_on: date | None = Field(description="by when, where a clock runs")
    timeline: list[StepOut]


@router.post(
    "complaints",
    summary="Lodge a complaint",
    response={201: ComplaintLodged, 200: ComplaintLodged} | dict.fromkeys((400, 413, 422, 429), Errors),
)
def lodge_complaint(request: HttpRequest, body: ComplaintIn) -> Status:
    given = body.dict() | {"language": LANGUAGES[body.language]}
    try:
        lodged = lodge(Submission(**given), at=timezone.now(), address=request.META.get("REMOTE_ADDR", ""))
    except ValidationError as wrong:
        raise _field_errors(wrong) from wrong
    except TooMany as many:
        message = _("too many complaints from this address within the hour")
        raise refused(429, "request", f"at most {settings.COMPLAINTS_PER_HOUR} an hour", message) from many
    follow_url = settings.PUBLIC_URL + reverse("public:follow", args=[lodged.token])
    answer = ComplaintLodged(number=lodged.complaint.number, follow_url=follow_url, token=lodged.token)
    return Status(201 if lodged.new else 200, answer)


def _field_errors(wrong: ValidationError) -> Refused:
    return Refused(
        422,
        *(
            FieldError(field=field, expected=str(message), message=str(message))
            for field, messages in wrong.message_dict.items()
            for message in messages
        ),
    )


@router.get("complaints/{token}", summary="Follow a complaint", response={200: ComplaintOut, 404: Errors})
def follow_complaint(request: HttpRequest, token: str) -> ComplaintOut:
    try:
        complaint = timeline.by_token(token)
    except Complaint.DoesNotExist as unknown:
        raise refused(404, "token", "unknown", _("no complaint has this link")) from unknown
    coming = timeline.next_step(complaint, localdate())
    return ComplaintOut(
        number=complaint.number,
        state=complaint.state,
        state_name=timeline.state_name(complaint),
        next=coming.words,
        due_on=coming.due_on,
        timeline=[StepOut(**vars(step)) for step in timeline.steps(complaint)],
    )
