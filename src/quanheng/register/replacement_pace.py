"""When replacing will be done if it goes on as it does today. Pure; whole numbers and fractions only."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

# A pace read from one day says nothing.
DAYS_MIN = 2


@dataclass(frozen=True, slots=True)
class Outlook:
    """``code`` is done, too-early (no pace is known yet), standstill, late or in-time.

    ``replaced`` is how many fewer there are than ``days`` ago; negative where more were found or brought in.
    """

    code: str
    left: int
    deadline: date
    days: int
    replaced: int
    done_on: date | None
    needed_a_day: int | None

    @property
    def misses(self) -> bool:
        return self.code in ("standstill", "late")


def outlook(left: int, replaced: int, days: int, on: date, deadline: date) -> Outlook:
    """``left`` scales today, after ``replaced`` went in the last ``days``; the deadline is the last lawful day."""
    until = (deadline - on).days
    # Rounded up: half a scale a day is not enough where six tenths are needed.
    needed = -(-left // until) if until > 0 else None
    if left <= 0:
        return Outlook("done", 0, deadline, days, replaced, on, 0)
    if until < 0:
        return Outlook("late", left, deadline, days, replaced, _done_on(left, replaced, days, on), None)
    if days < DAYS_MIN:
        return Outlook("too-early", left, deadline, days, replaced, None, needed)
    done_on = _done_on(left, replaced, days, on)
    if replaced <= 0:
        return Outlook("standstill", left, deadline, days, replaced, None, needed)
    code = "in-time" if done_on and done_on <= deadline else "late"
    return Outlook(code, left, deadline, days, replaced, done_on, needed)


def _done_on(left: int, replaced: int, days: int, on: date) -> date | None:
    """None where there is no pace, or where the day lies beyond any calendar."""
    if replaced <= 0 or days < DAYS_MIN:
        return None
    more_days = -(-Fraction(left) // Fraction(replaced, days))
    return on + timedelta(days=more_days) if more_days < (date.max - on).days else None
