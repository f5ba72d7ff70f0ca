"""Who is on the line: births and deaths, and the last time each scale said anything."""

from datetime import datetime

from django.db import connection

from quanheng.connectors.scale import Birth
from quanheng.measuring.arrivals import Sign, Taking
from quanheng.measuring.known_scales import KnownScale

# A birth that a broker repeats (it is retained) begins nothing new. Ordered by instrument in every worker, so that
# two of them cannot wait for each other.
BORN = """
INSERT INTO measuring_presence (instrument_id, online, session, since, area)
VALUES (%(id)s, true, %(session)s, %(at)s, %(area)s)
ON CONFLICT (instrument_id) DO UPDATE SET
    since = CASE WHEN measuring_presence.online AND measuring_presence.session = excluded.session
                 THEN measuring_presence.since ELSE excluded.since END,
    online = true, session = excluded.session, area = excluded.area
"""
# A death counts for its own session only: the will of a broken connection may come after the next birth.
DIED = """
UPDATE measuring_presence SET online = false, since = %(at)s
WHERE instrument_id = %(id)s AND session = %(session)s AND online
"""
# To within ten seconds: a row for each scale in each commit would cost more than it tells.
HEARD = """
INSERT INTO measuring_presence (instrument_id, online, session, last_record_at, area)
SELECT id, false, '', at, area FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS t (id, at, area)
ON CONFLICT (instrument_id) DO UPDATE SET
    last_record_at = excluded.last_record_at, area = excluded.area
WHERE measuring_presence.last_record_at IS NULL
   OR measuring_presence.last_record_at < excluded.last_record_at - interval '10 seconds'
   OR measuring_presence.area <> excluded.area
"""


def note(signs: list[Sign], takings: list[Taking]) -> None:
    with connection.cursor() as cursor:
        # Stable sort: what one scale said keeps its order.
        for sign in sorted(signs, key=lambda sign: sign.scale.instrument_id):
            values = {
                "id": sign.scale.instrument_id,
                "session": sign.status.session,
                "at": sign.arrival.received_at,
                "area": sign.scale.area,
            }
            cursor.execute(BORN if isinstance(sign.status, Birth) else DIED, values)
        heard = _heard(takings)
        if heard:
            cursor.execute(HEARD, [list(column) for column in zip(*heard, strict=True)])


def _heard(takings: list[Taking]) -> list[tuple[int, datetime, str]]:
    latest: dict[int, tuple[datetime, KnownScale]] = {}
    for taking in takings:
        latest[taking.scale.instrument_id] = (taking.arrival.received_at, taking.scale)
    return [(number, at, scale.area) for number, (at, scale) in sorted(latest.items())]
