"""The secret link that lets a complainant follow a complaint without an account.

Its token is derived from what was submitted, so that the same submission, sent twice by a phone with a bad network,
gets the same link, although only the token's digest is stored.
"""

import hashlib
from base64 import b32encode

from django.utils.crypto import salted_hmac

TOKEN_BYTES = 20  # 160 bits: nobody guesses it


def token_for(submission: str) -> str:
    keyed = salted_hmac("quanheng.cases.secret", submission, algorithm="sha256").digest()
    return b32encode(keyed[:TOKEN_BYTES]).decode().lower()


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
