"""How routes that take or give bytes describe themselves in the OpenAPI document."""

from typing import Any

OCTETS = "application/octet-stream"


def described(*, takes: str, gives: str | None = None) -> dict[str, Any]:
    content = {takes: {"schema": {"type": "string", "format": "binary"}}}
    extra: dict[str, Any] = {"requestBody": {"required": True, "content": content}}
    if gives:
        answer = {"description": gives, "content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}}}
        extra["responses"] = {200: answer}
    return extra
