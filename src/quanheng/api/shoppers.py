"""The shopper's phone itself: a key to be known by, WeChat's sign-in and number, and the complaints it made."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema, Status

from quanheng.api import phone
from quanheng.api.errors import Errors, Refused, refused
from quanheng.cases import own, rate, shoppers, timeline, wechat_line
from quanheng.cases.categories import Category
from quanheng.cases.models import Complaint
from quanheng.cases.pace import TooMany
from quanheng.connectors.wechat import WeChatRefused
from quanheng.measuring.spoken import in_chinese

router = Router(tags=["shoppers"])
WECHAT_SAYS = dict.fromkeys((400, 401, 413, 422, 429, 503), Errors)


class KeyOut(Schema):
    key: str = Field(description="show it as `Authorization: Bearer …`; told here and nowhere else")
    wechat_template: str = Field(description="the notice to ask WeChat's consent for, or empty")


class CodeIn(Schema):
    code: str = Field(..., min_length=1, max_length=200, pattern="^[!-~]+$", description="as WeChat gave it")


class PhoneOut(Schema):
    phone: str


class LineOut(Schema):
    number: str
    lodged_at: datetime
    state: str
    state_name: str
    is_over: bool
    category: str
    market: str
    stall: str
    can_rate: bool


class ListOut(Schema):
    complaints: list[LineOut]
    before: int | None = Field(description="ask with this for the next page; null at the end")


@router.post("shoppers", summary="A key for a phone that was never here", response={201: KeyOut, 429: Errors})
def new_phone(request: HttpRequest) -> Status:
    try:
        key = shoppers.first_met(at=timezone.now(), address=request.META.get("REMOTE_ADDR", ""))
    except TooMany as many:
        raise phone.slow_down(many) from many
    return Status(201, _key_out(key))


@router.post("shoppers/wechat", summary="Sign in with WeChat", response={201: KeyOut} | WECHAT_SAYS)
def from_wechat(request: HttpRequest, body: CodeIn) -> Status:
    """The code of ``wx.login``. WeChat's name for the person is kept sealed and never told."""
    try:
        key = shoppers.met_on_wechat(wechat_line.openid_for(body.code), at=timezone.now())
    except (WeChatRefused, wechat_line.WeChatAway) as why:
        raise _wechat_says(why) from why
    return Status(201, _key_out(key))


@router.post("shoppers/phone", auth=phone.needed, summary="Read the number", response={200: PhoneOut} | WECHAT_SAYS)
def phone_number(request: HttpRequest, body: CodeIn) -> PhoneOut:
    """The code of the button ``getPhoneNumber``: so that nobody types eleven digits. The number is not kept here."""
    try:
        return PhoneOut(phone=wechat_line.phone_for(body.code))
    except (WeChatRefused, wechat_line.WeChatAway) as why:
        raise _wechat_says(why) from why


@router.get(
    "shoppers/complaints",
    auth=phone.needed,
    summary="The complaints of this phone",
    response={200: ListOut} | dict.fromkeys((401, 422), Errors),
)
def complaints(request: HttpRequest, before: int | None = Query(None, ge=1, lt=2**63)) -> ListOut:
    """Newest first."""
    found = list(own.complaints_of(request.auth, before)[: own.PAGE + 1])
    page = found[: own.PAGE]
    return ListOut(complaints=[_line(one) for one in page], before=page[-1].pk if len(found) > own.PAGE else None)


def _key_out(key: str) -> KeyOut:
    return KeyOut(key=key, wechat_template=settings.WECHAT_TEMPLATE)


def _wechat_says(why: WeChatRefused | wechat_line.WeChatAway) -> Refused:
    meaning = why.meaning if isinstance(why, WeChatRefused) else "away"
    if meaning == "code-invalid":
        return refused(422, "code", meaning, _("WeChat does not take this code any more: try again"))
    if meaning == "too-often":
        return refused(429, "request", meaning, _("WeChat asks to wait a minute"))
    return refused(503, "request", meaning, _("WeChat cannot be asked now: go on without it"))


def _line(complaint: Complaint) -> LineOut:
    market = complaint.market
    return LineOut(
        number=complaint.number,
        lodged_at=complaint.lodged_at,
        state=complaint.state,
        state_name=timeline.state_name(complaint),
        is_over=timeline.is_over(complaint),
        category=str(Category(complaint.category).label),
        market=market.name if in_chinese() else market.name_en or market.name,
        stall=str(complaint.stall) if complaint.stall else "",
        can_rate=rate.can_rate(complaint),
    )
