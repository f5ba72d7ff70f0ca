"""A phone with an authenticator, as a test holds it: the key typed in, and a clock."""

import time
from base64 import b32decode

from quanheng.connectors import hotp, totp


def code_of(key: str, off: int = 0) -> str:
    """What the phone shows now, or so many steps from now."""
    text = key.replace(" ", "")
    secret = b32decode(text + "=" * (-len(text) % 8))
    return hotp.code(secret, totp.step_at(int(time.time())) + off)
