"""One row of an office's ledger as it was read, whatever the ledger is about, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from quanheng.register.importing.columns import Column
from quanheng.register.importing.faults import Fault

DATES = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
# Where a sheet lost the format of a date, its number of days is left.
FIRST_DAY, DAYS = date(1899, 12, 30), re.compile(r"[3-6]\d{4}")


@dataclass
class Line:
    """What a row says, and what is wrong with it."""

    row: int
    said: dict[str, str]
    days: dict[str, date] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, column: str, code: str, **facts: object) -> None:
        self.faults.append(Fault(column, code, self.said.get(column, "")[:200], facts))

    def fit(self, columns: Iterable[Column]) -> None:
        """Every column is said, if only empty; what must be there is there, and nothing is longer than it may be."""
        for column in columns:
            _fits(self, column)

    def choose(self, column: str, known: Mapping[str, str]) -> None:
        """The office's word becomes ours; ours is understood as well."""
        said = self.said[column]
        if said and said not in known and said not in known.values():
            self.wrong(column, "choice", known="、".join(known))
        self.said[column] = known.get(said, said)

    def read_days(self, *columns: str) -> None:
        for name in columns:
            if said := self.said[name]:
                if day := day_of(said):
                    self.days[name] = day
                else:
                    self.wrong(name, "date")


def said_in(cells: list[str], mapping: dict[str, int]) -> dict[str, str]:
    return {name: _unguarded(cells[at]) if at < len(cells) else "" for name, at in mapping.items()}


def _unguarded(cell: str) -> str:
    """Our own exports put an apostrophe before what a spreadsheet would calculate."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def _fits(line: Line, column: Column) -> None:
    said = line.said.setdefault(column.name, "")
    if column.required and not said:
        line.wrong(column.name, "missing")
    elif len(said) > column.characters:
        line.wrong(column.name, "too-long", max=column.characters)
    elif not said.isprintable() and any(_is_unreadable(sign) for sign in said):
        line.said[column.name] = ""
        line.wrong(column.name, "control")


def _is_unreadable(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t"


def day_of(said: str) -> date | None:
    if DAYS.fullmatch(said):
        return FIRST_DAY + timedelta(days=int(said))
    found = DATES.fullmatch(said)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
