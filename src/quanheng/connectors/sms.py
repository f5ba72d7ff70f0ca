"""A short message through whatever gateway an installation has: one POST of JSON, which every gateway's adapter takes.

``{"to": "13800000000", "text": "…", "key": "…"}``. The key is the same when the same message is sent again.
"""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One short message."""

    to: str
    text: str
    key: str

    def body(self) -> bytes:
        """What is posted."""
        return json.dumps({"to": self.to, "text": self.text, "key": self.key}, ensure_ascii=False).encode()


def plain_number(phone: str) -> str:
    """Digits and a leading plus, as gateways want it."""
    kept = "".join(one for one in phone if one.isdigit())
    return f"+{kept}" if phone.strip().startswith("+") else kept
