"""How much less than stated one prepackage may hold: the tolerable deficiency T and the verdict on a single item.

Sources: Measures for Metrological Supervision of Prepackages (Order 75/2005, Order 70/2023), annex; T/GDSM 0004—2022,
5.1.6.3 with Table 2; rounding: GB/T 8170 or OIML R 87, docs/adr/0020-tolerable-deficiencies-half-even.md. Requirement
T4-5.1.6.3.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final, Literal

from quanheng.law.errors import OutsideTable
from quanheng.law.quantities import SMALLEST, Quantity, QuantityKind, parse_quantity
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import in_force, load
from quanheng.law.wording import in_language

Rounding = Literal["half-even", "up"]
"""How T is brought to its last digit: as GB/T 8170 reads 修约, or up as OIML R 87 has it."""

ROUNDINGS: Final = ("half-even", "up")
ItemVerdict = Literal["within", "over-t", "over-2t"]

_PER_G: Final = 1000  # mg in a gram, µL in a millilitre: the table prints both in one column
_VERDICTS: Final = {
    "within": ("未超过允许短缺量，单件合格。", "The deficiency is tolerable; the item passes."),
    "over-t": ("超过允许短缺量，但不超过其2倍。", "The deficiency is above T, but not above 2 T."),
    "over-2t": ("超过允许短缺量的2倍。", "The deficiency is above 2 T."),
}


@dataclass(frozen=True, slots=True)
class PrepackageEdition:
    """The annex between two dates, and the clauses on a single item and on the mean of a lot."""

    id: str
    from_on: date
    to_on: date | None
    clause: Clause
    lot_clause: Clause


@dataclass(frozen=True, slots=True)
class ItemJudgement:
    """The verdict on one item. Amounts are whole smallest units of the kind of quantity (`quantities.SMALLEST`).

    `deficiency` is negative where the item holds more than stated. Where T is nought (short lengths, small numbers) any
    deficiency is above 2 T.
    """

    nominal: Quantity
    actual: int
    tolerable_deficiency: int
    verdict: ItemVerdict
    clauses: tuple[Clause, ...]
    edition: str
    rounding: Rounding

    @property
    def deficiency(self) -> int:
        """What the item lacks, in smallest units."""
        return self.nominal.amount - self.actual

    def explain(self, lang: str) -> str:
        """The verdict in two sentences for a shopper."""
        nominal = self.nominal
        held, missing = nominal.write(self.actual), nominal.write(abs(self.deficiency))
        zh_word, en_word = ("少了", "short by") if self.deficiency >= 0 else ("多了", "more by")
        allowed = nominal.write(self.tolerable_deficiency)
        told = in_language(
            lang,
            f"标注 {nominal.write(nominal.amount)}，实际 {held}，{zh_word} {missing}；允许短缺量 {allowed}。",
            f"Stated {nominal.write(nominal.amount)}, found {held}, {en_word} {missing}; T is {allowed}. ",
        )
        return told + in_language(lang, *_VERDICTS[self.verdict])

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The judgement in JSON: figures end in the smallest unit of the kind; clauses are cited in `lang`."""
        unit = SMALLEST[self.nominal.kind]
        return {
            "covered": True,
            "kind": self.nominal.kind,
            f"nominal_{unit}": self.nominal.amount,
            f"actual_{unit}": self.actual,
            f"tolerable_deficiency_{unit}": self.tolerable_deficiency,
            f"deficiency_{unit}": self.deficiency,
            "verdict": self.verdict,
            "rounding": self.rounding,
            "clauses": [clause.cite(lang) for clause in self.clauses],
            "edition": self.edition,
        }


def judge_item(nominal: Quantity, actual: int, on: date, rounding: Rounding = "half-even") -> ItemJudgement:
    """Judge the content of one item by the text in force on the day.

    `actual` is in smallest units of the nominal quantity's kind. Raises `OutsideTable` above 50 kg or L, `NotInForce`
    before 2006, `ValueError` for a negative content, no nominal quantity or an unknown rounding.
    """
    if actual < 0:
        raise ValueError("a content cannot be negative")
    edition = prepackages_on(on)
    tolerable = tolerable_deficiency(nominal, rounding)
    verdict = item_verdict(nominal.amount - actual, tolerable)
    clauses = (edition.clause, *market_clauses(nominal.kind, on))
    return ItemJudgement(nominal, actual, tolerable, verdict, clauses, edition.id, rounding)


def item_verdict(deficiency: int, tolerable: int) -> ItemVerdict:
    """Within T, above T, or above 2 T; a deficiency of exactly T or 2 T is not above it."""
    if deficiency <= tolerable:
        return "within"
    return "over-t" if deficiency <= 2 * tolerable else "over-2t"


def tolerable_deficiency(nominal: Quantity, rounding: Rounding = "half-even") -> int:
    """T for a nominal quantity, in its smallest units; the figures are the same in every edition on file.

    Mass and volume are rounded as the note of the table says, numbers go up to a whole piece, lengths and areas are cut
    below a micrometre. Raises `OutsideTable` above 50 kg or L.
    """
    if nominal.amount <= 0:
        raise ValueError("a nominal quantity is above nought")
    if rounding not in ROUNDINGS:
        raise ValueError(f"not a rounding: {rounding!r}")
    if nominal.kind in ("mass", "volume"):
        return _by_band(nominal.amount, rounding)
    return _by_share(nominal)


def _by_band(amount: int, rounding: Rounding) -> int:
    table = load("prepackage")["deficiency"]
    for band in table["bands"]:
        if amount <= band["up_to"] * _PER_G:
            exact = Fraction(band["fixed"]) * _PER_G if "fixed" in band else Fraction(amount * band["per_mille"], 1000)
            fine = amount <= table["fine_up_to"] * _PER_G
            return _to_step(exact, Fraction(table["fine_step" if fine else "coarse_step"]) * _PER_G, rounding)
    raise OutsideTable("quantity-outside-table")


def _to_step(exact: Fraction, step: Fraction, rounding: Rounding) -> int:
    steps = exact / step
    whole = -(-steps.numerator // steps.denominator) if rounding == "up" else round(steps)
    return int(whole * step)


def _by_share(nominal: Quantity) -> int:
    rule = load("prepackage")["deficiency"]["other"][nominal.kind]
    if nominal.amount <= parse_quantity(rule["none_up_to"]).amount:
        return 0
    share = nominal.amount * int(rule["per_mille"])
    return -(-share // 1000) if nominal.kind == "count" else share // 1000


def prepackages_on(on: date) -> PrepackageEdition:
    """The measures in force on the day; raises `NotInForce` before 2006-01-01."""
    return in_force(_editions(), on, "prepackage")


@cache
def _editions() -> tuple[PrepackageEdition, ...]:
    return tuple(_edition(row) for row in load("prepackage")["edition"])


def _edition(row: dict[str, Any]) -> PrepackageEdition:
    clauses = clause_from(row["clause"]), clause_from(row["lot_clause"])
    return PrepackageEdition(row["id"], row["from_on"], row.get("to_on"), *clauses)


def market_clauses(kind: QuantityKind, on: date) -> tuple[Clause, ...]:
    """The group standard's clause, where it says something of the kind and applied on the day."""
    rule = load("prepackage")["market_rule"]
    cited = clause_from(rule["clause"])
    return (cited,) if kind in rule["kinds"] and cited.source.in_force(on) else ()
