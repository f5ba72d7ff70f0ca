"""The life of a card against an operator: who may do what in which state (T4-4.2.4.5, T4-4.2.4.6).

The table `tables/card_flow.toml` is the flow; this module reads it and answers. How an operator appeals and who
decides is not in the standard: those rows are a reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from quanheng.law.errors import MoveNotAllowed
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language

_SAME: Final = "same"
Stays = Literal["all", "expulsion", "nothing"]
STAYS: Final[tuple[Stays, ...]] = ("all", "expulsion", "nothing")
"""What may not be begun while an appeal runs: every measure, only sending the operator away, or nothing."""

APPEAL_DAYS: Final = ("3", "5", "7", "10", "15", "30")
"""How many days a market may give an operator for an appeal."""

_MEASURES: Final = frozenset({"close-stall", "penalty-paid", "expel"})


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a card stands."""

    key: str
    zh: str
    en: str

    def name(self, lang: str) -> str:
        """The name in the language of the page."""
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class CardAct:
    """One thing that may be done with a card. `above`: by the office above the one that confirmed it."""

    name: str
    zh: str
    en: str
    from_states: frozenset[str]
    to_state: str
    who: frozenset[str]
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    above: bool = False

    def label(self, lang: str) -> str:
        """What the act is called in the language of the page."""
        return in_language(lang, self.zh, self.en)

    def target(self, state: str) -> str:
        """The state after the act."""
        return state if self.to_state == _SAME else self.to_state


@dataclass(frozen=True, slots=True)
class CardFlow:
    """States and acts; `standing` are the states in which a card counts as an offence."""

    states: Mapping[str, CardState]
    acts: Mapping[str, CardAct]
    standing: frozenset[str]
    clause: Clause
    rectification_clause: Clause


@cache
def card_flow() -> CardFlow:
    """The flow on file; raises `ValueError` for an act between states that are not there."""
    table = load("card_flow")
    acts = {row["name"]: _act(row) for row in table["act"]}
    for act in acts.values():
        if unknown := {*act.from_states, *(act.target(state) for state in act.from_states)} - table["states"].keys():
            raise ValueError(f"act {act.name}: unknown states {sorted(unknown)}")
    return CardFlow(
        MappingProxyType({key: CardState(key, **row) for key, row in table["states"].items()}),
        MappingProxyType(acts),
        frozenset(table["standing"]),
        clause_from(table["clause"]),
        clause_from(table["rectification_clause"]),
    )


def _act(row: dict[str, Any]) -> CardAct:
    return CardAct(
        row["name"],
        row["zh"],
        row["en"],
        frozenset(row["from"]),
        row["to"],
        frozenset(row["who"]),
        tuple(row["needs"]),
        tuple(row.get("may", ())),
        row.get("above", False),
    )


def card_acts(state: str, role: str) -> list[CardAct]:
    """What a role may do in a state, in the order of the table."""
    return [act for act in card_flow().acts.values() if state in act.from_states and role in act.who]


def next_card_state(state: str, act: str, role: str) -> str:
    """The state after an act; raises `MoveNotAllowed` where there is no such act for the role."""
    made = card_flow().acts.get(act)
    if made is None or state not in made.from_states or role not in made.who:
        raise MoveNotAllowed(state, act, role)
    return made.target(state)


def last_day_to_appeal(confirmed_on: date, days: int) -> date:
    """The day of confirmation does not count, the last day does."""
    return confirmed_on + timedelta(days=days)


def may_be_begun(act: str, state: str, stays: Stays, *, on: date, last_day_to_appeal: date) -> bool:
    """Whether an appeal, or the time for one, holds a measure up. Sending an operator away cannot be taken back:
    it waits until nobody may appeal any more."""
    if act not in _MEASURES or stays == "nothing":
        return True
    if act == "expel" and state == "confirmed":
        return on > last_day_to_appeal
    return state != "appealed" or (stays == "expulsion" and act != "expel")
