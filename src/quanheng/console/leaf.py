"""One leaf of a long list: rows, and where the next leaf begins. By key, so that the thousandth costs as the first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

ROWS = 50
CHUNK_ROWS = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    rows: list[Row]
    next: str


def leaf(rows: QuerySet[Row], key: Callable[[Row], object], size: int = ROWS) -> Leaf[Row]:
    found: list[Any] = list(rows[: size + 1])
    return Leaf(found[:size], str(key(found[size - 1])) if len(found) > size else "")


@dataclass(frozen=True)
class Leaves(Generic[Row]):
    """All of a list, leaf after leaf: ``rows`` are those behind a key, the first ones behind none.

    ``dressed`` adds to a leaf of rows what its page adds to them.
    """

    rows: Callable[[str], QuerySet[Row]]
    key: Callable[[Row], object]
    dressed: Callable[[list[Row]], list[Any]] = list

    def __iter__(self) -> Iterator[list[Any]]:
        found = leaf(self.rows(""), self.key, CHUNK_ROWS)
        yield self.dressed(found.rows)
        while found.next:
            found = leaf(self.rows(found.next), self.key, CHUNK_ROWS)
            yield self.dressed(found.rows)

    def leaf(self, place: str) -> Leaf[Row]:
        return leaf(self.rows(place), self.key)

    def outgrow(self, most: int) -> bool:
        return self.rows("").order_by()[: most + 1].count() > most


def read_number_key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def read_count_key(text: str) -> tuple[int, int] | None:
    """A count and the number of the row, as ``5~17``; None as in ``read_moment_key``."""
    count, _, number = text.partition("~")
    known = all(part.isascii() and part.isdigit() and len(part) < 10 for part in (count, number))
    return (int(count), int(number)) if known else None


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
