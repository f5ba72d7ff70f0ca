"""The two numbers of an unlocking (docs/wire/unlocking.md): the code for the scale, and the scale's confirmation."""

import hmac

from quanheng.connectors.ocra import Suite, code, derived_secret

CODE = Suite.parse("OCRA-1:HOTP-SHA256-8:QN08-T1M")
CONFIRMATION = Suite.parse("OCRA-1:HOTP-SHA256-8:QN08")
CHALLENGE_DIGITS = 8
VALID_MINUTES = 30
# The clock of a scale off line may be behind ours.
AHEAD_MINUTES = 1


def secret_of(master: bytes, device_id: str) -> bytes:
    return derived_secret(master, f"quanheng unlock {device_id}")


def unlock_code(secret: bytes, challenge: str, seconds: int) -> str:
    """What the authorised person reads out: of one scale, one challenge and one minute."""
    return code(CODE, secret, challenge, seconds=seconds)


def confirmation(secret: bytes, accepted: str) -> str:
    """What the scale shows once it took the code: only a scale that has the secret can."""
    return code(CONFIRMATION, secret, accepted)


def is_code(secret: bytes, challenge: str, given: str, seconds: int) -> bool:
    """Whether a scale takes it, at this moment of its own clock; every minute is compared, whichever fits."""
    minutes = range(-VALID_MINUTES, AHEAD_MINUTES + 1)
    expected = [unlock_code(secret, challenge, seconds + 60 * minute) for minute in minutes]
    return sum(hmac.compare_digest(given.encode(), one.encode()) for one in expected) > 0
