"""The slow way in, when a copy clashes with what is stored: absorb what was sent again, keep what reuses a number.

A scale sends a batch again when it did not hear our receipt, so the same number with the same content is no event.
The same number and time with other content cannot be a fact beside the first one: it is rejected and kept.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import connection

from quanheng.connectors.scale import Weighing
from quanheng.measuring.arrivals import Taking
from quanheng.measuring.instants import from_millis, to_millis

Key = tuple[int, int, int]
Content = tuple[int | str, ...]

KNOWN = """
SELECT w.instrument_id, w.seq, w.weighed_at, w.gross_mg, w.tare_mg, w.net_mg, w.unit_price_fen, w.price_unit_g,
       w.amount_fen, w.adc, w.zero_adc, w.clock, w.acts, w.goods, w.goods_class
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS k (instrument_id, seq, weighed_at)
JOIN measuring_weighing w USING (instrument_id, seq, weighed_at)
WHERE w.weighed_at BETWEEN %s AND %s
"""


def set_known_aside(takings: list[Taking], content_of: Callable[[Weighing], Content]) -> None:
    """Leave in each taking only what no earlier message and no stored row has, by instrument, number and time."""
    met: dict[Key, Content] = dict(_stored(takings))
    for taking in takings:
        new = []
        for w in taking.weighings:
            content = content_of(w)
            known = met.setdefault((taking.scale.instrument_id, w.seq, w.at_ms), content)
            if known is content:
                new.append(w)
            elif known == content:
                taking.duplicates += 1
            else:
                taking.rejected.append((w.seq, "number-reused", "this number and time is stored with other content"))
        taking.weighings = new


def _stored(takings: list[Taking]) -> Mapping[Key, Content]:
    keys = [(taking.scale.instrument_id, w.seq, from_millis(w.at_ms)) for taking in takings for w in taking.weighings]
    if not keys:
        return {}
    instruments, seqs, times = (list(column) for column in zip(*keys, strict=True))
    # The bounds let the planner leave out the other days.
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [instruments, seqs, times, min(times), max(times)])
        return dict(_keyed(row) for row in cursor)


def _keyed(row: tuple[int, int, datetime, *tuple[int | str, ...]]) -> tuple[Key, Content]:
    instrument_id, seq, weighed_at, *content = row
    return (instrument_id, seq, to_millis(weighed_at)), tuple(content)
