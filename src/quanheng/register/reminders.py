"""Remind the people of each place that verifications run out, at set days before and once after (T4-4.2.5).

A run looks at the days that lie between one reminder and the next, so that a day without a run loses none; a notice
that was given is not given again.
"""

from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from quanheng.people.areas import within
from quanheng.register.due import IN_SERVICE
from quanheng.register.models import Notice

# How long a notice stands on the board, and how far back one is given for what has run out.
SHOWN_DAYS = 7
RUN_OUT_DAYS = 30


@transaction.atomic
def remind(on: date) -> int:
    """Write the notices of a day; a second run on the same day writes none. How many are new."""
    steps = sorted(settings.REMIND_DAYS_BEFORE, reverse=True)
    spans = [(days, on + timedelta(days=nearer + 1), on + timedelta(days=days)) for days, nearer in pairwise(steps)]
    spans.append((steps[-1], on, on + timedelta(days=steps[-1])))
    spans.append((0, on - timedelta(days=RUN_OUT_DAYS), on - timedelta(days=1)))
    return sum(_give(on, *span) for span in spans)


# In the database from end to end: what runs out in two months of a nation is a third of a million rows.
GIVE = """
INSERT INTO register_notice (place_id, area, noticed_on, due_on, days_before, instruments)
SELECT place.id, place.area, %(on)s, state.valid_until, %(days_before)s, count(*)
FROM register_instrumentstate AS state
JOIN register_instrument AS instrument ON instrument.id = state.instrument_id
JOIN register_place AS place ON place.id = instrument.place_id
WHERE state.valid_until BETWEEN %(first)s AND %(last)s AND state.status = ANY(%(in_service)s)
GROUP BY place.id, state.valid_until
ON CONFLICT DO NOTHING
"""


def _give(on: date, days_before: int, first: date, last: date) -> int:
    told = {"on": on, "days_before": days_before, "first": first, "last": last, "in_service": list(IN_SERVICE)}
    with connection.cursor() as cursor:
        cursor.execute(GIVE, told)
        return cursor.rowcount


def on_board(viewer: object, today: date) -> QuerySet[Notice]:
    """What was noticed in the last days, the nearest first."""
    rows = Notice.objects.filter(within(viewer), noticed_on__gt=today - timedelta(days=SHOWN_DAYS))
    # Not joined: the places of all of them would be read to show the first six.
    return rows.prefetch_related("place").order_by("due_on", "pk")
