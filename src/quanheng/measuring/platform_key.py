"""The key with which the platform signs receipts: from the environment, or made once and kept beside the data."""

import os
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

from django.conf import settings
from nacl.signing import SigningKey

from quanheng.people.kept_secret import kept

KEY_BYTES = 32


class PlatformKeyUnreadable(ValueError):
    """PLATFORM_KEY or the key file is not 32 bytes in Base64."""


def signing_key() -> SigningKey:
    return read(os.environ.get("PLATFORM_KEY", ""), settings.DATA_DIR / "secrets" / "platform.key")


@cache
def read(given: str, path: Path) -> SigningKey:
    text = given or kept(path, _new)
    try:
        seed = b64decode(text, validate=True)
    except ValueError as error:
        raise PlatformKeyUnreadable("expected 32 bytes in Base64") from error
    if len(seed) != KEY_BYTES:
        raise PlatformKeyUnreadable(f"expected {KEY_BYTES} bytes in Base64, got {len(seed)}")
    return SigningKey(seed)


def _new() -> bytes:
    return b64encode(bytes(SigningKey.generate()))
