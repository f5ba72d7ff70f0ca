"""What a comparison amounts to: match, elsewhere, mismatch, clone or unknown, with the evidence it rests on.

Pure. To accuse wrongly is worse than to miss: a scale found at another place is *elsewhere*, carried there without an
entry or a copy, until something shows that there are two (docs/adr/0030-when-two-scales-are-one-too-many.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MATCH, ELSEWHERE, MISMATCH, CLONE, UNKNOWN = "match", "elsewhere", "mismatch", "clone", "unknown"
OUTCOMES = (MATCH, ELSEWHERE, MISMATCH, CLONE, UNKNOWN)
# What somebody has to look into: a person dismisses it with a reason, or refers it.
FINDINGS = (MISMATCH, CLONE, UNKNOWN)
SEEN_TWICE, HEARD_WHILE_OFF = "seen-twice", "heard-while-off"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody stood before a scale of this identity; ``number`` is that of the check, none for the one being made."""

    at: datetime
    place: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """Why there must be two: ``kind``, when, and the number of the other check where there is one."""

    kind: str
    at: datetime
    number: int = 0


def seen_twice(
    this: Sighting, others: Iterable[Sighting], moved: Iterable[datetime], carried_within: timedelta
) -> Proof | None:
    """Another place within less time than anybody needs to carry a scale there, and no move on record between."""
    moves = tuple(moved)
    for other in sorted(others, key=lambda one: (abs(one.at - this.at), one.number)):
        first, last = sorted((this.at, other.at))
        told = any(first <= move <= last for move in moves)
        if other.place != this.place and last - first <= carried_within and not told:
            return Proof(SEEN_TWICE, other.at, other.number)
    return None


def heard_while_off(
    this: Sighting, registered: int, heard_at: datetime | None, *, off: bool, off_for: timedelta
) -> Proof | None:
    """The scale before us has been off for a while, at another place; and the registered one has just sent a record."""
    if not off or heard_at is None or this.place == registered:
        return None
    return Proof(HEARD_WHILE_OFF, heard_at) if this.at - off_for < heard_at <= this.at else None


def outcome_of(*, known: bool, is_against: bool, is_elsewhere: bool, proofs: Iterable[Proof]) -> str:
    """The gravest of what is so."""
    if not known:
        return UNKNOWN
    if any(proofs):
        return CLONE
    if is_against:
        return MISMATCH
    return ELSEWHERE if is_elsewhere else MATCH
