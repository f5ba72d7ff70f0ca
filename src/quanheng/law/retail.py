"""Whether weighed retail goods fall short, by the statute and by the group standard, side by side.

Sources: Measures for Metrological Supervision of Weighed Retail Goods (Order 66/2004, revised by Order 31/2020),
Arts. 5 and 6 with Annex Tables 1 and 2; T/GDSM 0004—2022, 5.1.5.1 and 5.1.6 with Table 1; JJF 1647, 5.2.
Why two verdicts: docs/adr/0003-two-verdicts-side-by-side.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from quanheng.law import retail_wording
from quanheng.law.deviation import PRECEDENCES, TABLE, DeviationRow, Precedence, deviations_on
from quanheng.law.errors import OutsideTable
from quanheng.law.goods import GOODS, Goods, goods_key
from quanheng.law.instruments import AccuracyClass, Intervals, Stage, mpe_ug
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Milligrams
from quanheng.law.weights import WeightClass, weights_mpe_ug

__all__ = ["GOODS", "METHODS", "Goods", "Judgement", "MethodFit", "Verdict", "goods_key", "judge"]

MethodName = Literal["original", "high-accuracy", "equal-accuracy"]


@dataclass(frozen=True, slots=True)
class Method:
    """A lawful way to check a weighing (Art. 6): what it asks of the checking instrument, how its shortage counts."""

    name: str
    zh: str
    en: str
    checked_by: Literal["weights", "check-scale"]
    error_share: int
    market_error_share: int
    limit_factor: int
    shortage: Literal["actual-minus-settled", "settled-minus-actual"]
    article: str
    article_en: str

    def shortfall_mg(self, settled_mg: int, actual_mg: int) -> Milligrams:
        """What the shopper did not get; negative when the shopper got more.

        In the original-instrument method `actual_mg` is what the seller's own scale shows for weights equal to the
        settled mass: a scale that shows too much gives too little (C = A − B). In the others it is the mass of the
        goods.
        """
        excess = actual_mg - settled_mg
        return Milligrams(excess if self.shortage == "actual-minus-settled" else -excess)


METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {name: Method(name=name, **row) for name, row in load(TABLE)["method"].items()}
)


@dataclass(frozen=True, slots=True)
class MethodFit:
    """Whether the method may be used here. `reason` is a stable code.

    `meets-precondition`; `as-stated` (no check scale was described, so the caller's word for the precondition is taken
    and the explanation says so); `check-scale-too-coarse`, `check-scale-over-max`, `check-scale-outside-class`,
    `weights-too-coarse`. `error_allowed_ug` is the largest error the checking instrument might have.
    """

    name: str
    applicable: bool
    reason: str
    error_allowed_ug: int

    def explain(self, lang: str) -> str:
        """One sentence for a reader."""
        return retail_wording.method_fit(self, METHODS[self.name], lang)

    def as_dict(self) -> dict[str, object]:
        return {"name": self.name, "applicable": self.applicable, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one text says. `exceeded` is None when it says nothing, and `reason` then tells why.

    `method-not-applicable`; `not-in-force` (the text came later); `not-in-this-text` (it has no row for the goods).
    """

    exceeded: bool | None
    limit_mg: Milligrams | None
    clause: Clause
    reason: str = ""

    def as_dict(self, lang: str) -> dict[str, object]:
        return {
            "exceeded": self.exceeded,
            "limit_mg": self.limit_mg,
            "clause": self.clause.cite(lang),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer to one check of one weighing. `limit_mg` is the deviation of the printed row, before any factor."""

    settled_mg: Milligrams
    actual_mg: Milligrams
    shortfall_mg: Milligrams
    line: DeviationRow
    market_rule: Verdict
    statute: Verdict
    method: MethodFit
    edition: str
    covered: bool = True

    @property
    def row(self) -> str:
        """The stable id of the printed row."""
        return self.line.id

    @property
    def limit_mg(self) -> Milligrams:
        return self.line.deviation_mg

    def row_label(self, lang: str) -> str:
        return self.line.label(lang)

    def explain(self, lang: str) -> str:
        """The answer in a few plain sentences for a shopper."""
        return retail_wording.judgement(self, METHODS[self.method.name], lang)

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The answer in JSON; clauses are cited in `lang`."""
        return {
            "covered": self.covered,
            "shortfall_mg": self.shortfall_mg,
            "limit_mg": self.limit_mg,
            "row": self.row,
            "row_label": self.row_label(lang),
            "market_rule": self.market_rule.as_dict(lang),
            "statute": self.statute.as_dict(lang),
            "method": self.method.as_dict(),
            "edition": self.edition,
        }


def judge(
    *,
    goods: str,
    price_fen_per_kg: int | None,
    settled_mg: int,
    actual_mg: int,
    method: MethodName,
    check_scale: Intervals | None,
    stage: Stage = "in-service",
    on: date,
    precedence: Precedence = "named",
    check_scale_class: AccuracyClass = "III",
    weights: WeightClass = "M1",
) -> Judgement:
    """Judge one checked weighing by the law of the day it was made.

    `goods` is a key or Chinese name of `GOODS`, `settled_mg` the mass that was paid for, `actual_mg` the reading of
    the check (see `Method.shortfall_mg`), `check_scale` the intervals of the scale that made the check, `stage` whether
    its errors are taken as on verification or in use, `weights` the class used in the original-instrument method. The
    row is that of the settled mass; the error of the check scale is taken at its own reading. Raises `OutsideTable` or
    `NotInForce` where the texts give no answer, `ValueError` for impossible input.
    """
    _refuse_impossible(price_fen_per_kg, settled_mg, actual_mg, method, precedence)
    edition = deviations_on(on)
    row = edition.row_for(goods_key(goods), price_fen_per_kg, settled_mg, precedence)
    way = METHODS[method]
    error_ug, obstacle = _check_error(way, check_scale, check_scale_class, stage, weights, settled_mg, actual_mg)
    fit = _fit(way, row, error_ug, obstacle)
    shortfall = way.shortfall_mg(settled_mg, actual_mg)
    return Judgement(
        Milligrams(settled_mg),
        Milligrams(actual_mg),
        shortfall,
        row,
        market_rule=_market_verdict(way, row, shortfall, error_ug, obstacle, on),
        statute=_statute_verdict(way, row, shortfall, fit),
        method=fit,
        edition=edition.id,
    )


def _refuse_impossible(price: int | None, settled_mg: int, actual_mg: int, method: str, precedence: str) -> None:
    if settled_mg <= 0:
        raise ValueError("the settled mass must be above zero")
    if actual_mg < 0:
        raise ValueError("the checked mass cannot be negative")
    if price is not None and price < 0:
        raise ValueError("a unit price cannot be negative")
    if method not in METHODS:
        raise ValueError(f"not a method of checking: {method!r}")
    if precedence not in PRECEDENCES:
        raise ValueError(f"not a precedence: {precedence!r}")


def _check_error(
    way: Method,
    check_scale: Intervals | None,
    class_: AccuracyClass,
    stage: Stage,
    weights: WeightClass,
    settled_mg: int,
    actual_mg: int,
) -> tuple[int | None, str]:
    """The largest error of the checking instrument in micrograms, or why it has none ("" when not described)."""
    if way.checked_by == "weights":
        return weights_mpe_ug(weights, settled_mg), ""
    if check_scale is None:
        return None, ""
    try:
        return mpe_ug(class_, check_scale, actual_mg, stage), ""
    except OutsideTable as outside:
        return None, f"check-scale-{outside.reason}"


def _fit(way: Method, row: DeviationRow, error_ug: int | None, obstacle: str) -> MethodFit:
    allowed_ug = row.deviation_mg * 1000 // way.error_share
    if obstacle:
        return MethodFit(way.name, applicable=False, reason=obstacle, error_allowed_ug=allowed_ug)
    if error_ug is None:
        return MethodFit(way.name, applicable=True, reason="as-stated", error_allowed_ug=allowed_ug)
    if error_ug > allowed_ug:
        reason = f"{way.checked_by}-too-coarse"
        return MethodFit(way.name, applicable=False, reason=reason, error_allowed_ug=allowed_ug)
    return MethodFit(way.name, applicable=True, reason="meets-precondition", error_allowed_ug=allowed_ug)


def _market_verdict(
    way: Method, row: DeviationRow, shortfall_mg: int, error_ug: int | None, obstacle: str, on: date
) -> Verdict:
    """The group standard: once the deviation, on any check at least as accurate as its 5.1.5.1 asks."""
    if row.market_rule is None:
        silent = _market_table()
        return Verdict(None, None, silent, "not-in-this-text" if silent.source.in_force(on) else "not-in-force")
    if obstacle or (error_ug is not None and error_ug * way.market_error_share > row.deviation_mg * 1000):
        return Verdict(None, row.deviation_mg, row.market_rule, "method-not-applicable")
    return Verdict(shortfall_mg > row.deviation_mg, row.deviation_mg, row.market_rule)


@cache
def _market_table() -> Clause:
    return clause_from(load(TABLE)["market_table"])


def _statute_verdict(way: Method, row: DeviationRow, shortfall_mg: int, fit: MethodFit) -> Verdict:
    limit = Milligrams(row.deviation_mg * way.limit_factor)
    cited = _with_method(row.statute, way.name)
    if not fit.applicable:
        return Verdict(None, limit, cited, "method-not-applicable")
    return Verdict(shortfall_mg > limit, limit, cited)


@cache
def _with_method(rule: Clause, method: str) -> Clause:
    way = METHODS[method]
    return Clause(rule.source, f"{rule.article}、{way.article}", f"{rule.article_en}, {way.article_en}")
