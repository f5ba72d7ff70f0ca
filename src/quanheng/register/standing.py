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
    """``code`` is verified, due-soon, overdue, void, failed or unverified; the pages have the words and colours."""

    code: str
    valid_until: date | None
    days_left: int | None

    @property
    def may_be_used(self) -> bool:
        return self.code in ("verified", "due-soon")


def standing(instrument: Instrument, on: date) -> Standing:
    """Asked of the state kept now; the pages show it for today."""
    held = verification_of(life_state(instrument.state), on, conforming=instrument.conforming)
    if held.valid_until is None:
        return Standing("unverified", None, None)
    left = held.valid_until - on
    code = "due-soon" if held.valid and left <= DUE_SOON else "verified" if held.valid else _obstacle(held)
    return Standing(code, held.valid_until, left.days)


def _obstacle(held: Validity) -> str:
    if "failed" in held.reasons:
        return "failed"
    return "overdue" if "expired" in held.reasons else "void"
