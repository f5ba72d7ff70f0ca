"""Remind the people of each place that verifications run out, at set days before and once after (T4-4.2.5).

A run looks at the days that came within reach since the run before it, so that a day without a run loses none, and at
what was recorded since then; it costs what is new, however many instruments there are. A notice that was given is not
given again: a run that was killed goes on where it was.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from quanheng.people.areas import within
from quanheng.register.due import IN_SERVICE
from quanheng.register.models import Notice, ReminderRun

# How long a notice stands on the board, and how far back one is given for what has run out.
SHOWN_DAYS = 7
RUN_OUT_DAYS = 30
# What was being recorded while the run before this one looked.
OVERLAP = timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Span:
    """The last days of verifications that one reminder is about; ``days_before`` is 0 after the day has passed."""

    days_before: int
    first: date
    last: date


def remind(on: date) -> int:
    """Write the notices of a day; a second run on the same day writes none. How many are new."""
    begun_at = timezone.now()
    before = ReminderRun.objects.filter(on__lte=on).order_by("on").last()
    spans = _spans(on)
    given = sum(_give(on, span.days_before, due_on) for span, due_on in _come_within_reach(spans, on, before))
    if before:
        given += _give_changed(on, spans, before.begun_at - OVERLAP)
    ReminderRun.objects.update_or_create(on=on, defaults={"begun_at": begun_at})
    return given


def _spans(on: date) -> list[Span]:
    steps = sorted(settings.REMIND_DAYS_BEFORE, reverse=True)
    spans = [Span(days, on + timedelta(days=nearer + 1), on + timedelta(days=days)) for days, nearer in pairwise(steps)]
    spans.append(Span(steps[-1], on, on + timedelta(days=steps[-1])))
    return [*spans, Span(0, on - timedelta(days=RUN_OUT_DAYS), on - timedelta(days=1))]


def _come_within_reach(spans: list[Span], on: date, before: ReminderRun | None) -> Iterator[tuple[Span, date]]:
    """The days of each span that lay beyond it when the run before looked; all of them where none did."""
    for span in spans:
        whole = (span.last - span.first).days + 1
        new = min(whole, (on - before.on).days) if before else whole
        yield from ((span, span.last - timedelta(days=back)) for back in range(new))


# In the database from end to end: what runs out on one day of a nation is some thousands of rows.
GIVE = """
INSERT INTO register_notice (place_id, area, noticed_on, due_on, days_before, instruments)
SELECT place.id, place.area, %(on)s, state.valid_until, %(days_before)s, count(*)
FROM register_instrumentstate AS state
JOIN register_instrument AS instrument ON instrument.id = state.instrument_id
JOIN register_place AS place ON place.id = instrument.place_id
WHERE state.valid_until = %(due_on)s AND state.status = ANY(%(in_service)s)
GROUP BY place.id, state.valid_until
ON CONFLICT DO NOTHING
"""
# A place that has something new on a day is counted anew for that day, with what was there before.
GIVE_CHANGED = """
WITH changed AS (
    SELECT DISTINCT instrument.place_id, state.valid_until, span.days_before
    FROM register_instrumentstate AS state JOIN register_instrument AS instrument ON instrument.id = state.instrument_id
    JOIN unnest(%(days_before)s::int[], %(firsts)s::date[], %(lasts)s::date[]) AS span (days_before, first, last)
        ON state.valid_until BETWEEN span.first AND span.last
    WHERE state.instrument_id IN (SELECT instrument_id FROM register_instrumentevent WHERE recorded_at >= %(since)s)
)
INSERT INTO register_notice (place_id, area, noticed_on, due_on, days_before, instruments)
SELECT place.id, place.area, %(on)s, changed.valid_until, changed.days_before, count(*)
FROM changed JOIN register_place AS place ON place.id = changed.place_id
JOIN register_instrument AS instrument ON instrument.place_id = place.id
JOIN register_instrumentstate AS state ON state.instrument_id = instrument.id
WHERE state.valid_until = changed.valid_until AND state.status = ANY(%(in_service)s)
GROUP BY place.id, changed.valid_until, changed.days_before
ON CONFLICT DO NOTHING
"""


def _give(on: date, days_before: int, due_on: date) -> int:
    told = {"on": on, "days_before": days_before, "due_on": due_on, "in_service": list(IN_SERVICE)}
    if given := _written(GIVE, told):
        log.info("%d notices of verifications that end on %s, %d days before", given, due_on, days_before)
    return given


def _give_changed(on: date, spans: list[Span], since: datetime) -> int:
    columns = {
        "days_before": [span.days_before for span in spans],
        "firsts": [span.first for span in spans],
        "lasts": [span.last for span in spans],
    }
    if given := _written(GIVE_CHANGED, {"on": on, "since": since, "in_service": list(IN_SERVICE), **columns}):
        log.info("%d notices of what was recorded since %s", given, since)
    return given


def _written(sql: str, told: dict[str, object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return cursor.rowcount


def on_board(viewer: object, today: date) -> QuerySet[Notice]:
    """What was noticed in the last days, the nearest first."""
    rows = Notice.objects.filter(within(viewer), noticed_on__gt=today - timedelta(days=SHOWN_DAYS))
    # Not joined: the places of all of them would be read to show the first six.
    return rows.prefetch_related("place").order_by("due_on", "pk")
