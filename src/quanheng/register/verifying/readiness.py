"""Whether a verification may begin: three codes and a seal are valid, and the scale is the one on record (N25-3.3)."""

from datetime import datetime

from quanheng.law.verification import Codes, Readiness, may_be_verified
from quanheng.register.identity.checking import bears_codes
from quanheng.register.identity.matching import match_for_verification, was_found
from quanheng.register.models import IdentityCheck, Instrument
from quanheng.register.record import life_state

ALL_VALID = Codes(production=True, repair=True, verification=True)


def readiness(instrument: Instrument, at: datetime) -> Readiness:
    """By the newest check of its identity; a mark counts when it is on record and was found.

    Without a verification code on record, passing makes a new one.
    """
    match = match_for_verification(instrument, at)
    state = life_state(instrument.state)
    if not bears_codes(instrument):
        # Of the old kind no codes are asked, and a broken seal is what a verification mends.
        return may_be_verified(ALL_VALID, seal_intact=True, identity_matches=match is not None, first=False)
    return may_be_verified(
        Codes(
            state.production_code and _found(match, "production_code"),
            state.repair_code and _found(match, "repair_code"),
            state.verification_code and _found(match, "verification_code"),
        ),
        seal_intact=state.seal_intact,
        identity_matches=match is not None,
        first=not state.verification_code,
    )


def _found(match: IdentityCheck | None, name: str) -> bool:
    """Where there is no match, that alone is said, and not that every code is missing."""
    return match is None or was_found(match, name)
