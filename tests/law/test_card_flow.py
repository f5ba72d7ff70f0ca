"""The life of a card: the standard names the measures, our reading who may question them and what waits meanwhile."""

from datetime import date

import pytest

from quanheng.law.card_flow import STAYS, card_acts, card_flow, last_day_to_appeal, may_be_begun, next_card_state
from quanheng.law.errors import MoveNotAllowed

pytestmark = pytest.mark.requirement("T4-4.2.4.5")

LAST = date(2026, 11, 27)


def names(state: str, role: str) -> set[str]:
    return {act.name for act in card_acts(state, role)}


def test_the_day_of_confirmation_does_not_count_the_last_one_does():
    """Confirmed on a Friday, a week: until the end of the next Friday."""
    assert last_day_to_appeal(date(2026, 11, 20), 7) == LAST


@pytest.mark.parametrize("stays", STAYS)
@pytest.mark.parametrize("act", ["close-stall", "penalty-paid", "expel"])
def test_what_waits_while_an_appeal_runs(act: str, stays: str):
    """Everything, only what cannot be taken back, or nothing; once the appeal is decided nothing waits."""
    held_up = {"all": {"close-stall", "penalty-paid", "expel"}, "expulsion": {"expel"}, "nothing": set()}[stays]
    assert may_be_begun(act, "appealed", stays, on=LAST, last_day_to_appeal=LAST) is (act not in held_up)
    assert may_be_begun(act, "upheld", stays, on=LAST, last_day_to_appeal=LAST)


@pytest.mark.parametrize(("on", "may"), [(LAST, False), (date(2026, 11, 28), True)])
def test_nobody_is_sent_away_while_an_appeal_is_still_possible(on: date, may: bool):
    """On the last day for an appeal it is too early, the day after not; a closure can be ended and need not wait."""
    assert may_be_begun("expel", "confirmed", "all", on=on, last_day_to_appeal=LAST) is may
    assert may_be_begun("close-stall", "confirmed", "all", on=on, last_day_to_appeal=LAST)


def test_an_operator_questions_and_tells_and_decides_nothing():
    """Against a confirmed card one may appeal once; what was put right the operator tells and others confirm."""
    assert names("confirmed", "operator") == {"appeal", "rectify"}
    for state in ("appealed", "upheld"):
        assert names(state, "operator") == {"rectify"}
    for state in ("proposed", "dismissed", "revoked"):
        assert names(state, "operator") == set()


def test_an_appeal_is_decided_by_the_authority_alone():
    """A market does not judge its own card; what the authority revokes or upholds marks the office above."""
    assert {"uphold", "revoke"} <= names("appealed", "regulator")
    assert not {"uphold", "revoke"} & names("appealed", "market-manager")
    assert {name for name, act in card_flow().acts.items() if act.above} == {"uphold", "revoke"}


def test_a_card_is_decided_once():
    """Out of a decision no way leads back to the proposal, and out of a revoked card to no standing one."""
    assert not any(act.to_state == "proposed" for act in card_flow().acts.values())
    for state in ("dismissed", "revoked"):
        assert all(act.target(state) == state for act in card_flow().acts.values() if state in act.from_states)
    with pytest.raises(MoveNotAllowed):
        next_card_state("confirmed", "confirm", "regulator")
    assert next_card_state("appealed", "uphold", "regulator") == "upheld"


def test_only_standing_cards_count():
    """Confirmed, under appeal, upheld; never a proposal, a dismissed or a revoked one."""
    assert card_flow().standing == {"confirmed", "appealed", "upheld"}
    assert card_flow().clause.cite("en").endswith("4.2.4.5")
    assert card_flow().rectification_clause.cite("zh").endswith("4.2.4.6")
