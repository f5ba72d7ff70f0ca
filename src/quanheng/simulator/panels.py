"""The front panels of the simulated scales: what each lock shows, and what a person types there.

Kept in a file, because the person stands in another terminal (`quanheng simulate panel`), and because a lock that
forgets with the program that it is locked would be no lock.
"""

import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from quanheng.simulator.lock import Answer, Lock

SCHEMA = """
CREATE TABLE IF NOT EXISTS lock (device_id TEXT PRIMARY KEY, challenge TEXT, wrong INTEGER, lock_outs INTEGER,
    deaf_until_ms INTEGER, by_hand INTEGER, unverified INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key (id INTEGER PRIMARY KEY, device_id TEXT, typed TEXT, outcome TEXT, confirmation TEXT);
"""
STATE = ("challenge", "wrong", "lock_outs", "deaf_until_ms", "by_hand", "unverified")
OPEN_HOUSING = "open"
ANSWER_WITHIN_S = 5.0


def panels_beside(journal: Path) -> Path:
    return journal.with_name(journal.name.replace("journal", "panels"))


class Typed(NamedTuple):
    number: int
    device_id: str
    text: str


class NobodyAnswers(RuntimeError):
    """Nothing plays this city at the moment."""


class Panels:
    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.file = sqlite3.connect(path or ":memory:", isolation_level=None)
        self.file.execute("PRAGMA journal_mode = WAL")
        self.file.execute("PRAGMA synchronous = OFF")
        self.file.executescript(SCHEMA)
        self._catch_up()

    def _catch_up(self) -> None:
        """A file of a city that began before locks told whether the scale was verified since."""
        known = {row[1] for row in self.file.execute("PRAGMA table_info(lock)")}
        if "unverified" not in known:
            self.file.execute("ALTER TABLE lock ADD COLUMN unverified INTEGER DEFAULT 0")

    # The side of the scales.

    def forget_what_was_typed(self) -> None:
        """Keys pressed while nothing played the city were pressed in vain."""
        self.file.execute("DELETE FROM key")

    def keep(self, lock: Lock) -> None:
        values = [getattr(lock, name) for name in STATE]
        self.file.execute("INSERT OR REPLACE INTO lock VALUES (?, ?, ?, ?, ?, ?, ?)", (lock.device_id, *values))

    def restore(self, lock: Lock) -> Lock:
        row = self._lock(lock.device_id)
        for name, value in zip(STATE, row or (), strict=False):
            setattr(lock, name, value)
        lock.by_hand, lock.unverified = bool(lock.by_hand), bool(lock.unverified)
        return lock

    def typed(self) -> list[Typed]:
        rows = self.file.execute("SELECT id, device_id, typed FROM key WHERE outcome IS NULL ORDER BY id")
        return [Typed(*row) for row in rows]

    def answer(self, typed: Typed, answer: Answer) -> None:
        self.file.execute("UPDATE key SET outcome = ?, confirmation = ? WHERE id = ?", (*answer, typed.number))

    # The side of the person.

    def display(self, device_id: str) -> Lock:
        """What one sees: never the secret."""
        return self.restore(Lock(device_id, b""))

    def press(self, device_id: str, text: str) -> Answer:
        """Type, and read the display. Raises NobodyAnswers."""
        done = self.file.execute("INSERT INTO key (device_id, typed) VALUES (?, ?)", (device_id, text))
        deadline = time.monotonic() + ANSWER_WITHIN_S
        while time.monotonic() < deadline:
            asked = "SELECT outcome, confirmation FROM key WHERE id = ? AND outcome IS NOT NULL"
            if row := self.file.execute(asked, (done.lastrowid,)).fetchone():
                return Answer(*row)
            time.sleep(0.05)
        self.file.execute("DELETE FROM key WHERE id = ?", (done.lastrowid,))
        raise NobodyAnswers(device_id)

    def _lock(self, device_id: str) -> tuple | None:
        asked = f"SELECT {', '.join(STATE)} FROM lock WHERE device_id = ?"  # noqa: S608 - our own column names
        return self.file.execute(asked, (device_id,)).fetchone()

    def close(self) -> None:
        self.file.close()
