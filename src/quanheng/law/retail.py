"""Whether weighed retail goods fall short, by the statute and by the group standard, side by side.

Sources: Measures for Metrological Supervision of Weighed Retail Goods (Order 66/2004, revised by Order 31/2020),
Arts. 5 and 6 with Annex Tables 1 and 2; T/GDSM 0004—2022, 5.1.5.1 and 5.1.6 with Table 1; JJF 1647, 5.2.
Why two verdicts: docs/adr/0003-two-verdicts-side-by-side.md. Requirement T4-5.1.6.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from quanheng.law import retail_wording
from quanheng.law.deviation import PRECEDENCES, TABLE, DeviationRow, Precedence, deviations_on
from quanheng.law.goods import GOODS, Goods, goods_key
from quanheng.law.instruments import AccuracyClass, Intervals, Stage
from quanheng.law.methods import METHODS, Check, Method, MethodFit, MethodName, by_check_scale, by_weights
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Milligrams
from quanheng.law.weights import WeightClass

__all__ = ["GOODS", "METHODS", "Goods", "Judgement", "MethodFit", "Verdict", "goods_key", "judge"]


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
        """The verdict in JSON, its limit in milligrams; the clause is cited in `lang`."""
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
        """The deviation of the printed row, in milligrams, before any factor of the method."""
        return self.line.deviation_mg

    def row_label(self, lang: str) -> str:
        """Goods and range of the row as the table prints them."""
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
    if way.checked_by == "weights":
        check = by_weights(weights, settled_mg)
    else:
        check = by_check_scale(check_scale, check_scale_class, actual_mg, stage)
    fit = check.fit(way, row.deviation_mg)
    shortfall = way.shortfall_mg(settled_mg, actual_mg)
    return Judgement(
        Milligrams(settled_mg),
        Milligrams(actual_mg),
        shortfall,
        row,
        market_rule=_market_verdict(way, row, shortfall, check, on),
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


def _market_verdict(way: Method, row: DeviationRow, shortfall_mg: int, check: Check, on: date) -> Verdict:
    """The group standard: once the deviation, on any check at least as accurate as its 5.1.5.1 asks."""
    if row.market_rule is None:
        silent = _market_table()
        return Verdict(None, None, silent, "not-in-this-text" if silent.source.in_force(on) else "not-in-force")
    if not check.serves_market_rule(way, row.deviation_mg):
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
