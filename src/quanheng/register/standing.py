"""May this scale be used today, as far as its verification goes (T4-4.2.5, T4-4.2.3)?"""

from dataclasses import dataclass
from datetime import date, timedelta

from quanheng.law.verification import Validity
from quanheng.register.models import Instrument
from quanheng.register.record import life_state
from quanheng.register.usage import verification_of

# When a due verification begins to be announced: practice differs by place (domain practice 15 to 60 days).
DUE_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """``code`` is verified, due-soon, undated, overdue, void, failed or unverified; the pages have words and colours.

    Undated is a verification that holds and whose last day is neither on its certificate nor on file for its kind.
    """

    code: str
    valid_until: date | None
    days_left: int | None

    @property
    def may_be_used(self) -> bool:
        return self.code in ("verified", "due-soon", "undated")


def standing(instrument: Instrument, on: date) -> Standing:
    """Asked of the state kept now; the pages show it for today."""
    kind = instrument.kind
    held = verification_of(life_state(instrument.state), on, conforming=instrument.conforming, kind=kind)
    if held.valid_until is None:
        return Standing(_without_day(held), None, None)
    left = held.valid_until - on
    code = "due-soon" if held.valid and left <= DUE_SOON else "verified" if held.valid else _obstacle(held)
    return Standing(code, held.valid_until, left.days)


def _without_day(held: Validity) -> str:
    if held.valid:
        return "undated"
    return "unverified" if "not-verified" in held.reasons else _obstacle(held)


def _obstacle(held: Validity) -> str:
    if "failed" in held.reasons:
        return "failed"
    return "overdue" if "expired" in held.reasons else "void"
