"""Write docs/wire/*.schema.json from the structs that the platform decodes with. A test fails when they differ."""

import json
from pathlib import Path
from typing import Any

import msgspec

from quanheng.connectors import hotline
from quanheng.connectors.maker_service import Answer, Question
from quanheng.connectors.scale import Batch, Receipt, Status

WIRE = Path(__file__).resolve().parent.parent / "docs" / "wire"
MESSAGES: dict[str, tuple[Any, str]] = {
    "batch": (Batch, "What a scale publishes on up/records or posts to /api/v1/batches"),
    "status": (Status, "What a scale retains on up/status: its birth, and its will"),
    "maker-question": (Question, "What the platform posts to the verification service of a maker"),
    "maker-answer": (Answer, "What the service answers, in a frame that the maker signed"),
    "hotline-ticket": (hotline.Ticket, "What a hotline posts to /api/v1/hotline/tickets"),
    "hotline-answer": (hotline.Answer, "What the platform posts to a hotline"),
    "receipt": (Receipt, "What the platform answers on down/receipt or to the post"),
}


def schema(name: str) -> str:
    kind, title = MESSAGES[name]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **msgspec.json.schema(kind)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    for name in MESSAGES:
        (WIRE / f"{name}.schema.json").write_text(schema(name), encoding="utf-8")


if __name__ == "__main__":
    main()
