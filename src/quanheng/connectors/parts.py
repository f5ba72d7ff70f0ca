"""The state of the processes of one installation, as their supervisor writes it and `/healthz` reads it."""

import os
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

State = Literal["starting", "up", "restarting", "down"]


class Part(msgspec.Struct, frozen=True):
    name: str
    state: State
    pid: int | None
    since: datetime
    restarts: int


def path_in(data_dir: Path) -> Path:
    return data_dir / "parts.json"


def write(data_dir: Path, parts: list[Part]) -> None:
    """Replace the file in one step, so that a reader sees the old state or the new one and never half of it."""
    target = path_in(data_dir)
    unfinished = target.with_suffix(".unfinished")
    unfinished.write_bytes(msgspec.json.encode(parts))
    os.replace(unfinished, target)


def read(data_dir: Path) -> list[Part]:
    """Nothing where no supervisor runs: the processes were then started one by one, and something else watches them."""
    try:
        return msgspec.json.decode(path_in(data_dir).read_bytes(), type=list[Part])
    except FileNotFoundError:
        return []
