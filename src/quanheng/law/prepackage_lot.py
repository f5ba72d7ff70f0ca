"""Whether a lot of prepackages passes: how many items are measured, and what their mean and their shortest may be.

Sources: JJF 1070 (2005; 2023 with the same table, confidence B), T/GDSM 0004—2022, 5.1.6.3. The mean test
q̄ ≥ Qn − λ·s is decided in whole numbers and fractions: no root is taken, no float judges. Requirement T4-5.1.6.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Any, Final

from quanheng.law.prepackage import Rounding, item_verdict, market_clauses, prepackages_on, tolerable_deficiency
from quanheng.law.quantities import SMALLEST, Quantity
from quanheng.law.sources import Clause, Confidence, clause_from
from quanheng.law.tables import in_force, load
from quanheng.law.wording import in_language

_SHOWN_DIGITS: Final = 10**6
_REASONS: Final = {
    "mean-too-low": ("平均实际含量低于标注净含量减去 λ·s", "the mean content is below Qn − λ·s"),
    "too-many-over-t": ("超过 T 的件数超过允许件数", "more items lack more than T than are allowed"),
    "over-2t": ("有短缺量超过 2T 的商品", "an item lacks more than 2 T"),
}


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """How a lot is sampled. `factor` (λ) is None where a lot is measured whole and its mean is not tested."""

    lot_size: int
    sample_size: int
    factor: Decimal | None
    allowed: int
    clause: Clause
    confidence: Confidence
    edition: str

    def explain(self, lang: str) -> str:
        """The plan in one sentence."""
        factor = (
            in_language(lang, "不作平均值检验", "no test of the mean") if self.factor is None else f"λ = {self.factor}"
        )
        return in_language(
            lang,
            f"批量 {self.lot_size}：抽样 {self.sample_size} 件，{factor}，"
            f"超过 T 的至多 {self.allowed} 件，不得有超过 2T 的。",
            f"Lot of {self.lot_size}: measure {self.sample_size}, {factor}, "
            f"at most {self.allowed} above T, none above 2 T.",
        )

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The plan in JSON; the clause is cited in `lang`."""
        return {
            "covered": True,
            "lot_size": self.lot_size,
            "sample_size": self.sample_size,
            "lambda": self.factor,
            "allowed": self.allowed,
            "clause": self.clause.cite(lang),
            "confidence": self.confidence,
            "edition": self.edition,
        }


@dataclass(frozen=True, slots=True)
class LotJudgement:
    """The verdict on a lot. `mean` and `variance` (of n − 1) are exact, in smallest units; `reasons` are stable codes.

    `mean_reaches_nominal` is the wish of the texts themselves (mean ≥ Qn), which JJF 1070 grants a sampling allowance.
    """

    nominal: Quantity
    plan: SamplingPlan
    tolerable_deficiency: int
    mean: Fraction
    variance: Fraction
    over_t: int
    over_2t: int
    reasons: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def accepted(self) -> bool:
        """Whether the lot passes every test."""
        return not self.reasons

    @property
    def mean_reaches_nominal(self) -> bool:
        """Whether the mean content is the stated one or more."""
        return self.mean >= self.nominal.amount

    @property
    def deviation(self) -> Fraction:
        """s, in smallest units, to six decimals; for readers, the verdict does not use it."""
        scaled = self.variance * _SHOWN_DIGITS**2
        return Fraction(isqrt(scaled.numerator // scaled.denominator), _SHOWN_DIGITS)

    def explain(self, lang: str) -> str:
        """The plan, the figures and the verdict for an inspector."""
        mean, s = self.nominal.write(self.mean), self.nominal.write(self.deviation)
        figures = in_language(
            lang,
            f"平均 {mean}，s = {s}；超过 T 的 {self.over_t} 件，超过 2T 的 {self.over_2t} 件。",
            f" Mean {mean}, s = {s}; {self.over_t} above T, {self.over_2t} above 2 T. ",
        )
        if self.accepted:
            return self.plan.explain(lang) + figures + in_language(lang, "该批合格。", "The lot passes.")
        why = in_language(lang, "；", "; ").join(in_language(lang, *_REASONS[code]) for code in self.reasons)
        return self.plan.explain(lang) + figures + in_language(lang, f"该批不合格：{why}。", f"The lot fails: {why}.")

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The judgement in JSON; `mean` and `s` are in `unit`, the unit of the nominal quantity."""
        unit = SMALLEST[self.nominal.kind]
        return self.plan.as_dict(lang) | {
            "unit": self.nominal.unit,
            "mean": self.nominal.told(self.mean),
            "s": self.nominal.told(self.deviation),
            f"tolerable_deficiency_{unit}": self.tolerable_deficiency,
            "over_t": self.over_t,
            "over_2t": self.over_2t,
            "mean_reaches_nominal": self.mean_reaches_nominal,
            "accepted": self.accepted,
            "reasons": list(self.reasons),
            "clauses": [clause.cite(lang) for clause in self.clauses],
        }


def sampling_plan(lot_size: int, on: date) -> SamplingPlan:
    """How a lot of `lot_size` items is sampled by the edition of JJF 1070 in force on the day; raises `NotInForce`."""
    if lot_size < 1:
        raise ValueError("a lot has at least one item")
    edition = in_force(_plans(), on, "prepackage/plan")
    row = next(row for row in edition.rows if lot_size <= row.get("lot_to", lot_size))
    factor = Decimal(row["factor"]) if "factor" in row else None
    sample = row.get("sample", lot_size)
    return SamplingPlan(lot_size, sample, factor, row["allowed"], edition.clause, edition.confidence, edition.id)


def judge_lot(
    nominal: Quantity, lot_size: int, actuals: Sequence[int], on: date, rounding: Rounding = "half-even"
) -> LotJudgement:
    """Judge a lot by the contents measured in its sample.

    `actuals` are in smallest units of the nominal quantity's kind, one for each item that the plan asks for. Raises
    `ValueError` for another number of them, `OutsideTable` and `NotInForce` as for a single item.
    """
    plan = sampling_plan(lot_size, on)
    if len(actuals) != plan.sample_size or min(actuals) < 0:
        raise ValueError(f"a lot of {lot_size} is judged by {plan.sample_size} contents of at least nought")
    tolerable = tolerable_deficiency(nominal, rounding)
    verdicts = [item_verdict(nominal.amount - actual, tolerable) for actual in actuals]
    mean, variance = _mean_and_variance(actuals)
    over_t, over_2t = verdicts.count("over-t"), verdicts.count("over-2t")
    failed = {
        "mean-too-low": not _mean_suffices(nominal.amount, mean, variance, plan.factor),
        "too-many-over-t": over_t > plan.allowed,
        "over-2t": over_2t > 0,
    }
    clauses = (prepackages_on(on).lot_clause, plan.clause, *market_clauses(nominal.kind, on))
    reasons = tuple(code for code, is_so in failed.items() if is_so)
    return LotJudgement(nominal, plan, tolerable, mean, variance, over_t, over_2t, reasons, clauses)


def _mean_and_variance(actuals: Sequence[int]) -> tuple[Fraction, Fraction]:
    number, total = len(actuals), sum(actuals)
    if number == 1:
        return Fraction(total), Fraction(0)
    squares = number * sum(actual * actual for actual in actuals) - total * total
    return Fraction(total, number), Fraction(squares, number * (number - 1))


def _mean_suffices(nominal: int, mean: Fraction, variance: Fraction, factor: Decimal | None) -> bool:
    """Whether mean ≥ nominal − factor × s, compared by squares so that no root is rounded."""
    lacking = nominal - mean
    return factor is None or lacking <= 0 or lacking**2 <= Fraction(factor) ** 2 * variance


@dataclass(frozen=True, slots=True)
class _PlanEdition:
    id: str
    from_on: date
    to_on: date | None
    clause: Clause
    confidence: Confidence
    rows: tuple[dict[str, Any], ...]


@cache
def _plans() -> tuple[_PlanEdition, ...]:
    return tuple(_plan_edition(row) for row in load("prepackage")["plan"])


def _plan_edition(row: dict[str, Any]) -> _PlanEdition:
    rows = tuple(load("prepackage")[row["table"]]["rows"])
    clause = clause_from(row["clause"])
    return _PlanEdition(row["id"], row["from_on"], row.get("to_on"), clause, row["confidence"], rows)
