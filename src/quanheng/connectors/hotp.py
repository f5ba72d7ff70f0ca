"""One-time codes of a counter, as RFC 4226 (HOTP) has them; what RFC 6238 and RFC 6287 build upon."""

import hashlib
import hmac

HASHES = {"1": hashlib.sha1, "256": hashlib.sha256, "512": hashlib.sha512}


def code(secret: bytes, counter: int, *, digits: int = 6, hashed: str = "1") -> str:
    return truncated(hmac.new(secret, counter.to_bytes(8, "big"), HASHES[hashed]).digest(), digits)


def truncated(mac: bytes, digits: int) -> str:
    """The last digits of the 31 bits that the last half-byte points at (RFC 4226, 5.3)."""
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"
