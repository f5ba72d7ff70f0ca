"""What a short-weighed shopper is owed, and what the market does to the operator (T4-4.2.4.4, T4-4.2.4.5)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import in_force, load
from quanheng.law.units import MG_PER_KG, Fen, divide_half_up, format_yuan
from quanheng.law.wording import in_language

Card = Literal["yellow", "red"]


@dataclass(frozen=True, slots=True)
class CardRule:
    """What an operator meets from the n-th short weighing on."""

    from_offence: int
    card: Card
    market_penalty_fen: Fen
    closure_days: int
    expelled: bool


@dataclass(frozen=True, slots=True)
class RemedyEdition:
    """The rules of remedy between two dates; the sharpest card comes last."""

    id: str
    from_on: date
    to_on: date | None
    compensation_times_paid: int
    compensation_minimum_fen: Fen
    compensation_clauses: tuple[Clause, ...]
    card_clause: Clause
    cards: tuple[CardRule, ...]

    def card_for(self, offence: int) -> CardRule:
        """The sharpest rule that the n-th offence has reached."""
        return [rule for rule in self.cards if rule.from_offence <= offence][-1]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Refund and compensation owed to the shopper, and the market's measure against the operator.

    `compensation_fen` is the least the text allows ("at least"); a market may promise more. `market_penalty_fen` is a
    penalty under the contract between market and operator, not an administrative fine.
    """

    refund_fen: Fen
    compensation_fen: Fen
    card: Card
    market_penalty_fen: Fen
    closure_days: int
    expelled: bool
    clauses: tuple[Clause, ...]

    @property
    def owed_fen(self) -> Fen:
        """What the shopper is to be paid in all."""
        return Fen(self.refund_fen + self.compensation_fen)

    def explain(self, lang: str) -> str:
        """What happens now, in two sentences for shopper and operator."""
        refund, compensation = format_yuan(self.refund_fen), format_yuan(self.compensation_fen)
        owed = in_language(
            lang,
            f"退还少给部分 {refund}，并至少赔偿 {compensation}。",
            f"Refund of the missing part {refund} and compensation of at least {compensation}.",
        )
        return owed + in_language(lang, "", " ") + self._measure(lang)

    def _measure(self, lang: str) -> str:
        if self.expelled:
            return in_language(lang, "红牌：清退出场。", "Red card: the operator leaves the market.")
        penalty = format_yuan(self.market_penalty_fen)
        return in_language(
            lang,
            f"黄牌：违约金 {penalty}，停业整顿 {self.closure_days} 天。",
            f"Yellow card: contract penalty {penalty}, closed for {self.closure_days} days.",
        )

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The remedy in JSON, money in fen; clauses are cited in `lang`."""
        return {
            "covered": True,
            "refund_fen": self.refund_fen,
            "compensation_fen": self.compensation_fen,
            "card": self.card,
            "market_penalty_fen": self.market_penalty_fen,
            "closure_days": self.closure_days,
            "expelled": self.expelled,
            "clauses": [clause.cite(lang) for clause in self.clauses],
        }


def remedy(*, paid_fen: int, shortfall_value_fen: int, offence: int, on: date) -> Remedy:
    """The remedy for one short weighing, by the rules in force on its day.

    `paid_fen` is what the goods cost, `shortfall_value_fen` the part of it for what was not given, `offence` counts the
    operator's established short weighings with this one (1 is the first). Compensation is the greater of the multiple
    of the price and the minimum. Raises `NotInForce` before 2022-09-01, `ValueError` for impossible input.
    """
    if paid_fen < 0 or shortfall_value_fen < 0 or offence < 1:
        raise ValueError("money cannot be negative, and offences count from one")
    rules = in_force(remedy_editions(), on, "remedies")
    measure = rules.card_for(offence)
    return Remedy(
        refund_fen=Fen(shortfall_value_fen),
        compensation_fen=Fen(max(rules.compensation_times_paid * paid_fen, rules.compensation_minimum_fen)),
        card=measure.card,
        market_penalty_fen=measure.market_penalty_fen,
        closure_days=measure.closure_days,
        expelled=measure.expelled,
        clauses=(*rules.compensation_clauses, rules.card_clause),
    )


def shortfall_value_fen(shortfall_mg: int, price_fen_per_kg: int) -> Fen:
    """What the missing goods cost, in whole fen, half up: as tills round, and an exact half goes to the shopper."""
    if shortfall_mg < 0 or price_fen_per_kg < 0:
        raise ValueError("a shortfall and a price cannot be negative here")
    return Fen(divide_half_up(shortfall_mg * price_fen_per_kg, MG_PER_KG))


@cache
def remedy_editions() -> tuple[RemedyEdition, ...]:
    """Every edition of the rules on file, oldest first."""
    return tuple(_edition(row) for row in load("remedies")["edition"])


def _edition(row: dict[str, Any]) -> RemedyEdition:
    return RemedyEdition(
        row["id"],
        row["from_on"],
        row.get("to_on"),
        row["compensation_times_paid"],
        Fen(row["compensation_minimum_fen"]),
        tuple(clause_from(cited) for cited in row["compensation_clauses"]),
        clause_from(row["card_clause"]),
        tuple(CardRule(**rule) for rule in sorted(row["cards"], key=lambda rule: rule["from_offence"])),
    )
