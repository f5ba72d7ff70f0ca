"""The life of a complaint as the texts allow it: who may move it from which state to which, and what has to be shown.

The table `tables/complaint_flow.toml` is the flow; this module reads it, refuses one that traps a complaint, and
answers. Requirements T4-4.2.4.1, T4-4.2.1.4, T4-5.3.2.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from quanheng.law.errors import MoveNotAllowed
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language

FIRST_STATE: Final = "lodged"
_SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class State:
    """A state of a complaint; a final one ends it, and is left only by a move that takes it up again."""

    key: str
    zh: str
    en: str
    final: bool = False

    def name(self, lang: str) -> str:
        """The name in the language of the page."""
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who may move a complaint."""

    key: str
    zh: str
    en: str

    def name(self, lang: str) -> str:
        """The name in the language of the page."""
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may be done with a complaint. `to_state` is "same" where the state stays.

    `any_desk`: also for those who see the complaint without having it in hand. `after_end`: also when it has ended.
    `may` is what can be put on record besides.
    """

    name: str
    zh: str
    en: str
    from_states: frozenset[str]
    to_state: str
    who: frozenset[str]
    needs: tuple[str, ...]
    when_exceeded: frozenset[str]
    clauses: tuple[Clause, ...]
    any_desk: bool = False
    after_end: bool = False
    may: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """What the move is called in the language of the page."""
        return in_language(lang, self.zh, self.en)

    def target(self, state: str) -> str:
        """The state after the move."""
        return state if self.to_state == _SAME else self.to_state

    def needed(self, state: str, *, exceeded: bool) -> tuple[str, ...]:
        """The fields that have to be on record; more of them where a shown shortage would go without remedy."""
        guarded = exceeded and state in self.when_exceeded
        return (*self.needs, *load("complaint_flow")["needs_when_exceeded"]) if guarded else self.needs

    def clauses_on(self, on: date) -> tuple[Clause, ...]:
        """The clauses in force on the day."""
        return tuple(clause for clause in self.clauses if clause.source.in_force(on))


@dataclass(frozen=True, slots=True)
class RefusalGround:
    """A lawful ground to refuse a complaint, and since when the orders have it."""

    key: str
    zh: str
    en: str
    from_on: date | None = None

    def name(self, lang: str) -> str:
        """The name in the language of the page."""
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Flow:
    """States, roles and moves that hang together; construction raises `ValueError` for those that do not."""

    states: Mapping[str, State]
    roles: Mapping[str, Role]
    moves: Mapping[str, Move]

    def __post_init__(self) -> None:
        for move in self.moves.values():
            _check_names(self, move)
        _check_reach(self)

    def reached_from(self, state: str) -> frozenset[str]:
        """Every state a complaint may come to from this one, itself included."""
        reached, frontier = {state}, {state}
        while frontier:
            frontier = {
                move.target(here) for move in self.moves.values() for here in move.from_states & frontier
            } - reached
            reached |= frontier
        return frozenset(reached)


def _check_names(flow: Flow, move: Move) -> None:
    unknown = (move.from_states | {move.target(FIRST_STATE)}) - flow.states.keys() or move.who - flow.roles.keys()
    if unknown or not move.who or not move.from_states:
        raise ValueError(f"move {move.name}: unknown or missing states or roles {sorted(unknown)}")
    ended = any(flow.states[state].final for state in move.from_states)
    if ended != move.after_end or not move.when_exceeded <= move.from_states:
        raise ValueError(f"move {move.name}: it leaves a final state, or guards a state it does not leave")


def _check_reach(flow: Flow) -> None:
    if unreached := flow.states.keys() - flow.reached_from(FIRST_STATE):
        raise ValueError(f"states that no complaint comes to: {sorted(unreached)}")
    for state in flow.states:
        if not any(flow.states[end].final for end in flow.reached_from(state)):
            raise ValueError(f"a complaint that is {state} has no way to an end")


@cache
def flow() -> Flow:
    """The flow on file, checked."""
    table = load("complaint_flow")
    return Flow(
        MappingProxyType({key: State(key, **row) for key, row in table["states"].items()}),
        MappingProxyType({key: Role(key, **row) for key, row in table["roles"].items()}),
        MappingProxyType({row["name"]: _move(row) for row in table["move"]}),
    )


def _move(row: dict[str, Any]) -> Move:
    return Move(
        row["name"],
        row["zh"],
        row["en"],
        frozenset(row["from"]),
        row["to"],
        frozenset(row["who"]),
        tuple(row["needs"]),
        frozenset(row.get("when_exceeded", ())),
        tuple(clause_from(cited) for cited in row["clauses"]),
        row.get("any_desk", False),
        row.get("after_end", False),
        tuple(row.get("may", ())),
    )


def allowed(state: str, role: str) -> list[Move]:
    """The moves a role may make in a state, in the order of the table."""
    _refuse_unknown(state, role)
    return [move for move in flow().moves.values() if state in move.from_states and role in move.who]


def next_state(state: str, move: str, role: str) -> str:
    """The state after a move; raises `MoveNotAllowed` where the flow has no such move for the role."""
    _refuse_unknown(state, role)
    made = flow().moves.get(move)
    if made is None or state not in made.from_states or role not in made.who:
        raise MoveNotAllowed(state, move, role)
    return made.target(state)


def _refuse_unknown(state: str, role: str) -> None:
    if state not in flow().states or role not in flow().roles:
        raise ValueError(f"not a state and a role of the complaint flow: {state!r}, {role!r}")


def refusal_grounds(on: date) -> tuple[RefusalGround, ...]:
    """The grounds on which a complaint may lawfully be refused on the day."""
    grounds = (RefusalGround(**row) for row in load("complaint_flow")["refusal_ground"])
    return tuple(ground for ground in grounds if ground.from_on is None or ground.from_on <= on)
