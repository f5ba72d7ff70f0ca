"""The course of one complaint in legal days: what was done on which day, and whether that was in time.

A day is told as the law counts it: the day itself is not counted, so what is done on the same day took none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.conf import settings

from quanheng.law.deadlines import due_or_earliest, resumed

# Moves that the figures ask for, with the step that each ends.
DECIDING = ("accept", "refuse")
MEDIATING = ("agree", "fail")
PAYING = ("pay", "advance")
TESTING = ("send-for-testing", "testing-done")
ASKED = (*DECIDING, *MEDIATING, *PAYING, *TESTING, "recover")

Deed = tuple[str, date]


@dataclass(frozen=True)
class Course:
    """``days`` of each step that was taken; None where it was not taken, or where it need not be in time."""

    days: dict[str, int] = field(default_factory=dict)
    decided_in_time: bool | None = None
    mediated_in_time: bool | None = None
    remedied: bool = False


def course(lodged_on: date, deeds: Iterable[Deed], ended_on: date | None, *, to_recover_fen: int) -> Course:
    """``deeds`` in their order. What was taken up anew after an appeal keeps the days of its first decision."""
    done = list(deeds)
    decided, mediated, paid = (_first(done, moves) for moves in (DECIDING, MEDIATING, PAYING))
    steps = {
        "decide": (lodged_on, decided and decided[1]),
        "mediate": (decided and decided[1], mediated and mediated[1]),
        "pay": (mediated and mediated[1], paid and paid[1]),
        "end": (lodged_on, ended_on),
        "recover": _recovery(done, to_recover_fen),
    }
    return Course(
        {step: (until - since).days for step, (since, until) in steps.items() if since and until},
        # The day that was due when it was decided: an appeal sets the complaint's own clock anew.
        decided[1] <= _due("complaint-accept", lodged_on) if decided else None,
        mediated[1] <= _mediation_due(decided[1], mediated[1], done) if decided and mediated else None,
        paid is not None,
    )


def _first(deeds: list[Deed], moves: tuple[str, ...]) -> Deed | None:
    return next((deed for deed in deeds if deed[0] in moves), None)


def _recovery(deeds: list[Deed], to_recover_fen: int) -> tuple[date | None, date | None]:
    """From what the market paid first to the last of what it got back."""
    advanced = _first(deeds, ("advance",))
    recovered = [on for move, on in deeds if move == "recover"]
    return (advanced[1], recovered[-1]) if advanced and recovered and not to_recover_fen else (None, None)


def _mediation_due(accepted_on: date, mediated_on: date, deeds: list[Deed]) -> date:
    """Later by the days of testing, where an installation does not count these."""
    due_on, stopped_on = _due("complaint-mediate", accepted_on), None
    for move, on in deeds if settings.TESTING_TIME == "excluded" else ():
        if move == "send-for-testing" and on <= mediated_on:
            stopped_on = on
        elif move == "testing-done" and stopped_on:
            due_on, stopped_on = resumed(due_on, stopped_on, on), None
    return due_on


@cache
def _due(clock: str, since: date) -> date:
    return due_or_earliest(clock, since)[0]
