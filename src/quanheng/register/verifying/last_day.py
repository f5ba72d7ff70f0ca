"""Until when a verification holds: by the period that is on file for the kind, else as the verifier says and whence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.law.errors import OutsideTable
from quanheng.law.verification import Interval, interval, valid_until
from quanheng.register.models import Instrument
from quanheng.register.usage import lawful_kind

SOURCE_LENGTH = 120
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LastDay:
    """``source`` is empty where the law has the period on file."""

    on: date
    source: str = ""


def period(kind: str, on: date) -> Interval | None:
    """For how long a verification of this kind holds, None where nothing is on file for it."""
    try:
        return interval(lawful_kind(kind), on)
    except OutsideTable:
        return None


def has_period(instrument: Instrument, on: date) -> bool:
    """Whether the law has on file for how long a verification of this kind holds."""
    return period(instrument.kind, on) is not None


def last_day(instrument: Instrument, verified_on: date, given: Mapping[str, str]) -> LastDay:
    """Raises ValidationError by field where no period is on file and none, or an impossible one, was given."""
    if has_period(instrument, verified_on):
        return LastDay(valid_until(verified_on, kind=lawful_kind(instrument.kind)))
    wrong: dict[str, str] = {}
    last = None
    try:
        last = date.fromisoformat(given.get("last_day", "").strip())
    except ValueError:
        wrong["last_day"] = _("No period is on file for this kind: enter the last day.")
    if last is not None and last < verified_on:
        wrong["last_day"] = _("The last day is not before today.")
    source = given.get("last_day_source", "").replace("\0", "").strip()
    if not source or len(source) > SOURCE_LENGTH:
        wrong["last_day_source"] = _("Say where the period is written, in at most 120 characters.")
    if wrong or last is None:
        raise ValidationError(wrong)
    return LastDay(last, source)
