"""One-time codes of the time, as RFC 6238 (TOTP) has them and every authenticator on a phone shows them.

Pure: no clock and no randomness; whoever calls says which time step it is.
"""

import hmac
from base64 import b32encode
from urllib.parse import quote, urlencode

from quanheng.connectors import hotp

STEP_SECONDS = 30
DIGITS = 6
# A phone's clock may be half a minute off: the step before and the step after are as good.
STEPS_OFF = 1


def step_at(seconds: int) -> int:
    return seconds // STEP_SECONDS


def step_of(code: str, secret: bytes, now: int, used: int = 0) -> int | None:
    """The time step that the code belongs to; None for a wrong code, and for one of a step that was ``used`` or before.

    ``now`` and ``used`` are time steps.
    """
    for step in range(max(now - STEPS_OFF, used + 1), now + STEPS_OFF + 1):
        if hmac.compare_digest(hotp.code(secret, step, digits=DIGITS).encode(), code.encode()):
            return step
    return None


def key_text(secret: bytes) -> str:
    """The key as an authenticator takes it when it is typed."""
    return b32encode(secret).decode().rstrip("=")


def key_uri(secret: bytes, issuer: str, account: str) -> str:
    """What the code on the screen says to an authenticator."""
    told = {"secret": key_text(secret), "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(told, quote_via=quote)}"
