"""The two numbers of an unlocking (docs/wire/unlocking.md): the code for the scale, and the scale's confirmation."""

from quanheng.connectors.ocra import Suite, code, derived_secret

CODE = Suite.parse("OCRA-1:HOTP-SHA256-8:QN08-T1M")
CONFIRMATION = Suite.parse("OCRA-1:HOTP-SHA256-8:QN08")
CHALLENGE_DIGITS = 8


def secret_of(master: bytes, device_id: str) -> bytes:
    return derived_secret(master, f"quanheng unlock {device_id}")


def unlock_code(secret: bytes, challenge: str, seconds: int) -> str:
    """What the authorised person reads out: of one scale, one challenge and one minute."""
    return code(CODE, secret, challenge, seconds=seconds)


def confirmation(secret: bytes, accepted: str) -> str:
    """What the scale shows once it took the code: only a scale that has the secret can."""
    return code(CONFIRMATION, secret, accepted)
