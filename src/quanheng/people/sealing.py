"""Texts that only this installation can read: sealed before they are stored (XSalsa20-Poly1305 of PyNaCl).

What is sealed names the key it was sealed with. The newest key seals, every key on file opens, so that keys can be
changed without a night in which nothing is readable: a new key is put first, what is stored is sealed anew, and the
old one is taken away (``quanheng rotate-sealing-key``).
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from quanheng.people import kept_secret

FILE = "sealing.keys"


class SealUnreadable(ValueError):
    """No key on file opens this, or the keys themselves are not 32 bytes in Base64 each."""


@dataclass(frozen=True)
class Key:
    """``name`` is told with everything sealed; it says nothing of the key."""

    name: str
    secret: bytes

    def box(self, purpose: str) -> SecretBox:
        return SecretBox(self._derived(purpose))

    def digest(self, text: str, purpose: str) -> str:
        """The same text has the same digest, and nobody without the key can try texts out."""
        return blake2b(text.encode(), digest_size=32, key=self._derived(f"{purpose}#")).hexdigest()

    def _derived(self, purpose: str) -> bytes:
        return blake2b(purpose.encode(), digest_size=32, key=self.secret).digest()


def seal(text: str, purpose: str) -> str:
    key = keys()[0]
    return f"{key.name}:{b64encode(bytes(key.box(purpose).encrypt(text.encode()))).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    name, _, content = sealed.partition(":")
    key = next((one for one in keys() if one.name == name), None)
    if key is None:
        raise SealUnreadable(f"sealed with the key {name!r}, which is not on file")
    try:
        return key.box(purpose).decrypt(b64decode(content, validate=True)).decode()
    except (CryptoError, ValueError) as error:
        raise SealUnreadable("not what was sealed") from error


def digest(text: str, purpose: str) -> str:
    """To find the text by later, without being able to read it."""
    return keys()[0].digest(text, purpose)


def digests(text: str, purpose: str) -> list[str]:
    """With every key on file: what was stored before a change of keys is found too."""
    return [key.digest(text, purpose) for key in keys()]


def newest() -> str:
    """What everything sealed with the newest key begins with."""
    return f"{keys()[0].name}:"


def keys() -> tuple[Key, ...]:
    return _read(os.environ.get("SEALING_KEYS") or kept_secret.kept(_path(), _new))


def add_key() -> None:
    """A new key before the others; the next text is sealed with it."""
    if os.environ.get("SEALING_KEYS"):
        raise SealUnreadable("the keys stand in SEALING_KEYS: put a new one first there")
    old = kept_secret.kept(_path(), _new)
    kept_secret.replace(_path(), _new() + b"\n" + old.encode())


def drop_old_keys() -> None:
    """Only the newest stays: what another one sealed is lost."""
    if not os.environ.get("SEALING_KEYS"):
        kept_secret.replace(_path(), b64encode(keys()[0].secret))


@cache
def _read(text: str) -> tuple[Key, ...]:
    return tuple(_key(one) for one in text.replace(",", "\n").split())


def _key(text: str) -> Key:
    try:
        secret = b64decode(text, validate=True)
    except ValueError as error:
        raise SealUnreadable("a sealing key: expected 32 bytes in Base64") from error
    if len(secret) != SecretBox.KEY_SIZE:
        raise SealUnreadable(f"a sealing key: expected {SecretBox.KEY_SIZE} bytes in Base64, got {len(secret)}")
    return Key(blake2b(secret, digest_size=4, person=b"key name").hexdigest(), secret)


def _path() -> Path:
    return settings.DATA_DIR / "secrets" / FILE


def _new() -> bytes:
    return b64encode(random(SecretBox.KEY_SIZE))
