"""One run for one data directory: the lock, and the processes that an earlier run could not take with it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import psutil

SAME_START_SECONDS = 5.0
FAREWELL_SECONDS = 30.0


class AlreadyRunning(RuntimeError):
    """Another run holds this data directory."""


class Trace(msgspec.Struct, frozen=True):
    """A process well enough described to know it again: its number alone may soon belong to another program."""

    name: str
    pid: int
    created: float
    command: list[str]
    stop_signal: int


@contextmanager
def sole_run(data_dir: Path) -> Iterator[None]:
    with (data_dir / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "?"
            raise AlreadyRunning(
                f"another run (process {holder}) uses {data_dir}: stop it, or choose another DATA_DIR"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def trace(name: str, pid: int, stop_signal: int) -> Trace | None:
    try:
        process = psutil.Process(pid)
        return Trace(name, pid, process.create_time(), process.cmdline(), stop_signal)
    except psutil.Error:
        return None


def remember(data_dir: Path, traces: list[Trace]) -> None:
    path = data_dir / "run.json"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(msgspec.json.encode(traces))
    os.replace(unfinished, path)


def remembered(data_dir: Path) -> list[Trace]:
    try:
        return msgspec.json.decode((data_dir / "run.json").read_bytes(), type=list[Trace])
    except FileNotFoundError:
        return []


def still_there(left: Trace) -> psutil.Process | None:
    try:
        process = psutil.Process(left.pid)
        same = abs(process.create_time() - left.created) < SAME_START_SECONDS and process.cmdline() == left.command
        return process if same else None
    except psutil.Error:
        return None


def clear(data_dir: Path) -> list[str]:
    """End what an earlier run left behind, last started first; returns the names of the parts that were found."""
    found = []
    for left in reversed(remembered(data_dir)):
        if (process := still_there(left)) is not None:
            end(process, left.stop_signal)
            found.append(left.name)
    return found


def end(process: psutil.Process, stop_signal: int) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(stop_signal)
        try:
            process.wait(FAREWELL_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(FAREWELL_SECONDS)
