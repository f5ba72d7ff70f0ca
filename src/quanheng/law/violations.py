"""The catalogue of violations: the act, what the texts lay on it, on which basis, and how binding that basis is.

The catalogue names ranges for a person to decide in; it decides nothing. Sources: Metrology Law and its rules, Order
94/2024, the measures on retail weighing, prepackages and filling stations, Consumer Law Art. 55, T/GDSM 0004—2022.
Requirements T4-4.2.4.5, G22-2.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from quanheng.law.sources import Clause, Confidence, Force, clause_from
from quanheng.law.tables import load
from quanheng.law.units import Fen, format_yuan
from quanheng.law.wording import in_language

MEASURES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "correct": ("责令改正", "order to correct"),
        "stop-use": ("责令停止使用", "order to stop using it"),
        "stop-making": ("责令停止制造、销售", "order to stop making and selling"),
        "seal-stock": ("封存", "sealing of the stock"),
        "compensate": ("赔偿损失", "compensation of the loss"),
        "confiscate-instrument": ("没收计量器具", "confiscation of the instrument"),
        "confiscate-gain": ("没收违法所得", "confiscation of the gain"),
        "criminal-referral": ("构成犯罪的依法追究刑事责任", "prosecution where it is a crime"),
        "yellow-card": ("黄牌警告", "yellow card"),
        "red-card": ("红牌警告", "red card"),
        "contract-penalty": ("违约金", "contract penalty"),
        "closure": ("停业整顿", "closure for some days"),
        "expulsion": ("清退出场", "expulsion from the market"),
    }
)
"""What may follow besides a fine, by its key."""


@dataclass(frozen=True, slots=True)
class FineRange:
    """The range of a fine, in fen; what is None is not laid down. `of_gain` and `of_lot` are multiples, at most."""

    least: Fen | None = None
    most: Fen | None = None
    most_if_serious: Fen | None = None
    least_with_loss: Fen | None = None
    most_with_loss: Fen | None = None
    of_gain: int | None = None
    of_lot: int | None = None
    compensation_times_paid: int | None = None
    compensation_least: Fen | None = None

    def as_dict(self) -> dict[str, int | None]:
        """The range in JSON, amounts in fen."""
        return {
            "fine_least_fen": self.least,
            "fine_most_fen": self.most,
            "fine_most_if_serious_fen": self.most_if_serious,
            "fine_least_with_loss_fen": self.least_with_loss,
            "fine_most_with_loss_fen": self.most_with_loss,
            "times_gain_at_most": self.of_gain,
            "times_lot_value_at_most": self.of_lot,
            "compensation_times_paid": self.compensation_times_paid,
            "compensation_least_fen": self.compensation_least,
        }

    def explain(self, lang: str) -> str:
        """The range in words; empty where none is laid down."""
        words = {
            "least": ("{}以上", "from {}"),
            "most": ("{}以下", "up to {}"),
            "most_if_serious": ("情节严重的{}以下", "if serious up to {}"),
            "least_with_loss": ("造成损失的{}以上", "with loss from {}"),
            "most_with_loss": ("造成损失的{}以下", "with loss up to {}"),
            "of_gain": ("违法所得{}倍以下", "up to {} times the gain"),
            "of_lot": ("货值{}倍以下", "up to {} times the value of the lot"),
            "compensation_times_paid": ("赔偿价款的{}倍", "compensation of {} times the price"),
            "compensation_least": ("赔偿不少于{}", "compensation of at least {}"),
        }
        multiples = {"of_gain", "of_lot", "compensation_times_paid"}
        told = []
        for field, wording in words.items():
            if (value := getattr(self, field)) is not None:
                told.append(in_language(lang, *wording).format(value if field in multiples else format_yuan(value)))
        return in_language(lang, "，", ", ").join(told)


@dataclass(frozen=True, slots=True)
class Violation:
    """One act of the catalogue. `who` is who commits it; `basis` the clauses to quote, the first the main one."""

    id: str
    zh: str
    en: str
    who: str
    measures: tuple[str, ...]
    fine: FineRange
    basis: tuple[Clause, ...]
    confidence: Confidence
    note: str
    from_on: date | None
    to_on: date | None

    @property
    def force(self) -> Force:
        """How binding its main basis is; a group standard binds only markets that adopted it."""
        return self.basis[0].source.force

    def name(self, lang: str) -> str:
        """The act in the language of the page."""
        return in_language(lang, self.zh, self.en)

    def in_force(self, on: date) -> bool:
        """Whether the act could be committed on the day: both ends count, an unknown first day hides nothing."""
        return (self.from_on is None or self.from_on <= on) and (self.to_on is None or on <= self.to_on)

    def explain(self, lang: str) -> str:
        """The act, what may follow, and on which basis."""
        follows = [in_language(lang, *MEASURES[one]) for one in self.measures]
        follows += [fine] if (fine := self.fine.explain(lang)) else []
        basis = in_language(lang, "；", "; ").join(clause.cite(lang) for clause in self.basis)
        joined = in_language(lang, "，", ", ").join(follows)
        return in_language(
            lang,
            f"{self.id} {self.zh}：{joined}。依据：{basis}（可信度 {self.confidence}）。",
            f"{self.id} {self.en}: {joined}. Basis: {basis} (confidence {self.confidence}).",
        )

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The entry in JSON; clauses are cited in `lang`."""
        return {
            "id": self.id,
            "act": self.name(lang),
            "who": self.who,
            "measures": list(self.measures),
            **self.fine.as_dict(),
            "basis": [clause.cite(lang) for clause in self.basis],
            "force": self.force,
            "confidence": self.confidence,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entries of the catalogue, in its order."""

    violations: tuple[Violation, ...]

    def explain(self, lang: str) -> str:
        """A paragraph for each."""
        return "\n".join(one.explain(lang) for one in self.violations)

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The entries in JSON."""
        return {"covered": True, "violations": [one.as_dict(lang) for one in self.violations]}


@cache
def violations() -> Mapping[str, Violation]:
    """The whole catalogue, by id."""
    return MappingProxyType({row["id"]: _violation(row) for row in load("violations")["violation"]})


def _violation(row: dict[str, Any]) -> Violation:
    limits = {name: row[name] for name in FineRange.__dataclass_fields__ if name in row}
    if unknown := set(row["measures"]) - MEASURES.keys():
        raise ValueError(f"violation {row['id']}: unknown measures {sorted(unknown)}")
    return Violation(
        row["id"],
        row["zh"],
        row["en"],
        row["who"],
        tuple(row["measures"]),
        FineRange(**limits),
        tuple(clause_from(cited) for cited in row["basis"]),
        row["confidence"],
        row.get("note", ""),
        row.get("from_on"),
        row.get("to_on"),
    )


def catalogue(on: date) -> Catalogue:
    """The acts that could be committed on the day."""
    return Catalogue(tuple(one for one in violations().values() if one.in_force(on)))
