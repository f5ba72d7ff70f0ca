"""What has to be done once a day, done by itself: at the start, and then early every morning."""

import logging
import signal
from datetime import date, datetime, time, timedelta
from threading import Event

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from quanheng.cases.key_supervision import propose
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.reminders import remind
from quanheng.workers import demo_repairs, nightly

# After midnight in Shanghai, when the day is counted, and before anybody comes to work.
AT = time(2, 30)
# A machine that slept over the hour is told when it wakes.
LOOK_SECONDS = 300.0
say = logging.getLogger("quanheng.daily")


def main() -> None:
    stopping = Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopping.set())
    due = timezone.now()
    while not stopping.is_set():
        if timezone.now() >= due:
            close_old_connections()
            do(timezone.localdate())
            due = next_time(timezone.now())
        elif settings.DEMO:
            # Who looks at the invented city for half an hour does not wait for a night.
            close_old_connections()
            propose.count(timezone.now())
        stopping.wait(LOOK_SECONDS)


def do(on: date) -> None:
    """Twice a day does no harm."""
    night, notices = nightly.run(on), remind(on)
    if settings.DEMO:
        demo_repairs.verify_repaired(timezone.now())
    told = (night.kept, night.folded, night.erased, notices)
    say.info("%d changes kept, %d rows folded, %d contacts erased, %d notices given", *told)


def next_time(now: datetime) -> datetime:
    today = datetime.combine(now.astimezone(SHANGHAI).date(), AT, SHANGHAI)
    return today if now < today else today + timedelta(days=1)
