"""Write docs/complaint-flow.md from the table of the complaint flow. A test fails when they differ."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from quanheng.law.complaint_flow import FIRST_STATE, Flow, Move, flow

PAGE = Path(__file__).resolve().parent.parent / "docs" / "complaint-flow.md"
AS_OF = date(2026, 4, 15)  # the newest order on complaints; its clauses are cited
HEAD = """# The life of a complaint

Drawn by `tools/flow_diagram.py` from `src/quanheng/law/tables/complaint_flow.toml`, which is what the platform follows.
On loading, a flow is refused if some state cannot be reached or left. Clauses are those in force on {as_of}.

"""
MOVES = """
## Who may do what, and what has to be on record
"¹" marks a move that would end a complaint whose re-weighing exceeded the limit: it then also needs a named reason and
a second person.

| move | from | to | who | needs | clause |
| --- | --- | --- | --- | --- | --- |
"""


def node(state: str) -> str:
    return state.replace("-", "_")


def both(thing: object) -> str:
    return f"{thing.zh} {thing.en}"


def arrows(known: Flow) -> Iterable[str]:
    """One arrow for each pair of states, with all moves that lead along it; moves that stay are in the table only."""
    labels: dict[tuple[str, str], list[str]] = {}
    for move in known.moves.values():
        for state in (one for one in known.states if one in move.from_states and move.target(one) != one):
            labels.setdefault((state, move.target(state)), []).append(move.zh)
    return (f"    {node(here)} --> {node(there)}: {'、'.join(names)}" for (here, there), names in labels.items())


def diagram(known: Flow) -> str:
    names = [f'    state "{both(state)}" as {node(key)}' for key, state in known.states.items()]
    ends = [f"    {node(key)} --> [*]" for key, state in known.states.items() if state.final]
    lines = ["stateDiagram-v2", *names, f"    [*] --> {node(FIRST_STATE)}", *arrows(known), *ends]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def row(known: Flow, move: Move) -> str:
    left = [one for one in known.states if one in move.from_states]
    guarded = [known.states[one].zh + ("¹" if one in move.when_exceeded else "") for one in left]
    to = "不变 (same)" if move.to_state == "same" else both(known.states[move.to_state])
    who = "、".join(known.roles[one].zh for one in known.roles if one in move.who)
    needs = ", ".join(f"`{one}`" for one in move.needs) or "–"
    cited = "<br>".join(clause.cite("zh") for clause in move.clauses_on(AS_OF))
    return f"| {both(move)} | {'、'.join(guarded)} | {to} | {who} | {needs} | {cited} |\n"


def page() -> str:
    known = flow()
    table = "".join(row(known, move) for move in known.moves.values())
    return HEAD.format(as_of=AS_OF) + diagram(known) + MOVES + table


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
