"""Where a complaint happened: from the receipt's code, the label on the scale, or what the complainant chose."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from nacl.signing import VerifyKey

from quanheng.cases.submission import Submission
from quanheng.connectors import gs1
from quanheng.measuring.recheck import is_possible
from quanheng.register.models import Instrument, Kind, Market, Stall


@dataclass(frozen=True)
class Place:
    market: Market
    stall: Stall | None = None
    scale: Instrument | None = None
    purchase: gs1.Purchase | None = None

    @property
    def area(self) -> str:
        return self.stall.area if self.stall else self.market.area


def place_of(submission: Submission) -> Place:
    """Raises ValidationError where nothing says which market it was, or the code proves to be false."""
    if submission.purchase_code.strip():
        return _from_code(submission.purchase_code.strip())
    if submission.stall_id is not None:
        return _from_stall(submission)
    market = Market.objects.filter(pk=submission.market_id).first() if submission.market_id is not None else None
    if market is None:
        raise ValidationError({"market": _("Please scan the code again, or choose the market.")})
    return Place(market)


def _from_stall(submission: Submission) -> Place:
    stall = Stall.objects.select_related("market").filter(pk=submission.stall_id).first()
    if stall is None or submission.market_id not in (None, stall.market_id):
        raise ValidationError({"stall": _("There is no such stall in this market.")})
    return Place(stall.market, stall)


def _from_code(code: str) -> Place:
    try:
        purchase, signature = gs1.read_purchase(code)
    except gs1.CodeUnreadable as unreadable:
        if unreadable.reason == "damaged":
            raise _refused(_("This receipt code is damaged. Scan it again, or choose the market and stall.")) from None
        return _at_scale(find_scale(code))
    if not is_possible(purchase):
        raise _refused(_("This receipt code is damaged. Scan it again, or choose the market and stall."))
    scale = _by_identity(gs1.ScaleCode(purchase.gtin, purchase.serial))
    if not gs1.is_signed_by(purchase, signature, VerifyKey(bytes(scale.public_key))):
        raise _refused(_("This receipt was not made by the scale it names. Choose the market and stall instead."))
    return _at_scale(scale, purchase)


def _at_scale(scale: Instrument, purchase: gs1.Purchase | None = None) -> Place:
    if scale.kind == Kind.CHECK_SCALE:
        return Place(scale.market)
    return Place(scale.market, scale.stall, scale, purchase)


def find_scale(text: str) -> Instrument:
    """The scale whose link, or whose serial number as printed on its label, was given."""
    try:
        return _by_identity(gs1.read_scale(text))
    except gs1.CodeUnreadable:
        found = list(_scales().filter(serial__iexact=text)[:2])
    if len(found) != 1:
        raise _refused(_("We know no scale by this code. Check the label, or choose the market and stall."))
    return found[0]


def _by_identity(code: gs1.ScaleCode) -> Instrument:
    scale = _scales().filter(gtin=code.gtin, serial=code.serial).first()
    if scale is None:
        raise _refused(_("We know no scale by this code. Check the label, or choose the market and stall."))
    return scale


def _scales():
    return Instrument.objects.select_related("market", "stall")


def _refused(message: str) -> ValidationError:
    return ValidationError({"purchase_code": message})
