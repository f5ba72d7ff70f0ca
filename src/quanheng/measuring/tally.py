"""Count what was taken in, in the same transaction: by market and minute for the board, by worker for the total."""

from collections import defaultdict
from datetime import datetime

from django.db import connection

from quanheng.measuring.arrivals import Refusal, Taking

# An absurd amount is stored as evidence; a sum of many would leave the column's range and stop the intake.
LARGEST = 2**62
COUNT = """
INSERT INTO measuring_tally (minute, market_id, weighings, amount_fen, area)
SELECT minute, market_id, weighings, amount_fen, m.area
FROM unnest(%s::timestamptz[], %s::bigint[], %s::bigint[], %s::bigint[]) AS t (minute, market_id, weighings, amount_fen)
JOIN register_place m ON m.id = t.market_id
ON CONFLICT (minute, market_id) DO UPDATE SET
    weighings = measuring_tally.weighings + excluded.weighings,
    amount_fen = LEAST(measuring_tally.amount_fen::numeric + excluded.amount_fen, %s)
"""
TOTAL = """
INSERT INTO measuring_intake AS total (worker, weighings, rechecks, events, duplicates, rejected, committed_at)
VALUES (%s, %s, %s, %s, %s, %s, now())
ON CONFLICT (worker) DO UPDATE SET
    weighings = total.weighings + excluded.weighings, rechecks = total.rechecks + excluded.rechecks,
    events = total.events + excluded.events, duplicates = total.duplicates + excluded.duplicates,
    rejected = total.rejected + excluded.rejected, committed_at = excluded.committed_at
"""


def count(worker: str, takings: list[Taking], refusals: list[Refusal]) -> None:
    minutes = _by_minute(takings)
    with connection.cursor() as cursor:
        if minutes:
            cursor.execute(COUNT, [*(list(column) for column in zip(*minutes, strict=True)), LARGEST])
        if takings or refusals:
            cursor.execute(TOTAL, [worker, *_totals(takings, refusals)])


def _by_minute(takings: list[Taking]) -> list[tuple[datetime, int, int, int]]:
    """Sorted, so that two workers lock the rows in the same order."""
    sums: dict[tuple[datetime, int], list[int]] = defaultdict(lambda: [0, 0])
    for taking in takings:
        if taking.weighings:
            minute = taking.arrival.received_at.replace(second=0, microsecond=0)
            entry = sums[minute, taking.scale.market_id]
            entry[0] += len(taking.weighings)
            entry[1] += sum(w.amount_fen for w in taking.weighings)
    return [(*key, weighings, min(fen, LARGEST)) for key, (weighings, fen) in sorted(sums.items())]


def _totals(takings: list[Taking], refusals: list[Refusal]) -> tuple[int, int, int, int, int]:
    return (
        sum(len(taking.weighings) for taking in takings),
        sum(len(taking.rechecks) for taking in takings),
        sum(len(taking.events) for taking in takings),
        sum(taking.duplicates for taking in takings),
        len(refusals) + sum(len(taking.rejected) for taking in takings),
    )
