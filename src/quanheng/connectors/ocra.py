"""One-time codes that answer a challenge, as RFC 6287 (OCRA) has them: neither side needs a line to the other.

Pure: no clock and no randomness; whoever calls says which time step it is.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from quanheng.connectors.hotp import HASHES, truncated

_SUITE = re.compile(
    r"OCRA-1:HOTP-SHA(?P<hash>1|256|512)-(?P<digits>[4-9]|10):(?P<counter>C-)?QN(?P<length>\d\d)"
    r"(?:-PSHA(?P<pin>1|256|512))?(?:-T(?P<step>\d{1,2})(?P<unit>[SMH]))?"
)
_SECONDS = {"S": 1, "M": 60, "H": 3600}
QUESTION_BYTES = 128


@dataclass(frozen=True, slots=True)
class Suite:
    """Which hash, how many digits, and what goes into a code; only numeric challenges are known here."""

    text: str
    hash: str
    digits: int
    has_counter: bool
    question_length: int
    pin_hash: str | None
    step_seconds: int | None

    @classmethod
    def parse(cls, text: str) -> "Suite":
        """Raises ValueError for anything that is not a suite with a numeric challenge."""
        match = _SUITE.fullmatch(text)
        if match is None:
            raise ValueError(f"not a suite: {text!r}")
        step = int(match["step"]) * _SECONDS[match["unit"]] if match["step"] else None
        counted = match["counter"] is not None
        return cls(text, match["hash"], int(match["digits"]), counted, int(match["length"]), match["pin"], step)


def code(
    suite: Suite, secret: bytes, question: str, *, counter: int = 0, pin: str = "", seconds: int | None = None
) -> str:
    """The digits that answer a challenge. ``seconds`` since 1970, for a suite with a time step.

    Raises ValueError for a challenge that is not of digits, or is longer than the suite says.
    """
    if not (question.isascii() and question.isdigit() and len(question) <= suite.question_length):
        raise ValueError("a challenge is of digits, and no longer than its suite says")
    data = suite.text.encode("ascii") + b"\0"
    if suite.has_counter:
        data += counter.to_bytes(8, "big")
    data += _as_question(question)
    if suite.pin_hash:
        data += HASHES[suite.pin_hash](pin.encode()).digest()
    if suite.step_seconds:
        if seconds is None:
            raise ValueError("this suite asks for the time")
        data += (seconds // suite.step_seconds).to_bytes(8, "big")
    return truncated(hmac.new(secret, data, HASHES[suite.hash]).digest(), suite.digits)


def _as_question(question: str) -> bytes:
    """The number in hexadecimal, left-aligned: RFC 6287 pads on the right."""
    digits = f"{int(question):x}"
    return bytes.fromhex(digits + "0" * (2 * QUESTION_BYTES - len(digits)))


def derived_secret(master: bytes, info: str) -> bytes:
    """32 bytes for one holder out of a master key, by HKDF with SHA-256 and no salt (RFC 5869)."""
    extracted = hmac.new(b"\0" * 32, master, hashlib.sha256).digest()
    return hmac.new(extracted, info.encode() + b"\1", hashlib.sha256).digest()
