"""May this scale be used today, as far as its verification goes (T4-4.2.5, T4-4.2.3)?"""

from dataclasses import dataclass
from datetime import date, timedelta

from quanheng.law.verification import Certificate, validity
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
    certificate = Certificate(instrument.verified_on, instrument.valid_until) if instrument.verified_on else None
    answer = validity(certificate, on)
    if answer.valid_until is None:
        return Standing("unverified", None, None)
    left = answer.valid_until - on
    code = "overdue" if not answer.valid else "due-soon" if left <= DUE_SOON else "verified"
    return Standing(code, answer.valid_until, left.days)
