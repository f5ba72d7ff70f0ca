"""A supervisor with two small parts: python -m tests.workers.rehearsal DATA_DIR [--follow-parent]"""

import sys
from pathlib import Path

from quanheng.workers import deathwish, leftovers
from quanheng.workers.children import Child, Keeper
from quanheng.workers.supervisor import Stopped, Supervisor
from quanheng.workers.terminal import Terminal

# It says a line and half a line, as a program does that is killed in the middle of a sentence.
TALKER = "import sys, time; sys.stdout.write('one line\\nhalf'); sys.stdout.flush(); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


def has_spoken(keeper: Keeper) -> bool:
    return (keeper.terminal.logs / f"{keeper.child.name}.log").exists()


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def main(data_dir: Path) -> None:
    supervisor = Supervisor(data_dir, Terminal(data_dir / "logs"))
    supervisor.obey_signals()
    try:
        with leftovers.sole_run(data_dir):
            supervisor.start(Child("talker", lambda: python(TALKER), has_spoken))
            supervisor.start(Child("deaf", lambda: python(DEAF), has_spoken, stop_seconds=0.3))
            supervisor.keep()
    except Stopped:
        supervisor.stop_all()


if __name__ == "__main__":
    if "--follow-parent" in sys.argv:
        deathwish.follow_parent()
    main(Path(sys.argv[1]))
