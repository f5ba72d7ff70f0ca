"""One complaint, for who made it: how it stands, take it back, rate how it was handled, allow a notice."""

from datetime import date, datetime
from typing import Literal, get_args

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status

from quanheng.api import phone
from quanheng.api.complaints import field_errors
from quanheng.api.errors import Errors, refused
from quanheng.api.places import MarketOut, StallOut, market_out, stall_out
from quanheng.api.told import ToldOut, told_out
from quanheng.cases import notices, own, progress, rate, settle, timeline
from quanheng.cases.categories import Category
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Attachment, Complaint
from quanheng.cases.verdict import verdict_of
from quanheng.law.errors import MoveNotAllowed
from quanheng.law.goods import GOODS
from quanheng.law.units import format_yuan

router = Router(tags=["complaints"])
Saying = Literal["supply", "appeal", "appeal-end"]
SAYINGS = get_args(Saying)
NOT_THERE = dict.fromkeys((401, 404), Errors)


class StepOut(Schema):
    at: datetime
    move: str
    state: str
    title: str
    detail: str


class AgreedOut(Schema):
    refund: str
    compensation: str
    total: str


class PhotographOut(Schema):
    sha256: str
    size: int
    received: int
    whole: bool


class ComplaintOut(Schema):
    number: str
    lodged_at: datetime
    state: str
    state_name: str
    is_over: bool
    next: str = Field(description="what comes next, in a sentence")
    due_on: date | None = Field(description="by when, where a clock runs")
    category: str
    goods: str
    market: MarketOut
    stall: StallOut | None
    told: ToldOut | None = Field(description="what the re-weighing found, where a purchase is named")
    agreed: AgreedOut | None
    photographs: list[PhotographOut]
    can_withdraw: bool
    can_say: list[Saying] = Field(description="what the complainant may add or ask for now")
    can_rate: bool
    stars: int | None
    timeline: list[StepOut]


class RatingIn(Schema):
    stars: int = Field(..., ge=rate.WORST, le=rate.BEST)
    reason: str = Field("", max_length=2000, description=f"needed with {rate.BAD} stars or fewer")


class SaidIn(Schema):
    text: str = Field(..., min_length=1, max_length=2000)


class WishIn(Schema):
    template: str = Field(..., max_length=80, description="as WeChat's dialogue was asked for it")


def mine(request: HttpRequest, reference: str) -> Complaint:
    """By the secret of the link; or, with the key of the phone it came from, by its number."""
    try:
        return own.own(reference, phone.of(request))
    except Complaint.DoesNotExist as unknown:
        raise refused(404, "reference", "unknown", _("no complaint has this link or number")) from unknown


@router.get("complaints/{reference}", summary="Follow a complaint", response={200: ComplaintOut} | NOT_THERE)
def follow_complaint(request: HttpRequest, reference: str) -> ComplaintOut:
    return complaint_out(mine(request, reference))


@router.post(
    "complaints/{reference}/withdrawal",
    summary="Take a complaint back",
    response={200: ComplaintOut, 409: Errors} | NOT_THERE,
)
def withdraw(request: HttpRequest, reference: str) -> ComplaintOut:
    """Asked again it is as it was: withdrawn."""
    complaint = mine(request, reference)
    try:
        progress.withdraw_own(complaint.pk, at=timezone.now())
    except MoveNotAllowed as late:
        if complaint.state != "withdrawn":
            raise refused(409, "reference", complaint.state, _("it can no longer be taken back")) from late
    return complaint_out(mine(request, reference))


@router.post(
    "complaints/{reference}/sayings/{move}",
    summary="Supply what was asked for, or appeal",
    response={200: ComplaintOut} | dict.fromkeys((400, 409, 413, 422), Errors) | NOT_THERE,
)
def say(request: HttpRequest, reference: str, move: Saying, body: SaidIn) -> ComplaintOut:
    complaint = mine(request, reference)
    try:
        progress.by_owner(complaint.pk, move, at=timezone.now(), text=body.text)
    except MoveNotAllowed as late:
        raise refused(409, "move", complaint.state, _("this is not possible any more")) from late
    except ValidationError as wrong:
        raise field_errors(wrong) from wrong
    return complaint_out(mine(request, reference))


@router.post(
    "complaints/{reference}/rating",
    summary="Rate how a complaint was handled",
    response={200: ComplaintOut} | dict.fromkeys((400, 413, 422), Errors) | NOT_THERE,
)
def rate_it(request: HttpRequest, reference: str, body: RatingIn) -> ComplaintOut:
    """Once, when it has ended; a bad rating needs its reason."""
    complaint = mine(request, reference)
    try:
        rate.rate(complaint.pk, stars=body.stars, reason=body.reason, at=timezone.now())
    except ValidationError as wrong:
        raise field_errors(wrong) from wrong
    return complaint_out(mine(request, reference))


@router.post(
    "complaints/{reference}/notices",
    summary="Allow one WeChat notice",
    response={204: None} | dict.fromkeys((400, 413, 422), Errors) | NOT_THERE,
)
def allow_notice(request: HttpRequest, reference: str, body: WishIn) -> Status:
    """After the shopper said yes in WeChat's own dialogue; a template that is not ours is passed over."""
    notices.allow(mine(request, reference).pk, body.template, at=timezone.now())
    return Status(204, None)


def complaint_out(complaint: Complaint) -> ComplaintOut:
    coming = timeline.next_step(complaint, localdate())
    told = verdict_of(complaint, evidence_of(complaint))
    goods = GOODS.get(complaint.goods_class)
    return ComplaintOut(
        number=complaint.number,
        lodged_at=complaint.lodged_at,
        state=complaint.state,
        state_name=timeline.state_name(complaint),
        is_over=timeline.is_over(complaint),
        next=coming.words,
        due_on=coming.due_on,
        category=str(Category(complaint.category).label),
        goods=goods.name(get_language() or "zh-hans") if goods else "",
        market=market_out(complaint.market),
        stall=stall_out(complaint.stall) if complaint.stall else None,
        told=told_out(told) if told else None,
        agreed=_agreed(complaint),
        photographs=[photograph_out(one) for one in complaint.attachments.order_by("id")],
        can_withdraw=timeline.can_withdraw(complaint),
        can_say=[move for move in timeline.open_to_complainant(complaint) if move in SAYINGS],
        can_rate=rate.can_rate(complaint),
        stars=complaint.stars,
        timeline=[StepOut(**vars(step)) for step in timeline.steps(complaint)],
    )


def _agreed(complaint: Complaint) -> AgreedOut | None:
    agreed = settle.agreement(complaint)
    if agreed is None:
        return None
    amounts = (agreed.refund_fen, agreed.compensation_fen, agreed.total_fen)
    refund, compensation, total = map(format_yuan, amounts)
    return AgreedOut(refund=refund, compensation=compensation, total=total)


def photograph_out(attachment: Attachment) -> PhotographOut:
    return PhotographOut(
        sha256=attachment.sha256,
        size=attachment.size,
        received=attachment.received,
        whole=attachment.whole_at is not None,
    )
