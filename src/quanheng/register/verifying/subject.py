"""What a verification tries, as the register had it when it began: a later correction changes no past programme."""

from typing import Any

from quanheng.register.models import Instrument, Verification

KEPT = ("accuracy_class", "intervals", "details")


def subject_as_it_is(instrument: Instrument) -> dict[str, Any]:
    return {name: getattr(instrument, name) for name in KEPT}


def subject_of(verification: Verification) -> Instrument:
    """The instrument as it was tried, not stored; as it is now, where nothing was kept."""
    if not verification.subject:
        return verification.instrument
    return Instrument(kind=verification.instrument.kind, **verification.subject)
