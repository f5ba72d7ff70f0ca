"""One leaf of a long list: rows, and where the next leaf begins. By key, so that the thousandth costs as the first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

ROWS = 50
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    rows: list[Row]
    next: str


def leaf(rows: QuerySet[Row], key: Callable[[Row], object], size: int = ROWS) -> Leaf[Row]:
    found: list[Any] = list(rows[: size + 1])
    return Leaf(found[:size], str(key(found[size - 1])) if len(found) > size else "")


def moment_key(at: datetime, number: int) -> str:
    return f"{at.isoformat()}~{number}"


def read_moment_key(text: str) -> tuple[datetime, int] | None:
    """None for the first leaf, and for a key that is not one of ours."""
    at, _, number = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo and abs(int(number)) < 2**63 else None
    except (ValueError, OverflowError):
        return None
