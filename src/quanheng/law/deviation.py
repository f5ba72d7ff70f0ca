"""The table of permitted negative deviations (计量负偏差), and which of its rows a weighing falls under (T4-5.1.6)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from quanheng.law.errors import OutsideTable
from quanheng.law.sources import Clause, clause
from quanheng.law.tables import in_force, load
from quanheng.law.units import Milligrams, format_mass, parse_mass
from quanheng.law.wording import in_language

Precedence = Literal["named", "stricter"]
"""How named goods outside the price band of their class are read: docs/adr/0004-named-goods-before-price.md."""

PRECEDENCES: Final = ("named", "stricter")
TABLE: Final = "retail_deviation"


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """One printed row: masses above `above_mg` up to and including `up_to_mg` may fall short by `deviation_mg`."""

    id: str
    above_mg: Milligrams
    up_to_mg: Milligrams
    deviation_mg: Milligrams
    label_zh: str
    label_en: str
    statute: Clause
    market_rule: Clause | None

    def label(self, lang: str) -> str:
        """The goods and the range of the row, as the table prints them."""
        below = f"{format_mass(self.above_mg)} < " if self.above_mg else ""
        separator = in_language(lang, "，", "; ")
        return in_language(lang, self.label_zh, self.label_en) + f"{separator}{below}m ≤ {format_mass(self.up_to_mg)}"


@dataclass(frozen=True, slots=True)
class DeviationGroup:
    """One class of goods: those it names and, for food, those of its price band (above, up to], in fen per kilogram."""

    id: str
    named: frozenset[str]
    price_to_fen: int | None
    jewellery: bool
    rows: tuple[DeviationRow, ...]

    def row_for(self, mass_mg: int) -> DeviationRow | None:
        """The row of the class for a mass in milligrams; None beyond its last range."""
        return next((row for row in self.rows if mass_mg <= row.up_to_mg), None)


@dataclass(frozen=True, slots=True)
class DeviationEdition:
    """The table as it stood between two dates."""

    id: str
    from_on: date
    to_on: date | None
    excluded: frozenset[str]
    groups: tuple[DeviationGroup, ...]

    def row_for(self, goods: str, price_fen_per_kg: int | None, mass_mg: int, precedence: Precedence) -> DeviationRow:
        """The row that governs the goods.

        Raises `OutsideTable` for excluded goods, a price that is needed and missing, and a mass off the table.
        """
        if goods in self.excluded:
            raise OutsideTable("goods-excluded")
        groups = self._groups_for(goods, price_fen_per_kg, precedence)
        rows = [row for group in groups if (row := group.row_for(mass_mg))]
        if not rows:
            raise OutsideTable("mass-outside-range")
        return min(rows, key=lambda row: row.deviation_mg)

    def _groups_for(self, goods: str, price: int | None, precedence: Precedence) -> tuple[DeviationGroup, ...]:
        named = next((group for group in self.groups if goods in group.named), None)
        if named is None:
            return (self._price_group(price),)
        if precedence == "named" or named.jewellery:
            return (named,)
        return named, self._price_group(price)

    def _price_group(self, price_fen_per_kg: int | None) -> DeviationGroup:
        if price_fen_per_kg is None:
            raise OutsideTable("price-not-stated")
        food = (group for group in self.groups if not group.jewellery)
        return next(group for group in food if group.price_to_fen is None or price_fen_per_kg <= group.price_to_fen)


def deviations_on(on: date) -> DeviationEdition:
    """The edition of the table in force on the day; raises `NotInForce` before 2004-12-01."""
    return in_force(editions(), on, TABLE)


@cache
def editions() -> tuple[DeviationEdition, ...]:
    """Every edition on file, oldest first."""
    return tuple(_edition(row) for row in load(TABLE)["edition"])


def _edition(row: dict[str, Any]) -> DeviationEdition:
    printed = load(TABLE)[row["table"]]
    return DeviationEdition(
        row["id"],
        row["from_on"],
        row.get("to_on"),
        frozenset(printed["excluded"]),
        tuple(_group(group, row) for group in printed["group"]),
    )


def _group(group: dict[str, Any], edition: dict[str, Any]) -> DeviationGroup:
    bounds = [Milligrams(0), *(parse_mass(row["up_to"]) for row in group["rows"])]
    rows = tuple(
        DeviationRow(
            row["id"],
            above,
            up_to,
            parse_mass(row["deviation"]),
            group["label_zh"],
            group["label_en"],
            clause(edition["statute"], **group["statute"]),
            _market_clause(group, edition),
        )
        for row, above, up_to in zip(group["rows"], bounds, bounds[1:], strict=False)
    )
    return DeviationGroup(
        group["id"], frozenset(group["named"]), group.get("price_to_fen"), group.get("jewellery", False), rows
    )


def _market_clause(group: dict[str, Any], edition: dict[str, Any]) -> Clause | None:
    if "market_rule" in edition and "market_rule" in group:
        return clause(edition["market_rule"], **group["market_rule"])
    return None
