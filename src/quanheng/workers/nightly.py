"""What is done once a night: history is kept, counts are made small again, and what is kept too long is erased."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from quanheng.cases import contact_upkeep
from quanheng.register import ledgers, replacement


@dataclass(frozen=True)
class Night:
    kept: int
    folded: int
    erased: int


def run(on: date) -> Night:
    """How many changes of replacement, rows of the ledgers and contacts. Twice a night does no harm."""
    return Night(replacement.keep_day(on), ledgers.fold(), contact_upkeep.erase_due(timezone.now()))
