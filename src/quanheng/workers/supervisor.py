"""Starts the parts in order, keeps them, stops them in reverse. One thread and one loop: nothing here can race."""

import selectors
import signal
import time
from pathlib import Path
from types import FrameType

from quanheng.connectors import parts
from quanheng.workers import leftovers
from quanheng.workers.children import Child, Keeper
from quanheng.workers.terminal import Terminal

LOOK_SECONDS = 0.1
TRIES_AT_START = 4


class Stopped(Exception):
    """A person or the system asked us to stop."""


class PartRefused(RuntimeError):
    """A part does not come up, so there is nothing to supervise."""


class Supervisor:
    def __init__(self, data_dir: Path, terminal: Terminal) -> None:
        self.data_dir = data_dir
        self.terminal = terminal
        self.keepers: list[Keeper] = []
        self.stop_asked = False

    def obey_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked = True  # a second signal, as from `make`, changes nothing

    def start(self, child: Child) -> None:
        """Start a part and wait until it works."""
        keeper = Keeper(child, self.terminal)
        self.keepers.append(keeper)
        keeper.spawn()
        self.record()
        deadline = time.monotonic() + child.start_seconds
        while keeper.state != "up":
            self.turn()
            if keeper.misfortunes >= TRIES_AT_START or time.monotonic() > deadline:
                raise PartRefused(f"{child.name} does not start: see {self.terminal.logs / child.name}.log")

    def complete(self, child: Child) -> None:
        """Run a task that has an end, while the parts that already run are kept."""
        task = Keeper(child, self.terminal)
        task.spawn()
        assert task.process is not None
        try:
            while task.process.poll() is None:
                self.turn()
                task.pass_on_output()
        finally:
            task.stop()
        if task.process.returncode != 0:
            raise PartRefused(f"{child.name} failed: see {self.terminal.logs / child.name}.log")

    def keep(self) -> None:
        while True:
            self.turn()

    def turn(self) -> None:
        """Wait for output or a moment, then look at every part."""
        if self.stop_asked:
            raise Stopped
        self.wait_for_output()
        changed = [keeper for keeper in self.keepers if keeper.look()]
        if changed:
            self.record()

    def wait_for_output(self) -> None:
        with selectors.DefaultSelector() as selector:
            for keeper in self.keepers:
                if (output := keeper.output()) is not None:
                    selector.register(output, selectors.EVENT_READ)
            if selector.get_map():
                selector.select(LOOK_SECONDS)
        time.sleep(LOOK_SECONDS / 4)  # let a burst of lines gather; and a closed output must not make us spin

    def record(self) -> None:
        parts.write(self.data_dir, [keeper.part() for keeper in self.keepers])
        traces = [keeper.trace() for keeper in self.keepers]
        leftovers.remember(self.data_dir, [trace for trace in traces if trace is not None])

    def stop_all(self) -> None:
        for keeper in reversed(self.keepers):
            keeper.stop()
            keeper.say("stopped")
            self.record()
