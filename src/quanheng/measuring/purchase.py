"""What a purchase code says, what we hold of that sale, and what its re-weighings found: for whoever scans it."""

from dataclasses import dataclass
from datetime import date, datetime

from nacl.signing import VerifyKey

from quanheng.connectors import gs1
from quanheng.measuring.instants import from_millis
from quanheng.measuring.models import Recheck, Weighing
from quanheng.measuring.recheck import PAIRED, is_possible
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument


class ScaleUnknown(LookupError):
    """The code names a scale that is not in the register."""


class ReceiptForged(ValueError):
    """The code's signature is not of the scale it names: it was altered, or never printed by that scale."""


@dataclass(frozen=True)
class PurchaseView:
    """One sale. ``receipt`` is what the scale signed; ``weighing`` what it uploaded, None while it has not.

    ``agrees`` is whether the upload says the same as the receipt, None while there is nothing to compare.
    """

    code: str
    instrument: Instrument
    receipt: gs1.Purchase
    weighed_at: datetime
    price_fen_per_kg: int
    weighing: Weighing | None
    rechecks: list[Recheck]

    @property
    def agrees(self) -> bool | None:
        if self.weighing is None:
            return None
        uploaded, receipt = self.weighing, self.receipt
        return (
            uploaded.net_mg == receipt.net_mg
            and uploaded.unit_price_fen == receipt.unit_price_fen
            and uploaded.price_unit_g == receipt.price_unit_g
            and uploaded.amount_fen == receipt.amount_fen
            and uploaded.goods_class == receipt.goods_class
        )

    @property
    def weighed_on(self) -> date:
        return legal_day(self.weighed_at)

    @property
    def latest_recheck(self) -> Recheck | None:
        """The re-weighing that counts: the newest that was paired."""
        return next((one for one in self.rechecks if one.pairing == PAIRED), None)

    @property
    def exceeded(self) -> bool | None:
        """By either rule, at the latest paired recheck; None while neither has an answer."""
        latest = self.latest_recheck
        verdicts = {latest.market_exceeded, latest.statute_exceeded} if latest else {None}
        return True if True in verdicts else False if False in verdicts else None


def scale_of(code: str) -> Instrument:
    """The scale that a Digital Link names. Raises CodeUnreadable, ScaleUnknown."""
    named = gs1.read_scale(code)
    return _registered(named.serial, gtin=printable(named.gtin), serial=printable(named.serial))


def asset_of(code: str) -> Instrument:
    """The instrument that a Digital Link with an asset identifier names. Raises CodeUnreadable, ScaleUnknown."""
    giai = gs1.read_asset(code)
    return _registered(giai, giai=printable(giai))


def _registered(named: str, **identity: str) -> Instrument:
    found = Instrument.objects.select_related("place__region", "stall", "state").filter(**identity).first()
    if found is None:
        raise ScaleUnknown(named)
    return found


def printable(text: str) -> str:
    """The register holds no NUL, so a name with one is nobody's; PostgreSQL refuses to be asked."""
    return text.replace("\0", "")


def purchase(code: str) -> PurchaseView:
    """Raises CodeUnreadable, ScaleUnknown, ReceiptForged."""
    receipt, signature = gs1.read_purchase(code)
    if not is_possible(receipt):
        raise gs1.CodeUnreadable("damaged")
    instrument = scale_of(code)
    if not gs1.is_signed_by(receipt, signature, VerifyKey(bytes(instrument.public_key))):
        raise ReceiptForged(receipt.serial)
    weighed_at = from_millis(receipt.at_ms)
    return PurchaseView(
        code,
        instrument,
        receipt,
        weighed_at,
        receipt.unit_price_fen * 1000 // receipt.price_unit_g,
        Weighing.objects.filter(instrument=instrument, seq=receipt.seq, weighed_at=weighed_at).first(),
        rechecks_of(instrument, receipt.seq, weighed_at),
    )


def rechecks_of(instrument: Instrument, seq: int, weighed_at: datetime) -> list[Recheck]:
    """Newest first."""
    found = Recheck.objects.filter(trade_scale=instrument, purchase_seq=seq, weighed_at=weighed_at)
    return list(found.select_related("check_scale").order_by("-checked_at")[:20])
