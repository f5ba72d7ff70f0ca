"""What people asked for and need not wait for: ledgers that offices send, and acts on many instruments at once."""

import logging
import signal
from threading import Event

from django.db import close_old_connections

from quanheng.register.bulk import run as bulk
from quanheng.register.importing import run as importing

PAUSE_SECONDS = 1.0
log = logging.getLogger(__name__)


def main() -> None:
    """Until asked to stop. What was not finished then goes on at the next start, from its last chunk."""
    stopping = Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: _leave(stopping))
    while not stopping.is_set():
        if not step():
            stopping.wait(PAUSE_SECONDS)


def _leave(stopping: Event) -> None:
    """A chunk is a transaction: leaving within one loses nothing that was told as done."""
    stopping.set()
    raise SystemExit(0)


def step() -> bool:
    """Whether there was something to do."""
    close_old_connections()
    for name, work_of in (("import", importing), ("bulk", bulk)):
        job = work_of.claim()
        if job is not None:
            log.info("%s %s: %s", name, job.pk, job.stage)
            work_of.work(job)
            return True
    return False
