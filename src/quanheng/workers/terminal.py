"""One readable line for each event: on the terminal with the name of the part, and in that part's own log file."""

import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")
LOG_BYTES_MAX = 20 * 1024 * 1024
COLOURS = {"postgres": 34, "broker": 35, "ingest": 36, "imports": 36, "web": 32, "simulator": 33, "quanheng": 1}


class Terminal:
    def __init__(self, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.logs = logs
        self.files: dict[str, BinaryIO] = {}
        self.coloured = sys.stdout.isatty()

    def say(self, name: str, text: str) -> None:
        moment = f"{datetime.now(HERE):%H:%M:%S}"
        self.file(name).write(f"{datetime.now(HERE):%Y-%m-%d} {moment} {text}\n".encode())
        label = f"{name:>9}"
        if self.coloured:
            label = f"\x1b[{COLOURS.get(name, 0)}m{label}\x1b[0m"
        try:
            sys.stdout.write(f"{moment} {label} | {text}\n")
            sys.stdout.flush()
        except (BrokenPipeError, OSError):  # the terminal was closed; the log files still tell
            return

    def file(self, name: str) -> BinaryIO:
        if name not in self.files:
            path = self.logs / f"{name}.log"
            if path.exists() and path.stat().st_size > LOG_BYTES_MAX:
                path.replace(path.with_suffix(".log.1"))
            self.files[name] = path.open("ab", buffering=0)
        return self.files[name]

    def close(self) -> None:
        for file in self.files.values():
            file.close()
