"""A whole living market for a test: the real processes of `quanheng run`, in a directory and on ports of their own."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from quanheng.connectors import parts
from quanheng.workers import ports
from quanheng.workers.postgres import EmbeddedPostgres
from tests.waiting import until

# What a developer's shell, or the session's own database, would otherwise decide for the market.
OURS_TO_DECIDE = (
    *("DATABASE_URL", "BROKER_URL", "PUBLIC_URL", "LISTEN_HOST", "BROKER", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"),
    *("SIM_SEED", "SIM_SPEED", "NO_SIMULATOR", "QUANHENG_DEMO", "QUANHENG_DEMO_PASSWORD"),
)
FIRST_START_SECONDS = 300


@dataclass
class LivingMarket:
    """Use as a context manager. `choices` are environment variables of `quanheng run`, as {"SIM_SPEED": "20"}."""

    data_dir: Path
    choices: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = ports.any_free()
        self.mqtt_port = ports.any_free()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "LivingMarket":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in OURS_TO_DECIDE}
        own = {"PORT": str(self.port), "MQTT_PORT": str(self.mqtt_port), "DATA_DIR": str(self.data_dir)}
        return {**inherited, **own, **self.choices}

    @property
    def broker_url(self) -> str:
        return f"mqtt://127.0.0.1:{self.mqtt_port}"

    @property
    def database_url(self) -> str:
        return EmbeddedPostgres(self.data_dir).url

    @property
    def said(self) -> str:
        """Everything on the terminal since the last start."""
        return (self.data_dir / "terminal.txt").read_text(encoding="utf-8")

    def start(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "terminal.txt").open("wb") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "quanheng.cli", "run"],
                env=self.environment,
                stdout=terminal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            until(self.is_ready, "the market is open", FIRST_START_SECONDS)
        except BaseException:
            self.stop()
            raise

    def is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the market ended at its start:\n{self.said[-4000:]}"
        return "ready: open" in self.said

    def health(self) -> dict[str, Any]:
        """What /healthz says, whatever its status code."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as answer:
            return json.load(answer)

    def part(self, name: str) -> parts.Part:
        return next(part for part in parts.read(self.data_dir) if part.name == name)

    def processes(self) -> list[psutil.Process]:
        """The supervisor and everything below it."""
        assert self.process is not None
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def kill(self, name: str) -> int:
        """Kill a part without a word; returns the number of the process that died."""
        pid = self.part(name).pid
        assert pid is not None, f"{name} is not running"
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_until_back(self, name: str, dead: int) -> None:
        until(lambda: self.part(name).state == "up" and self.part(name).pid != dead, f"{name} is back", 120)

    def stop(self) -> int:
        """As Ctrl-C does; returns the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill_supervisor(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
