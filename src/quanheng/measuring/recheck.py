"""Pair a purchase with its re-weighing, and ask the law of that day what the difference means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from nacl.signing import VerifyKey

from quanheng.connectors import gs1, scale
from quanheng.law import retail
from quanheng.law.errors import LawError
from quanheng.law.instruments import Intervals
from quanheng.measuring.arrivals import Taking
from quanheng.measuring.impossible import EARLIEST_MS
from quanheng.measuring.instants import from_millis
from quanheng.measuring.models import Recheck
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, Kind

PAIRED = "paired"
PRICE_UNITS_G = (500, 1000)  # 元/500 g (a jin) and 元/kg


@dataclass(frozen=True, slots=True)
class Scanned:
    """A purchase code as far as it could be trusted."""

    pairing: str
    purchase: gs1.Purchase | None = None
    trade_scale: Instrument | None = None


def store_rechecks(takings: list[Taking]) -> None:
    told = [(taking, one) for taking in takings for one in taking.rechecks]
    if not told:
        return
    met = _stored(told)
    places = Instrument.objects.in_bulk([taking.scale.instrument_id for taking, _ in told])
    scanned = scan_all([one.purchase_code for _, one in told])
    rows = []
    for taking in takings:
        taking.rechecks, rechecks = [], taking.rechecks
        for one in rechecks:
            row = judged(taking, one, places[taking.scale.instrument_id], scanned[one.purchase_code])
            known = met.setdefault((row.check_scale_id, row.seq, row.checked_at), row)
            if known is row:
                taking.rechecks.append(one)
                rows.append(row)
            elif _content(known) == _content(row):
                taking.duplicates += 1
            else:
                taking.rejected.append((one.seq, "number-reused", "stored with other content"))
    Recheck.objects.bulk_create(rows, ignore_conflicts=True)


def _stored(told: list[tuple[Taking, scale.Recheck]]) -> dict[tuple, Recheck]:
    rows = Recheck.objects.filter(
        check_scale__in={taking.scale.instrument_id for taking, _ in told}, seq__in={one.seq for _, one in told}
    )
    return {(row.check_scale_id, row.seq, row.checked_at): row for row in rows}


def _content(row: Recheck) -> tuple:
    return row.check_mg, row.original_state, row.photograph_sha256, row.purchase_code


def scan_all(codes: list[str]) -> Mapping[str, Scanned]:
    """Read each code once, and ask the register once for all the scales they name."""
    read: dict[str, tuple[gs1.Purchase, bytes] | None] = {code: _read(code) for code in codes}
    serials = {found[0].serial for found in read.values() if found}
    sellers = Instrument.objects.filter(serial__in=serials, kind=Kind.TRADE_SCALE) if serials else []
    register = {(row.gtin, row.serial): row for row in sellers}
    return {code: _trusted(found, register) for code, found in read.items()}


def _read(code: str) -> tuple[gs1.Purchase, bytes] | None:
    try:
        purchase, signature = gs1.read_purchase(code)
    except gs1.CodeUnreadable:
        return None
    return (purchase, signature) if is_possible(purchase) else None


def is_possible(purchase: gs1.Purchase) -> bool:
    """Numbers that a receipt can carry and our columns can hold."""
    try:
        from_millis(purchase.at_ms)
    except OverflowError:
        return False
    return (
        purchase.at_ms >= EARLIEST_MS
        and purchase.price_unit_g in PRICE_UNITS_G
        and len(purchase.goods_class) <= Recheck._meta.get_field("goods_class").max_length
        and "\0" not in purchase.goods_class
    )


def _trusted(found: tuple[gs1.Purchase, bytes] | None, register: Mapping[tuple[str, str], Instrument]) -> Scanned:
    if found is None:
        return Scanned("unreadable")
    purchase, signature = found
    seller = register.get((purchase.gtin, purchase.serial))
    if seller is None:
        return Scanned("unknown-scale")
    if not gs1.is_signed_by(purchase, signature, VerifyKey(bytes(seller.public_key))):
        return Scanned("signature-wrong")
    return Scanned(PAIRED, purchase, seller)


def judged(taking: Taking, one: scale.Recheck, check_scale: Instrument, scanned: Scanned) -> Recheck:
    row = Recheck(
        check_scale=check_scale,
        seq=one.seq,
        checked_at=from_millis(one.at_ms),
        received_at=taking.arrival.received_at,
        check_mg=one.mass_mg,
        original_state=one.original_state,
        photograph_sha256=one.photograph_sha256,
        purchase_code=one.purchase_code,
        area=check_scale.area,
        pairing=scanned.pairing,
    )
    if scanned.purchase is not None and scanned.trade_scale is not None:
        _pair(row, scanned.purchase, scanned.trade_scale)
    return row


def _pair(row: Recheck, purchase: gs1.Purchase, seller: Instrument) -> None:
    row.trade_scale = seller
    row.purchase_seq = purchase.seq
    row.weighed_at = from_millis(purchase.at_ms)
    row.settled_mg = purchase.net_mg
    row.price_fen_per_kg = purchase.unit_price_fen * 1000 // purchase.price_unit_g
    row.amount_fen = purchase.amount_fen
    row.goods_class = purchase.goods_class
    row.pairing = _nearness(row, seller)
    if row.pairing == PAIRED:
        row.shortfall_mg = purchase.net_mg - row.check_mg
        weigh_up(row)
    else:
        row.judgement = {"covered": False, "reason": row.pairing}


def _nearness(row: Recheck, seller: Instrument) -> str:
    """Remedies presume goods that have not left the market (T4-4.2.4.4): far off in place or time is no proof."""
    if row.check_scale.place_id != seller.place_id:
        return "other-market"
    assert row.weighed_at is not None
    if abs(row.checked_at - row.weighed_at) > timedelta(hours=settings.RECHECK_HOURS):
        return "too-old"
    return PAIRED


def weigh_up(row: Recheck) -> None:
    """Fill in what the law of that day says of a re-weighing whose purchase is known; a row need not be stored.

    Goods no longer in their original state are judged for information, and prove nothing (T4-4.2.4.3)."""
    try:
        answer = _ask(row)
    except LawError as silence:
        row.judgement = silence.as_dict() | {"told": {lang: silence.explain(lang) for lang in ("zh", "en")}}
        return
    except ValueError as error:
        row.judgement = {"covered": False, "reason": "impossible-values", "detail": str(error)}
        return
    told = {lang: answer.explain(lang) for lang in ("zh", "en")}
    row.judgement = answer.as_dict("zh") | {"in_english": answer.as_dict("en"), "told": told}
    row.judgement["evidence"] = row.original_state
    if row.original_state:
        row.market_exceeded = answer.market_rule.exceeded
        row.statute_exceeded = answer.statute.exceeded


def _ask(row: Recheck) -> retail.Judgement:
    assert row.weighed_at is not None
    assert row.settled_mg is not None
    return retail.judge(
        goods=row.goods_class,
        price_fen_per_kg=row.price_fen_per_kg,
        settled_mg=row.settled_mg,
        actual_mg=row.check_mg,
        # A public check scale of the same class as the stall's is what 5.1.5.1 asks a market to provide.
        method="equal-accuracy",
        check_scale=Intervals.parse(row.check_scale.intervals),
        check_scale_class=row.check_scale.accuracy_class,
        stage=settings.RETAIL_STAGE,
        precedence=settings.RETAIL_PRECEDENCE,
        on=legal_day(row.weighed_at),
    )
