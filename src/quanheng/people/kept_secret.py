"""A secret of this installation that nobody had to choose: made once, and kept beside the data."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, new: Callable[[], bytes]) -> str:
    """Several processes may start at once: the file appears whole, and the first one stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _written_beside(path, new()) as unfinished:
            try:
                os.link(unfinished.name, path)
            except FileExistsError:
                return path.read_text().strip()
    return path.read_text().strip()


def replace(path: Path, content: bytes) -> None:
    """Another content from now on; a reader sees the old one or the new one, never a half."""
    with _written_beside(path, content) as unfinished:
        os.link(unfinished.name, f"{unfinished.name}.whole")
        os.replace(f"{unfinished.name}.whole", path)


def _written_beside(path: Path, content: bytes) -> "tempfile._TemporaryFileWrapper[bytes]":
    unfinished = tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f"{path.stem}.")  # noqa: SIM115
    unfinished.write(content)
    unfinished.flush()
    os.fsync(unfinished.fileno())
    return unfinished
