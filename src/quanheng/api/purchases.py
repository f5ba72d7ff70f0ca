"""What a purchase code says, and what its re-weighings found, for programs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from quanheng.api.errors import Errors, refused
from quanheng.connectors.gs1 import CodeUnreadable
from quanheng.measuring.models import Recheck
from quanheng.measuring.purchase import PurchaseView, ReceiptForged, ScaleUnknown, purchase

CODE_CHARACTERS_MAX = 600
router = Router(tags=["shoppers"])


class RecheckOut(Schema):
    """``judgement`` is the law's answer: two verdicts with clause and limit, or why there is none."""

    checked_at: datetime
    check_scale: str
    check_mg: int
    original_state: bool
    pairing: str
    shortfall_mg: int | None
    market_exceeded: bool | None
    statute_exceeded: bool | None
    judgement: dict[str, Any]
    told: str = Field(description="the answer in a few plain sentences")


class PurchaseOut(Schema):
    scale: str
    gtin: str
    serial: str
    market: str
    stall: str
    seq: int
    weighed_at: datetime
    net_mg: int
    unit_price_fen: int
    price_unit_g: int
    amount_fen: int
    goods_class: str
    arrived: bool = Field(description="whether the scale has uploaded this weighing")
    agrees: bool | None = Field(description="whether the uploaded weighing says what the receipt says")
    exceeded: bool | None = Field(description="by either rule, at the latest paired recheck; null without a verdict")
    rechecks: list[RecheckOut]


@router.get(
    "purchases", summary="Read a purchase code", response={200: PurchaseOut} | dict.fromkeys((400, 404, 422), Errors)
)
def read(request: HttpRequest, code: str = Query(..., max_length=CODE_CHARACTERS_MAX)) -> PurchaseOut:
    try:
        return _out(purchase(code), "zh" if (get_language() or "zh").startswith("zh") else "en")
    except CodeUnreadable as why:
        raise refused(400, "code", why.reason, _("this is not a purchase code, or it is damaged")) from why
    except ReceiptForged as why:
        raise refused(400, "code", "signature-wrong", _("the scale named here has not signed this receipt")) from why
    except ScaleUnknown as why:
        raise refused(404, "code", "unknown-scale", _("no scale of this name is in the register")) from why


def _out(view: PurchaseView, lang: str) -> PurchaseOut:
    scale, receipt = view.instrument, view.receipt
    return PurchaseOut(
        scale=scale.device_id,
        gtin=scale.gtin,
        serial=scale.serial,
        market=scale.place.name if lang == "zh" else scale.place.name_en,
        stall=scale.stall.number if scale.stall else "",
        seq=receipt.seq,
        weighed_at=view.weighed_at,
        net_mg=receipt.net_mg,
        unit_price_fen=receipt.unit_price_fen,
        price_unit_g=receipt.price_unit_g,
        amount_fen=receipt.amount_fen,
        goods_class=receipt.goods_class,
        arrived=view.weighing is not None,
        agrees=view.agrees,
        exceeded=view.exceeded,
        rechecks=[_recheck_out(one, lang) for one in view.rechecks],
    )


def _recheck_out(one: Recheck, lang: str) -> RecheckOut:
    return RecheckOut(
        checked_at=one.checked_at,
        check_scale=one.check_scale.device_id,
        check_mg=one.check_mg,
        original_state=one.original_state,
        pairing=one.pairing,
        shortfall_mg=one.shortfall_mg,
        market_exceeded=one.market_exceeded,
        statute_exceeded=one.statute_exceeded,
        judgement=one.judgement,
        told=one.judgement.get("told", {}).get(lang, ""),
    )
