"""Where a complaint happened: from the receipt's code, the label on the scale, or what the complainant chose."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.cases.submission import Submission, storable
from quanheng.connectors import gs1
from quanheng.measuring import purchase
from quanheng.register import place_codes
from quanheng.register.models import Instrument, Kind, Place, Stall


@dataclass(frozen=True)
class Whereabouts:
    market: Place
    stall: Stall | None = None
    scale: Instrument | None = None
    bought: purchase.PurchaseView | None = None

    @property
    def area(self) -> str:
        return self.stall.area if self.stall else self.market.area


def place_of(submission: Submission) -> Whereabouts:
    """Raises ValidationError where nothing says which market it was, or the code proves to be false."""
    if submission.purchase_code.strip():
        return resolve(submission.purchase_code.strip())
    if submission.stall_id is not None:
        return _from_stall(submission)
    market = Place.objects.filter(pk=submission.market_id).first() if submission.market_id is not None else None
    if market is None:
        raise ValidationError({"market": _("Please scan the code again, or choose the market.")})
    return Whereabouts(market)


def _from_stall(submission: Submission) -> Whereabouts:
    stall = Stall.objects.select_related("market").filter(pk=submission.stall_id).first()
    if stall is None or submission.market_id not in (None, stall.market_id):
        raise ValidationError({"stall": _("There is no such stall in this market.")})
    return Whereabouts(stall.market, stall)


def resolve(code: str) -> Whereabouts:
    """Whatever can be scanned or typed: a receipt, a scale's label, a place's sign. Raises ValidationError."""
    if area := place_codes.area_of_code(code):
        return _at_place(area)
    try:
        bought = purchase.purchase(code)
    except gs1.CodeUnreadable as unreadable:
        if unreadable.reason == "damaged":
            raise _refused(_("This receipt code is damaged. Scan it again, or choose the market and stall.")) from None
        return _at_scale(find_scale(code))
    except purchase.ScaleUnknown:
        raise _unknown_scale() from None
    except purchase.ReceiptForged:
        message = _("This receipt was not made by the scale it names. Choose the market and stall instead.")
        raise _refused(message) from None
    return _at_scale(bought.instrument, bought)


def _at_place(area: str) -> Whereabouts:
    try:
        return Whereabouts(*place_codes.standing_at(area))
    except place_codes.PlaceUnknown:
        message = _("We know no market or stall by this code. Choose the market and stall instead.")
        raise _refused(message) from None


def _at_scale(scale: Instrument, bought: purchase.PurchaseView | None = None) -> Whereabouts:
    if scale.kind == Kind.CHECK_SCALE:
        return Whereabouts(scale.place)
    return Whereabouts(scale.place, scale.stall, scale, bought)


def find_scale(text: str) -> Instrument:
    """The scale whose link, or whose serial number as printed on its label, was given; raises ValidationError."""
    try:
        return _linked(text)
    except gs1.CodeUnreadable:
        if not storable(text):
            raise _unknown_scale() from None
        found = list(Instrument.objects.select_related("place", "stall").filter(serial__iexact=text)[:2])
    except purchase.ScaleUnknown:
        raise _unknown_scale() from None
    if len(found) != 1:
        raise _unknown_scale()
    return found[0]


def _linked(link: str) -> Instrument:
    """By GTIN and serial number, or by the asset identifier of an instrument without a GTIN."""
    try:
        return purchase.scale_of(link)
    except gs1.CodeUnreadable:
        return purchase.asset_of(link)


def _unknown_scale() -> ValidationError:
    return _refused(_("We know no scale by this code. Check the label, or choose the market and stall."))


def _refused(message: str) -> ValidationError:
    return ValidationError({"purchase_code": message})
