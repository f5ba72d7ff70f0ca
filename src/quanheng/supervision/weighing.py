"""What a volunteer's goods weighed a second time: the networked check scale's reading, or one typed by hand.

A shopper's re-weighing and a volunteer's are judged by the same function. A typed reading is judged only where the
check scale that is named may be used today: else it is kept, and says nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from quanheng.measuring.models import Recheck
from quanheng.measuring.purchase import PurchaseView, rechecks_of
from quanheng.measuring.recheck import PAIRED, weigh_up
from quanheng.measuring.told import Told, has_adopted, tell
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, Kind, Place
from quanheng.register.standing import standing
from quanheng.supervision.models import SpotCheck

UNFIT = gettext_lazy("This check scale may not be used today, so a reading typed from it proves nothing.")
TOO_LATE = gettext_lazy("It was weighed again too long after the purchase to prove anything.")
UNNAMED = gettext_lazy("No check scale of the register is named, so a reading typed by hand proves nothing.")


@dataclass(frozen=True)
class Settled:
    """What was paid for; ``typed`` where no signed receipt says so."""

    mass_mg: int
    goods: str
    price_fen_per_kg: int | None
    at: datetime
    typed: bool


@dataclass(frozen=True)
class Weighed:
    """A second weighing as the check keeps it; ``recheck`` is the check scale's own record, where there is one."""

    recheck: Recheck | None = None
    typed_mg: int | None = None
    check_scale: Instrument | None = None
    original_state: bool = False
    judgement: dict[str, Any] = field(default_factory=dict)
    exceeded: bool | None = None


def networked(bought: PurchaseView) -> Recheck | None:
    """The newest re-weighing that was paired with the purchase."""
    return bought.latest_recheck


def arrived(scale: Instrument, seq: int, weighed_at: datetime) -> Recheck | None:
    return next((one for one in rechecks_of(scale, seq, weighed_at) if one.pairing == PAIRED), None)


def of_record(recheck: Recheck, market: Place, goods: str = "") -> Weighed:
    """``goods`` are what the volunteer says they are, where the scale that sold them did not say."""
    judgement = recheck.judgement
    if judgement.get("reason") == "goods-not-stated" and goods:
        judgement = _judged_as(goods, recheck)
    told = in_words(recheck, market, judgement)
    exceeded = EXCEEDED.get(told.tone)
    return Weighed(recheck, None, recheck.check_scale, recheck.original_state, judgement, exceeded)


def _judged_as(goods: str, recheck: Recheck) -> dict[str, Any]:
    assert recheck.settled_mg is not None
    assert recheck.weighed_at is not None
    settled = Settled(recheck.settled_mg, goods, recheck.price_fen_per_kg, recheck.weighed_at, typed=False)
    row = as_recheck(settled, recheck.check_mg, recheck.check_scale, original=recheck.original_state)
    weigh_up(row)
    return row.judgement


# The tone says what the rule that binds this market says.
EXCEEDED = {"bad": True, "good": False}


def by_hand(
    settled: Settled, reading_mg: int, scale: Instrument | None, market: Place, *, original: bool, at: datetime
) -> Weighed:
    row = as_recheck(settled, reading_mg, scale, original=original)
    if why := _unusable(scale, settled.at, at):
        row.judgement = {"covered": False, "reason": "check-scale-not-fit", "told": why}
    else:
        weigh_up(row)
    told = in_words(row, market)
    return Weighed(None, reading_mg, scale, original, row.judgement, EXCEEDED.get(told.tone))


def as_recheck(settled: Settled, reading_mg: int, scale: Instrument | None, *, original: bool) -> Recheck:
    """A re-weighing that no check scale sent, in the shape in which all of them are judged and told; never stored."""
    return Recheck(
        check_scale=scale,
        check_mg=reading_mg,
        original_state=original,
        pairing=PAIRED,
        weighed_at=settled.at,
        settled_mg=settled.mass_mg,
        price_fen_per_kg=settled.price_fen_per_kg,
        goods_class=settled.goods,
        shortfall_mg=settled.mass_mg - reading_mg,
    )


def in_words(recheck: Recheck | None, market: Place, judgement: dict[str, Any] | None = None) -> Told:
    on = legal_day(recheck.weighed_at) if recheck and recheck.weighed_at else None
    known = recheck.judgement if recheck and judgement is None else judgement or {}
    return tell(recheck, known, adopted=on is not None and has_adopted(market, on))


def _unusable(scale: Instrument | None, bought_at: datetime, at: datetime) -> dict[str, str]:
    """Why a reading of this scale proves nothing, in both languages; empty where it may be used."""
    if scale is None:
        return _both(UNNAMED)
    if abs(at - bought_at) > timedelta(hours=settings.RECHECK_HOURS):
        return _both(TOO_LATE)
    is_fit = scale.state.status == "in-use" and standing(scale, legal_day(at)).may_be_used
    return {} if is_fit else _both(UNFIT)


def _both(said: Any) -> dict[str, str]:
    told = {}
    for short, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            told[short] = str(said)
    return told


def check_scales(market: Place) -> list[Instrument]:
    """Those a reading may be typed from."""
    rows = Instrument.objects.filter(place=market, kind=Kind.CHECK_SCALE).select_related("state")
    return list(rows.exclude(state__status="scrapped").order_by("device_id")[:50])


def scale_name(scale: Instrument, on: Any) -> str:
    fit = scale.state.status == "in-use" and standing(scale, on).may_be_used
    return scale.device_id if fit else _("%(scale)s (may not be used today)") % {"scale": scale.device_id}


def typed_of(check: SpotCheck) -> Recheck | None:
    """A typed reading of a stored check, to be told in the same words; None where none was typed."""
    if check.typed_mg is None or check.settled_mg is None or check.weighed_at is None:
        return None
    settled = Settled(
        check.settled_mg, check.goods_class, check.price_fen_per_kg, check.weighed_at, check.settled_typed
    )
    return as_recheck(settled, check.typed_mg, check.check_scale, original=check.original_state)
