"""The flash memory of every simulated scale: records stay until the platform's receipt for them has come.

A scale that loses its numbers would use them twice, and twice the same number with other content is evidence
against it. So the memory outlives the program.
"""

import os
import sqlite3
from pathlib import Path

import msgspec

from quanheng.connectors.scale import Record

# About ten hours of the whole city; beyond that the city stands still until receipts come again.
CAPACITY = 150_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS record (device_id TEXT, seq INTEGER, body BLOB, PRIMARY KEY (device_id, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS scale (device_id TEXT PRIMARY KEY, next_seq INTEGER) WITHOUT ROWID;
"""
REMEMBER_NUMBER = "INSERT INTO scale VALUES (?, ?) ON CONFLICT (device_id) DO UPDATE SET next_seq = excluded.next_seq"


def journal_of(seed: int) -> Path:
    """Where the memory of a city's scales lies."""
    return Path(os.environ.get("DATA_DIR", ".data")) / "simulator" / f"journal-{seed}.sqlite3"


class Journal:
    """In memory when no path is given, as a test has no use for yesterday."""

    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.file = sqlite3.connect(path or ":memory:", isolation_level=None)
        # Safe against a killed program; a power cut in the machine that plays a city may cost its last seconds.
        self.file.execute("PRAGMA journal_mode = WAL")
        self.file.execute("PRAGMA synchronous = OFF")
        self.file.executescript(SCHEMA)
        (self.waiting,) = self.file.execute("SELECT count(*) FROM record").fetchone()
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Record)

    def is_full(self) -> bool:
        return self.waiting >= CAPACITY

    def next_seqs(self) -> dict[str, int]:
        return dict(self.file.execute("SELECT device_id, next_seq FROM scale"))

    def keep(self, device_id: str, record: Record) -> None:
        """Record and number together, before anything is sent."""
        with self.file:
            self.file.execute("BEGIN")
            body = self._encoder.encode(record)
            self.file.execute("INSERT INTO record VALUES (?, ?, ?)", (device_id, record.seq, body))
            self.file.execute(REMEMBER_NUMBER, (device_id, record.seq + 1))
        self.waiting += 1

    def oldest(self, device_id: str, most: int) -> tuple[Record, ...]:
        rows = self.file.execute(
            "SELECT body FROM record WHERE device_id = ? ORDER BY seq LIMIT ?", (device_id, most)
        ).fetchall()
        return tuple(self._decoder.decode(body) for (body,) in rows)

    def forget(self, device_id: str, last_seq: int) -> None:
        done = self.file.execute("DELETE FROM record WHERE device_id = ? AND seq <= ?", (device_id, last_seq))
        self.waiting -= done.rowcount

    def close(self) -> None:
        self.file.close()
