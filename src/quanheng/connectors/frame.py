"""A frame is what travels: four letters, a signature, and the exact bytes that were signed.

``QH1E`` + 64 bytes of Ed25519 signature + body. The body is JSON or MessagePack; its first byte tells which.
Nothing is parsed before the signature has been checked, and what was signed is what is kept.
The same frame goes over MQTT and HTTPS, and a shell can make one with ``openssl`` and ``cat``.
"""

from typing import NamedTuple

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

MAGIC = b"QH1E"
SIGNATURE_BYTES = 64
HEAD = len(MAGIC) + SIGNATURE_BYTES


class FrameUnreadable(ValueError):
    """The bytes are not a frame."""


class SignatureWrong(ValueError):
    """The frame is well formed and the signature is not of this key over this body."""


class Frame(NamedTuple):
    signature: bytes
    body: bytes


def seal(body: bytes, key: SigningKey) -> bytes:
    return MAGIC + key.sign(body).signature + body


def split(message: bytes) -> Frame:
    if len(message) <= HEAD or not message.startswith(MAGIC):
        raise FrameUnreadable(f"expected {MAGIC.decode()}, a signature of {SIGNATURE_BYTES} bytes, and a body")
    return Frame(message[len(MAGIC) : HEAD], message[HEAD:])


def open_frame(message: bytes, key: VerifyKey) -> bytes:
    """The body, once the key has vouched for it."""
    frame = split(message)
    try:
        key.verify(frame.body, frame.signature)
    except BadSignatureError as error:
        raise SignatureWrong("the signature does not belong to this scale's key") from error
    return frame.body


def is_json(body: bytes) -> bool:
    return body[:1] == b"{"
