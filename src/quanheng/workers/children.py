"""One child process: what it is, how it starts, how we know that it works, and how it comes back after a death."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO

from quanheng.connectors.parts import Part, State
from quanheng.workers import leftovers, unprivileged
from quanheng.workers.deathwish import tie
from quanheng.workers.terminal import Terminal

PAUSES = (0.2, 0.5, 1, 2, 4, 8, 15)
KNOCK_SECONDS = 0.2
STEADY_SECONDS = 30.0  # after this long a death is a new misfortune and no longer the same one


def nothing() -> None:
    """Most parts need no preparation."""


def alive_for(seconds: float) -> Callable[["Keeper"], bool]:
    """For a part without a door to knock at: it works when it has not ended at once."""
    return lambda keeper: time.monotonic() - keeper.spawned >= seconds


@dataclass(frozen=True)
class Child:
    name: str
    command: Callable[[], list[str]]
    works: Callable[["Keeper"], bool]
    prepare: Callable[[], None] = nothing
    env: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    start_seconds: float = 60
    stop_seconds: float = 10


class Keeper:
    """Keeps one child running. Nothing here waits: `look` is called over and over by the supervisor."""

    def __init__(self, child: Child, terminal: Terminal) -> None:
        self.child = child
        self.terminal = terminal
        self.process: subprocess.Popen[bytes] | None = None
        self.state: State = "down"
        self.since = datetime.now(UTC)
        self.restarts = 0
        self.misfortunes = 0
        self.spawned = self.due = self.next_knock = 0.0
        self.unread = b""

    def part(self) -> Part:
        pid = self.process.pid if self.process and self.state in ("starting", "up") else None
        return Part(self.child.name, self.state, pid, self.since, self.restarts)

    def trace(self) -> leftovers.Trace | None:
        pid = self.part().pid
        return None if pid is None else leftovers.trace(self.child.name, pid, self.child.stop_signal)

    def output(self) -> IO[bytes] | None:
        stream = self.process.stdout if self.process else None
        return None if stream is None or stream.closed else stream

    def become(self, state: State) -> None:
        self.state, self.since = state, datetime.now(UTC)

    def say(self, text: str) -> None:
        self.terminal.say(self.child.name, text)

    def spawn(self) -> None:
        self.child.prepare()
        self.process = subprocess.Popen(  # noqa: S603
            self.child.command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.child.env},
            cwd="/" if self.child.user else None,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops the parts in order
            preexec_fn=tie(self.child.death_signal),  # noqa: PLW1509
            **unprivileged.identity(self.child.user),
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.spawned = self.next_knock = time.monotonic()
        self.unread = b""
        self.become("starting")

    def look(self) -> bool:
        """See how the child is and do what is due; True when its state has changed."""
        before = self.state
        self.pass_on_output()
        if self.state in ("starting", "up") and self.process is not None and self.process.poll() is not None:
            self.mourn(self.process.returncode)
        elif self.state == "starting" and self.knock():
            self.become("up")
            self.say("up")
        elif self.state == "restarting" and time.monotonic() >= self.due:
            self.restarts += 1
            self.spawn()
        return self.state != before

    def knock(self) -> bool:
        """Ask whether the part works, less and less often: each answer may cost it a line in the log."""
        now = time.monotonic()
        if now < self.next_knock:
            return False
        self.next_knock = now + max(KNOCK_SECONDS, (now - self.spawned) / 4)
        return self.child.works(self)

    def mourn(self, code: int) -> None:
        if time.monotonic() - self.spawned > STEADY_SECONDS:
            self.misfortunes = 0
        pause = PAUSES[min(self.misfortunes, len(PAUSES) - 1)]
        self.misfortunes += 1
        self.due = time.monotonic() + pause
        self.close_output()
        self.become("restarting")
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        self.say(f"{how}; starting again in {pause:g} s")

    def pass_on_output(self) -> None:
        """Whole lines go to the terminal; the beginning of a line waits for its end."""
        stream = self.output()
        if stream is None:
            return
        with suppress(BlockingIOError):
            while chunk := os.read(stream.fileno(), 65536):
                *lines, self.unread = (self.unread + chunk).split(b"\n")
                for line in lines:
                    self.say(line.decode(errors="replace").rstrip())

    def close_output(self) -> None:
        self.pass_on_output()
        if (stream := self.output()) is not None:
            stream.close()
        if self.unread:
            self.say(self.unread.decode(errors="replace"))
            self.unread = b""

    def stop(self) -> None:
        """Ask the child to end, insist after a while; its own children end with it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.child.stop_signal)
            deadline = time.monotonic() + self.child.stop_seconds
            while self.process.poll() is None and time.monotonic() < deadline:
                self.pass_on_output()
                time.sleep(0.02)
            if self.process.poll() is None:
                self.say(f"did not stop within {self.child.stop_seconds:g} s: killed")
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.close_output()
        self.become("down")
