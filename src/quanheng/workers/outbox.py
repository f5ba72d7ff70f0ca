"""The messenger: carries what waits in the outbox to WeChat and to the short-message gateway, round after round."""

import signal
from threading import Event

from django.db import close_old_connections
from django.utils import timezone

from quanheng.cases.carriers import carry_due

PAUSE_SECONDS = 2.0


def main() -> None:
    """Until asked to stop; what was claimed and not carried then is due again when its lease ends."""
    stopping = Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopping.set())
    while not stopping.is_set():
        close_old_connections()
        if not carry_due(timezone.now):
            stopping.wait(PAUSE_SECONDS)
