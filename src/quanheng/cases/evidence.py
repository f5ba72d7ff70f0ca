"""What a complaint rests on: the signed receipt, the weighing, the re-weighing, its photograph, and the judgement."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate

from quanheng.cases.models import Complaint
from quanheng.law.errors import LawError
from quanheng.law.instruments import Intervals
from quanheng.law.retail import judge
from quanheng.measuring.models import Recheck, Weighing

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Evidence:
    weighing: Weighing | None
    recheck: Recheck | None
    photograph_sha256: str
    judgement: dict
    # The judgement follows what the complainant said the goods were, because the scale did not say.
    goods_by_complainant: bool

    @property
    def market_exceeded(self) -> bool | None:
        return self._exceeded("market_rule")

    @property
    def statute_exceeded(self) -> bool | None:
        return self._exceeded("statute")

    @property
    def counts(self) -> bool:
        """Goods no longer in their original state prove nothing (T4-4.2.4.3)."""
        return self.recheck is not None and self.recheck.original_state

    @property
    def exceeded(self) -> bool:
        return self.counts and True in (self.market_exceeded, self.statute_exceeded)

    @property
    def shortfall_mg(self) -> int | None:
        if self.recheck is None or self.recheck.settled_mg is None:
            return None
        return self.recheck.settled_mg - self.recheck.check_mg

    def _exceeded(self, text: str) -> bool | None:
        return (self.judgement.get(text) or {}).get("exceeded")


def evidence_of(complaint: Complaint) -> Evidence:
    recheck = latest_recheck(complaint)
    judgement, by_complainant = judgement_of(complaint, recheck)
    return Evidence(
        weighing=weighing_of(complaint),
        recheck=recheck,
        photograph_sha256=recheck.photograph_sha256 if recheck else "",
        judgement=judgement,
        goods_by_complainant=by_complainant,
    )


def latest_recheck(complaint: Complaint) -> Recheck | None:
    """The last re-weighing that could be paired with the purchase; it may come after the complaint."""
    if complaint.trade_scale_id is None or complaint.purchase_seq is None:
        return None
    return (
        Recheck.objects.select_related("check_scale")
        .filter(
            trade_scale_id=complaint.trade_scale_id,
            purchase_seq=complaint.purchase_seq,
            weighed_at=complaint.weighed_at,
            pairing="paired",
        )
        .order_by("-checked_at", "-id")
        .first()
    )


def weighing_of(complaint: Complaint) -> Weighing | None:
    """The record its scale uploaded, once it has arrived."""
    if complaint.trade_scale_id is None or complaint.purchase_seq is None:
        return None
    return Weighing.objects.filter(
        instrument_id=complaint.trade_scale_id, seq=complaint.purchase_seq, weighed_at=complaint.weighed_at
    ).first()


def judgement_of(complaint: Complaint, recheck: Recheck | None) -> tuple[dict, bool]:
    """The judgement on file, or, where the scale named no goods, the one for the goods that the complainant named."""
    if recheck is None:
        return {}, False
    on_file = recheck.judgement or {}
    if on_file.get("reason") != "goods-not-stated" or not complaint.goods_class:
        return on_file, False
    return _judged_as(complaint.goods_class, recheck), True


def _judged_as(goods: str, recheck: Recheck) -> dict:
    try:
        answer = judge(
            goods=goods,
            price_fen_per_kg=recheck.price_fen_per_kg,
            settled_mg=recheck.settled_mg,
            actual_mg=recheck.check_mg,
            method="equal-accuracy",
            check_scale=Intervals.parse(recheck.check_scale.intervals),
            check_scale_class=recheck.check_scale.accuracy_class,
            stage=settings.RETAIL_STAGE,
            precedence=settings.RETAIL_PRECEDENCE,
            on=localdate(recheck.weighed_at),
        )
    except LawError as silent:
        return silent.as_dict() | {"told": {lang: silent.explain(lang) for lang in LANGUAGES}}
    except ValueError:  # a mass that no purchase has, such as a negative one
        return recheck.judgement
    told = {lang: answer.explain(lang) for lang in LANGUAGES}
    return answer.as_dict("zh") | {"in_english": answer.as_dict("en"), "told": told}
