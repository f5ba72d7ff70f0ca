"""The clocks, by the order in force on the day they start."""

from datetime import date
from itertools import pairwise

import pytest

from quanheng.law.deadlines import EVENTS, clock, clocks, due, due_or_earliest
from quanheng.law.errors import CalendarUnknown, NotInForce

pytestmark = pytest.mark.requirement("G22-2.6")


@pytest.mark.parametrize(
    ("event", "start", "due_on", "rule", "cited"),
    [
        # acceptance: 7 working days under both orders
        ("complaint-accept", "2026-11-20", "2026-12-01", "7-working-days", "第121号"),
        ("complaint-accept", "2026-09-28", "2026-10-13", "7-working-days", "第121号"),  # the 10th, Saturday, is worked
        ("complaint-accept", "2026-04-14", "2026-04-23", "7-working-days", "第20号"),
        ("complaint-accept", "2026-04-15", "2026-04-24", "7-working-days", "第121号"),
        (
            "complaint-accept",
            "2025-01-24",
            "2025-02-10",
            "7-working-days",
            "第20号",
        ),  # two days made up
        # mediation: 45 working days until 2026-04-14, then 60 days
        ("complaint-mediate", "2026-04-14", "2026-06-18", "45-working-days", "第20号"),
        ("complaint-mediate", "2026-04-15", "2026-06-15", "60-days", "第121号"),  # Sunday 14 June moves to Monday
        ("complaint-mediate", "2026-04-21", "2026-06-22", "60-days", "第121号"),  # 20 June is in the Dragon Boat days
        ("complaint-mediate", "2026-08-03", "2026-10-08", "60-days", "第121号"),  # 2 October moves past National Day
        ("complaint-mediate", "2026-08-11", "2026-10-10", "60-days", "第121号"),  # a Saturday that is worked
        # reports and cases
        ("report-verify", "2026-11-20", "2026-12-11", "15-working-days", "行政处罚程序规定"),
        ("report-inform", "2026-04-13", "2026-04-20", "5-working-days", "第20号"),
        ("report-inform", "2026-11-20", "2026-11-27", "5-working-days", "第121号"),
        ("case-decide", "2026-06-01", "2026-08-31", "90-days", "第六十四条"),  # Sunday 30 August moves to Monday
    ],
)
def test_when_things_are_due(event, start, due_on, rule, cited):
    """The day of receipt, acceptance, decision or filing is not counted; holidays and make-up days are."""
    deadline = due(event, date.fromisoformat(start))
    assert (deadline.due_on.isoformat(), deadline.rule) == (due_on, rule)
    assert cited in deadline.clause.cite("zh")


def test_the_sixty_days_say_that_they_rest_on_one_source():
    """A figure that is not from the official text carries its confidence with it."""
    told = due("complaint-mediate", date(2026, 4, 15)).as_dict("en")
    assert told["confidence"] == "B"
    assert "Art. 23(1)(5)" in told["clause"]
    assert due("report-inform", date(2026, 11, 20)).confidence == "C"


def test_a_deadline_can_be_read():
    """The page says what is due within how many days of which kind."""
    deadline = due("complaint-accept", date(2026, 11, 20))
    assert deadline.explain("zh-hans") == "收到投诉后决定是否受理并告知：7个工作日内"
    assert deadline.explain("en").endswith("within 7 working days")
    assert clock("complaint-mediate", date(2026, 11, 20)).explain("zh").endswith("60日内")


def test_a_clock_that_runs_into_an_unknown_year_has_an_earliest_day_only():
    """60 days from 2026-11-20 end in January 2027, whose holidays have no notice yet."""
    with pytest.raises(CalendarUnknown):
        due("complaint-mediate", date(2026, 11, 20))
    assert due_or_earliest("complaint-mediate", date(2026, 11, 20)) == (date(2027, 1, 19), False)
    assert due_or_earliest("complaint-accept", date(2026, 11, 20)) == (date(2026, 12, 1), True)


def test_no_order_no_clock():
    """Before 2020-01-01 Order 20 was not in force."""
    with pytest.raises(NotInForce):
        due("complaint-mediate", date(2019, 12, 31))


@pytest.mark.requirement("QH-input")
def test_an_unknown_event_has_no_clock():
    """Only five events have clocks."""
    with pytest.raises(ValueError, match="lunch"):
        due("lunch", date(2026, 11, 20))


@pytest.mark.parametrize("event", EVENTS)
def test_the_clocks_of_an_event_follow_one_another_without_gap(event):
    """An amendment ends the old clock on the day before the new one starts."""
    dated = clocks()[event]
    assert dated[-1].to_on is None
    assert all((later.from_on - earlier.to_on).days == 1 for earlier, later in pairwise(dated))
