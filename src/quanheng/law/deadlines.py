"""When something is due: the clocks of complaints, reports and cases, by the order in force on the day they start.

Sources: Orders 20/2019 and 121/2025 on complaints and reports, Provisions on Administrative Penalty Procedure, Civil
Code Arts. 201 and 203. Requirement G22-2.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal, get_args

from quanheng.law.errors import CalendarUnknown
from quanheng.law.sources import Clause, Confidence, clause_from
from quanheng.law.tables import in_force, load
from quanheng.law.wording import in_language
from quanheng.law.working_days import add_working_days, next_working_day

Event = Literal["complaint-accept", "complaint-mediate", "report-verify", "report-inform", "case-decide"]
EVENTS: Final[tuple[str, ...]] = get_args(Event)
TESTING_TIMES: Final = ("excluded", "counted")
"""Whether the days of testing count towards mediation; the orders on file do not print it (confidence C)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as one order sets it: `count` working days or calendar days for an event."""

    event: str
    zh: str
    en: str
    count: int
    unit: Literal["working-day", "day"]
    from_on: date
    to_on: date | None
    clause: Clause
    confidence: Confidence

    @property
    def rule(self) -> str:
        """The stable code of the length: "7-working-days", "60-days"."""
        return f"{self.count}-{self.unit}s"

    def due_on(self, start_on: date) -> date:
        """The last day in time for a clock started on `start_on`; raises `CalendarUnknown` (Civil Code, Art. 203)."""
        if self.unit == "working-day":
            return add_working_days(start_on, self.count)
        return next_working_day(start_on + timedelta(days=self.count))

    def explain(self, lang: str) -> str:
        """The duty and its length in one line."""
        unit_zh = "个工作日" if self.unit == "working-day" else "日"
        unit_en = "working days" if self.unit == "working-day" else "days"
        return in_language(lang, f"{self.zh}：{self.count}{unit_zh}内", f"{self.en}: within {self.count} {unit_en}")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which the thing is done in time, by which clock."""

    due_on: date
    clock: Clock

    @property
    def rule(self) -> str:
        """The stable code of the length of the clock."""
        return self.clock.rule

    @property
    def clause(self) -> Clause:
        """Where the clock is written."""
        return self.clock.clause

    @property
    def confidence(self) -> Confidence:
        """How sure it is that the clause says so."""
        return self.clock.confidence

    def explain(self, lang: str) -> str:
        """The duty and its length in one line."""
        return self.clock.explain(lang)

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The deadline in JSON; the clause is cited in `lang`."""
        return {
            "covered": True,
            "due_on": self.due_on.isoformat(),
            "rule": self.rule,
            "clause": self.clause.cite(lang),
            "confidence": self.confidence,
        }


@cache
def clocks() -> Mapping[str, tuple[Clock, ...]]:
    """The clocks of every event, oldest order first."""
    rows = [_clock(row) for row in load("deadlines")["clock"]]
    return {event: tuple(clock for clock in rows if clock.event == event) for event in EVENTS}


def _clock(row: dict[str, Any]) -> Clock:
    return Clock(**{"to_on": None, **row, "clause": clause_from(row["clause"])})


def clock(event: Event, start_on: date) -> Clock:
    """The clock that runs for an event which starts on a day; raises `NotInForce` before the first order on file."""
    if event not in EVENTS:
        raise ValueError(f"not an event with a clock: {event!r}")
    return in_force(clocks()[event], start_on, f"deadlines/{event}")


def due(event: Event, start_on: date) -> Deadline:
    """The last day for an event whose clock starts on a legal day in Asia/Shanghai.

    `start_on` is the day of receipt (complaint-accept, report-verify), of acceptance (complaint-mediate), of the
    decision (report-inform) or of opening the case (case-decide). Raises `NotInForce`, and `CalendarUnknown` where the
    last day depends on a year whose holiday notice is not on file; its `earliest_on` then bounds the day from below.
    """
    running = clock(event, start_on)
    return Deadline(running.due_on(start_on), running)


def resumed(due_on: date, stopped_on: date, resumed_on: date) -> date:
    """The last day of a clock in calendar days that stood still from one legal day to another.

    The days in between are added, and a last day on a holiday moves to the next working day; where that year's calendar
    is not known yet, the day before it moves. Raises `ValueError` for a clock that went on before it stopped.
    """
    if resumed_on < stopped_on:
        raise ValueError(f"it went on at {resumed_on}, before it stopped at {stopped_on}")
    moved = due_on + (resumed_on - stopped_on)
    try:
        return next_working_day(moved)
    except CalendarUnknown:
        return moved


def due_or_earliest(event: Event, start_on: date) -> tuple[date, bool]:
    """The last day and True; or, where the calendar is not known yet, the earliest it may be and False.

    For lists that have to sort and warn: acting by the earliest day is in time whatever the notice will say.
    """
    try:
        return due(event, start_on).due_on, True
    except CalendarUnknown as unknown:
        return unknown.earliest_on, False
