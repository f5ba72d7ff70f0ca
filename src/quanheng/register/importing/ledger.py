"""What the importer asks of a kind of ledger: its columns, how a row is read, what it speaks of, how it is entered."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from quanheng.register.importing.columns import Column
from quanheng.register.importing.line import Line
from quanheng.register.models import ImportChange, ImportJob


@dataclass
class Told:
    """The rows of a chunk that can be entered, each with what it speaks of, and what entering them will do."""

    pairs: list[tuple[Any, Any]] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    # What rows say otherwise of things on record, where that is not simply put into the register.
    changes: list[ImportChange] = field(default_factory=list)

    @property
    def known(self) -> int:
        """Rows that tell nothing new."""
        return len(self.pairs) - self.new - self.changed


class Ledger(ABC):
    """One for each job: what it looked up once it may keep for the next chunk."""

    name: ClassVar[str]
    label: ClassVar[object]
    columns: ClassVar[tuple[Column, ...]]
    # A row as an office would write it, for the sheet to fill in.
    example: ClassVar[dict[str, str]]

    def __init__(self, job: ImportJob) -> None:
        self.job = job

    @abstractmethod
    def read(self, number: int, cells: list[str], today: date) -> Line:
        """A row by itself, with what is wrong in it."""

    @abstractmethod
    def told(self, lines: Sequence[Any]) -> Told:
        """What the register knows of the rows of a chunk; faults are noted in the rows."""

    @abstractmethod
    def enter(self, told: Told) -> None:
        """Within the caller's transaction. A second time changes nothing."""
