"""What a complaint's form knows of the place before anything is asked: from a code, or from a chosen market."""

from dataclasses import dataclass

from quanheng.cases.places import find_scale
from quanheng.connectors.gs1 import CodeUnreadable
from quanheng.measuring.purchase import PurchaseView, ReceiptForged, ScaleUnknown, purchase
from quanheng.register.models import Instrument, Place


@dataclass(frozen=True)
class Where:
    market: Place
    scale: Instrument | None = None
    bought: PurchaseView | None = None


def where(code: str, market: str) -> Where | None:
    """None where neither was given, or no such market is known; raises ValidationError for a code that is nothing."""
    if code:
        return _of_code(code)
    found = Place.objects.filter(pk=market).first() if market.isdecimal() and len(market) < 10 else None
    return Where(found) if found else None


def _of_code(code: str) -> Where:
    try:
        bought = purchase(code)
    except (CodeUnreadable, ScaleUnknown, ReceiptForged):
        scale = find_scale(code)
        return Where(scale.place, scale)
    return Where(bought.instrument.place, bought.instrument, bought)
