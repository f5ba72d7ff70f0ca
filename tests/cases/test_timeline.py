"""What the complainant sees: every step in plain words, what comes next, and by when."""

from datetime import date

import pytest
from django.utils.translation import override

from quanheng.cases import progress, timeline
from quanheng.cases.clock import clock
from quanheng.cases.models import Complaint
from quanheng.law.complaint_flow import flow
from tests.shopping import LATER, complain, short_purchase

pytestmark = pytest.mark.requirement("T4-5.3.3", "G22-2.6")
FACTS = {
    "text": "he says hello",
    "settled_mg": 1_000_000,
    "actual_mg": 940_000,
    "witness": "a neighbour",
    "refund_fen": 36,
    "compensation_fen": 50_000,
    "paid_fen": 50_036,
    "answer": "Thank you for telling us.",
}
WAY = ("accept", "call-operator", "note", "repeat-weighing", "start-mediation", "agree", "pay", "close")


def told(cast, language: str) -> list[timeline.Step]:
    lodged = complain(short_purchase())
    for name in WAY:
        progress.move(lodged.complaint.pk, name, actor=cast.people["chenguang"], facts=FACTS, at=LATER)
    with override(language):
        return timeline.steps(timeline.by_token(lodged.token))


def test_every_step_but_the_internal_ones(cast):
    """Staff's notes and what the stall said stay with staff; the rest is the complainant's to read."""
    steps = told(cast, "en")
    assert [step.move for step in steps] == ["lodge", *(name for name in WAY if name != "note")]
    assert all(step.title for step in steps)
    assert "hello" not in str(steps)
    details = {step.move: step.detail for step in steps}
    assert details["agree"] == "Refund ¥0.36, compensation ¥500.00"
    assert details["repeat-weighing"] == "Paid for 1.000 kg, weighed 940 g"
    assert details["close"] == "Thank you for telling us."


def test_in_chinese_first(cast):
    """The words of the counter, not of the statute book."""
    titles = [step.title for step in told(cast, "zh-hans")]
    assert titles[0] == "您提交了投诉"
    assert titles[-2] == "摊主已向您赔付"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", sorted(flow().states))
def test_every_state_says_what_comes_next(state, language):
    """No state leaves the complainant without a sentence."""
    complaint = Complaint(state=state, accept_due_on=date(2026, 12, 1), mediate_due_on=date(2027, 1, 19))
    with override(language):
        coming = timeline.next_step(complaint, date(2026, 11, 20))
        assert coming.words
        assert timeline.state_name(complaint)
    assert (coming.due_on is not None) == (state in ("lodged", "accepted", "mediation"))


@pytest.mark.parametrize(
    ("today", "colour", "words"),
    [
        (date(2026, 11, 20), "green", "11 days left"),
        (date(2026, 11, 28), "green", "3 days left"),
        (date(2026, 11, 29), "amber", "2 days left"),
        (date(2026, 11, 30), "amber", "1 day left"),
        (date(2026, 12, 1), "amber", "due today"),
        (date(2026, 12, 2), "red", "1 day overdue"),
        (date(2026, 12, 4), "red", "3 days overdue"),
    ],
)
def test_the_time_left_has_a_colour_and_a_word(today, colour, words):
    """The last day is still in time; the day after is not."""
    with override("en"):
        left = clock(Complaint(state="lodged", accept_due_on=date(2026, 12, 1)), today)
    assert (left.colour, left.words) == (colour, words)


@pytest.mark.parametrize("state", ["agreed", "not-agreed", "remedied", "closed"])
def test_no_clock_runs_after_mediation(state):
    """What is over is not late; the orders limit acceptance and mediation, and nothing after them."""
    over = clock(Complaint(state=state, accept_due_on=date(2026, 12, 1), mediate_due_on=LATER), date(2027, 1, 1))
    assert (over.colour, over.due_on) == ("grey", None)
