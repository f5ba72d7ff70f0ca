"""What a scanned or typed code is, and what a shopper may see of it: a purchase, a scale, a stall, a market."""

from datetime import date, datetime
from typing import Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from quanheng.api.errors import Errors, refused
from quanheng.api.places import MarketOut, StallOut, market_out, stall_out
from quanheng.api.told import ToldOut, told_out
from quanheng.cases.places import Whereabouts, resolve
from quanheng.law.goods import GOODS
from quanheng.law.units import format_yuan
from quanheng.measuring.purchase import PurchaseView
from quanheng.measuring.spoken import mass
from quanheng.measuring.told import has_adopted, tell
from quanheng.register import chronicle
from quanheng.register.models import Instrument
from quanheng.register.standing import standing

CODE_CHARACTERS_MAX = 600
router = Router(tags=["shoppers"])


class ScaleOut(Schema):
    serial: str
    kind: str
    may_be_used: bool
    verification: str = Field(description="verified, due-soon, overdue, void, failed or unverified")
    valid_until: date | None
    reasons: list[str]


class BoughtOut(Schema):
    """Words are in the reader's language, figures in the smallest unit."""

    code: str
    weighed_at: datetime
    goods_class: str
    goods: str
    net_mg: int
    net: str
    amount_fen: int
    amount: str
    unit_price: str
    price_unit_g: int
    arrived: bool
    told: ToldOut


class ScannedOut(Schema):
    kind: Literal["purchase", "scale", "stall", "market"]
    market: MarketOut
    stall: StallOut | None
    scale: ScaleOut | None
    purchase: BoughtOut | None


@router.get("scanned", summary="Say what a code is", response={200: ScannedOut} | dict.fromkeys((404, 422), Errors))
def scanned(request: HttpRequest, code: str = Query(..., min_length=1, max_length=CODE_CHARACTERS_MAX)) -> ScannedOut:
    """A link on a receipt, on a scale, on a stall's or market's sign; or the serial number printed on a scale."""
    try:
        found = resolve(code.strip())
    except ValidationError as nothing:
        raise refused(404, "code", "a code of this platform", nothing.messages[0]) from nothing
    return ScannedOut(
        kind=_kind(found),
        market=market_out(found.market),
        stall=stall_out(found.stall) if found.stall else None,
        scale=_scale_out(found.scale) if found.scale else None,
        purchase=_bought_out(found.bought) if found.bought else None,
    )


def _kind(found: Whereabouts) -> Literal["purchase", "scale", "stall", "market"]:
    if found.bought:
        return "purchase"
    if found.scale:
        return "scale"
    return "stall" if found.stall else "market"


def _language() -> str:
    return get_language() or "zh-hans"


def _scale_out(scale: Instrument) -> ScaleOut:
    today = localdate()
    usage, held = chronicle.today(scale, today).usage, standing(scale, today)
    return ScaleOut(
        serial=scale.serial,
        kind=str(scale.get_kind_display()),
        may_be_used=usage.may_be_used,
        verification=held.code,
        valid_until=held.valid_until,
        reasons=usage.reasons(_language()),
    )


def _bought_out(bought: PurchaseView) -> BoughtOut:
    receipt, recheck = bought.receipt, bought.latest_recheck or next(iter(bought.rechecks), None)
    adopted = has_adopted(bought.instrument.place, bought.weighed_on)
    goods = GOODS.get(receipt.goods_class)
    return BoughtOut(
        code=bought.code,
        weighed_at=bought.weighed_at,
        goods_class=receipt.goods_class,
        goods=goods.name(_language()) if goods else "",
        net_mg=receipt.net_mg,
        net=mass(receipt.net_mg),
        amount_fen=receipt.amount_fen,
        amount=format_yuan(receipt.amount_fen),
        unit_price=format_yuan(receipt.unit_price_fen),
        price_unit_g=receipt.price_unit_g,
        arrived=bought.weighing is not None,
        told=told_out(tell(recheck, recheck.judgement if recheck else {}, adopted=adopted)),
    )
