"""May this scale be used today, as far as its verification goes (T4-4.2.5, T4-4.2.3)?"""

from dataclasses import dataclass
from datetime import date, timedelta

from quanheng.register.models import Instrument

# When a due verification begins to be announced: practice differs by place (domain practice 15 to 60 days).
DUE_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """``code`` is verified, due-soon, overdue or unverified; the pages have the words and colours."""

    code: str
    valid_until: date | None
    days_left: int | None

    @property
    def may_be_used(self) -> bool:
        return self.code in ("verified", "due-soon")


def standing(instrument: Instrument, on: date) -> Standing:
    until = instrument.valid_until
    if instrument.verified_on is None or until is None or instrument.verified_on > on:
        return Standing("unverified", None, None)
    left = until - on
    code = "overdue" if left < timedelta(0) else "due-soon" if left <= DUE_SOON else "verified"
    return Standing(code, until, left.days)
