"""What is done once a night: keep the day in the history of replacement, and make the ledgers of counts small again."""

from datetime import date

from quanheng.register import ledgers, replacement


def run(on: date) -> tuple[int, int]:
    """How many changes were kept, and how many rows of the ledgers were folded away. Twice a night does no harm."""
    return replacement.keep_day(on), ledgers.fold()
