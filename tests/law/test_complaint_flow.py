"""The life of a complaint, as data a lawyer can read."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from tools import flow_diagram

from quanheng.law.complaint_flow import Flow, allowed, flow, next_state, refusal_grounds
from quanheng.law.errors import MoveNotAllowed
from tests.e2e.branches import walked

pytestmark = pytest.mark.requirement("T4-4.2.4.1", "T4-5.3.2.4")

FINAL = {"refused", "closed", "withdrawn", "joined"}


def names(state: str, role: str) -> list[str]:
    return [move.name for move in allowed(state, role)]


@pytest.mark.parametrize(
    "path",
    [
        [
            "accept market-manager accepted",
            "call-operator market-manager accepted",
            "repeat-weighing market-manager accepted",
            "start-mediation market-manager mediation",
            "agree market-manager agreed",
            "pay operator remedied",
            "close market-manager closed",
        ],
        [
            "accept regulator accepted",
            "start-mediation regulator mediation",
            "fail regulator not-agreed",
            "advance market-manager remedied",
            "close regulator closed",
        ],
        ["refuse market-manager refused"],
        ["accept market-manager accepted", "withdraw consumer withdrawn"],
        ["note system lodged", "accept market-manager accepted", "close market-manager closed"],
    ],
)
def test_the_ways_a_complaint_goes(path):
    """From lodging to remedy, to the market paying first, to refusal, withdrawal, or an answer without remedy."""
    state = "lodged"
    for step in path:
        move, role, expected = step.split()
        state = next_state(state, move, role)
        assert state == expected
    assert flow().states[state].final


@pytest.mark.parametrize(
    ("state", "move", "role"),
    [
        ("lodged", "agree", "market-manager"),  # nothing is agreed before mediation
        ("lodged", "accept", "operator"),  # who is complained about does not accept
        ("accepted", "refuse", "regulator"),  # what was accepted is no longer refused
        ("mediation", "advance", "operator"),  # only the market pays first
        ("remedied", "withdraw", "consumer"),
        ("closed", "note", "regulator"),
        ("lodged", "dance", "regulator"),
    ],
)
def test_moves_that_the_flow_does_not_have(state, move, role):
    """What is not written is not allowed."""
    with pytest.raises(MoveNotAllowed) as refused:
        next_state(state, move, role)
    assert (refused.value.state, refused.value.move, refused.value.role) == (state, move, role)
    assert refused.value.explain("zh")


@pytest.mark.parametrize("state", flow().states)
@pytest.mark.parametrize("role", flow().roles)
def test_allowed_and_next_state_agree(state, role):
    """What a page offers is exactly what the flow lets happen; an ended complaint has only moves that say so."""
    offered = names(state, role)
    for move in flow().moves:
        if move in offered:
            assert next_state(state, move, role) in flow().states
        else:
            with pytest.raises(MoveNotAllowed):
                next_state(state, move, role)
    assert all(flow().moves[move].after_end for move in offered if state in FINAL)


def test_every_state_is_reached_and_leads_to_an_end():
    """No complaint is trapped."""
    assert flow().reached_from("lodged") == set(flow().states)
    assert {state.key for state in flow().states.values() if state.final} == FINAL
    for state in flow().states:
        assert flow().reached_from(state) & FINAL


@pytest.mark.requirement("T4-4.2.4.8")
def test_who_takes_an_ended_complaint_up_again():
    """The complainant by an appeal, the authority by itself; a withdrawn one stays ended, and a market reopens none."""
    for state in ("refused", "closed"):
        assert "appeal-end" in names(state, "consumer")
        assert "reopen" in names(state, "regulator")
        assert not {"appeal-end", "reopen"} & set(names(state, "market-manager"))
    assert not any(names("withdrawn", role) for role in flow().roles)


@pytest.mark.requirement("G22-2.6", "T4-4.2.4.8")
def test_a_clause_on_the_complainants_call_is_not_cited_for_an_act_of_the_authority():
    """4.2.4.8 invites shoppers to call 12345 about a shirking market: urging rests on the guidance, as our reading."""
    cited = {name: [clause.source.id for clause in move.clauses] for name, move in flow().moves.items()}
    assert cited["urge"] == ["guidance-23-2022"]
    assert cited["appeal"] == ["t-gdsm-0004-2022"]


def test_only_who_has_it_in_hand_decides():
    """Calling, weighing again, paying and noting are for all who see a complaint; what decides it is not."""
    free = {move.name for move in flow().moves.values() if move.any_desk}
    assert free == {
        *(
            "call-operator",
            "call-consumer",
            "repeat-weighing",
            "pay",
            "advance",
            "recover",
            "note",
            "split-report",
            "urge",
        )
    }


@pytest.mark.requirement("T4-4.2.1.4")
def test_the_open_repeat_weighing_keeps_the_state_and_its_figures():
    """On dispute the operator repeats the weighing openly; both masses and a witness go on record."""
    move = flow().moves["repeat-weighing"]
    assert move.needed("accepted", exceeded=True) == ("settled_mg", "actual_mg", "witness")
    assert move.target("mediation") == "mediation"
    assert move.clauses[0].article == "4.2.1.4"


@pytest.mark.requirement("T4-4.2.4.4")
def test_the_market_pays_first_where_the_operator_does_not():
    """先行赔付 is the market's move, with or without an agreement."""
    for state in ("agreed", "not-agreed"):
        assert "advance" in names(state, "market-manager")
        assert "advance" not in names(state, "operator")
        assert "pay" in names(state, "operator")


@pytest.mark.parametrize(
    ("move", "state", "guarded"),
    [
        ("refuse", "lodged", True),
        ("close", "accepted", True),
        ("close", "not-agreed", True),
        ("close", "remedied", False),
        ("accept", "lodged", False),
    ],
)
def test_a_shown_shortage_is_not_dismissed_by_one_person_alone(move, state, guarded):
    """Where the re-weighing exceeded the limit, ending without remedy takes a named reason and a second person."""
    made = flow().moves[move]
    assert ("second_person" in made.needed(state, exceeded=True)) is guarded
    assert "second_person" not in made.needed(state, exceeded=False)


def test_refusal_grounds_follow_the_order_of_the_day():
    """Order 121 adds false papers and impersonation to the six grounds of Order 20."""
    before, since = refusal_grounds(date(2026, 4, 14)), refusal_grounds(date(2026, 4, 15))
    assert (len(before), len(since)) == (6, 7)
    assert {ground.key for ground in since} - {ground.key for ground in before} == {"false-identity"}
    assert all(ground.name("zh") and ground.name("en") for ground in since)


def test_a_move_cites_the_order_of_the_day():
    """Acceptance before 2026-04-15 cites Order 20, since then Order 121."""
    accept = flow().moves["accept"]
    cited = {
        on: [clause.source.id for clause in accept.clauses_on(on)] for on in (date(2026, 4, 14), date(2026, 4, 15))
    }
    assert cited[date(2026, 4, 14)] == ["t-gdsm-0004-2022", "order-20-2019"]
    assert cited[date(2026, 4, 15)] == ["t-gdsm-0004-2022", "order-121-2025"]


def test_everything_has_a_name_in_both_languages():
    """Pages show states, roles and moves by name."""
    assert flow().states["mediation"].name("zh-hans") == "调解中"
    assert flow().roles["operator"].name("en") == "operator"
    assert flow().moves["advance"].label("zh-hans") == "市场先行赔付"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(("state", "role"), [("lost", "consumer"), ("lodged", "passer-by")])
def test_unknown_states_and_roles_are_refused(state, role):
    """A misspelt state is the caller's mistake, not a forbidden move."""
    with pytest.raises(ValueError, match=r"lost|passer-by"):
        allowed(state, role)


def without(*moves: str) -> MappingProxyType:
    return MappingProxyType({name: move for name, move in flow().moves.items() if name not in moves})


@pytest.mark.parametrize(
    ("moves", "fault"),
    [
        (without("fail"), "no complaint comes to"),
        (without("pay", "advance"), "no complaint comes to"),
        (without("close", "withdraw"), "no complaint comes to"),
        ({"accept": replace(flow().moves["accept"], from_states=frozenset({"closed"}))}, "leaves a final state"),
        ({"accept": replace(flow().moves["accept"], to_state="limbo")}, "limbo"),
        ({"accept": replace(flow().moves["accept"], who=frozenset({"passer-by"}))}, "passer-by"),
        ({**flow().moves, "pay": replace(flow().moves["pay"], to_state="same"),
          "advance": replace(flow().moves["advance"], to_state="same")}, "no complaint comes to"),
    ],
)  # fmt: skip
def test_a_flow_that_does_not_hang_together_is_refused(moves, fault):
    """A table with an unreachable state, an unknown name or a way out of an end is not loaded."""
    with pytest.raises(ValueError, match=fault):
        Flow(flow().states, flow().roles, moves)


def test_a_flow_that_traps_a_complaint_is_refused():
    """Every state needs a way to an end."""
    trap = replace(flow().moves["close"], from_states=frozenset({"accepted", "not-agreed"}), when_exceeded=frozenset())
    with pytest.raises(ValueError, match="has no way to an end"):
        Flow(flow().states, flow().roles, {**flow().moves, "close": trap})


def test_the_drawn_flow_is_the_one_that_is_followed():
    """docs/complaint-flow.md is what tools/flow_diagram.py draws now, with every state and every move."""
    page = flow_diagram.PAGE.read_text(encoding="utf-8")
    assert page == flow_diagram.page()
    assert all(f" as {flow_diagram.node(state)}" in page for state in flow().states)
    assert all(f"| {move.zh} {move.en} |" in page for move in flow().moves.values())


def test_every_move_is_walked_in_a_browser():
    """A move that no journey makes is a form that nobody has seen: add it to a branch in tests/e2e/branches.py."""
    assert walked() == set(flow().moves)
