"""Keep what could not be taken as a fact, with its bytes, for a person to look at."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from itertools import groupby

from quanheng.measuring.arrivals import Arrival, Refusal, Taking
from quanheng.measuring.models import RejectedMessage

BODY_BYTES_KEPT = 64 * 1024
SEQS_NAMED = 40
HTTPS = "https"
# Anyone may send over HTTPS, where no broker asks who they are: strangers must not fill the disk.
STRANGERS_AN_HOUR = 1000


def keep(refusals: list[Refusal], takings: list[Taking]) -> None:
    """The same bytes rejected again add nothing."""
    rows = [_whole(refusal) for refusal in refusals if not _is_one_stranger_too_many(refusal)]
    for taking in takings:
        rows += _parts(taking)
    if rows:
        RejectedMessage.objects.bulk_create(rows, ignore_conflicts=True)


def _is_one_stranger_too_many(refusal: Refusal) -> bool:
    arrival = refusal.arrival
    if arrival.topic or refusal.vouched:
        return False
    of_late = RejectedMessage.objects.filter(received_at__gt=arrival.received_at - timedelta(hours=1), topic=HTTPS)
    return of_late.count() >= STRANGERS_AN_HOUR


def _whole(refusal: Refusal) -> RejectedMessage:
    row = _row(refusal.arrival, refusal.reason, refusal.detail)
    row.device_id = printable(refusal.device_id)[:60]
    if refusal.instrument is not None:
        row.instrument_id, row.area = refusal.instrument.instrument_id, refusal.instrument.area
    return row


def _parts(taking: Taking) -> Iterator[RejectedMessage]:
    """One row for each reason and not for each record: a batch of 500 bad records is kept once, not 500 times."""
    for reason, group in groupby(sorted(taking.rejected, key=lambda one: (one[1], one[0])), key=lambda one: one[1]):
        told = list(group)
        named = "; ".join(f"{seq}: {detail}" for seq, _, detail in told[:SEQS_NAMED])
        more = f"; and {len(told) - SEQS_NAMED} more" if len(told) > SEQS_NAMED else ""
        row = _row(taking.arrival, reason, named + more)
        row.seq = told[0][0]
        row.device_id = taking.scale.device_id
        row.instrument_id, row.area = taking.scale.instrument_id, taking.scale.area
        yield row


def _row(arrival: Arrival, reason: str, detail: str) -> RejectedMessage:
    return RejectedMessage(
        received_at=arrival.received_at,
        topic=printable(arrival.topic or HTTPS)[:200],
        reason=reason,
        detail=printable(detail)[:4000],
        body=arrival.message[:BODY_BYTES_KEPT],
        body_bytes=len(arrival.message),
        body_sha256=sha256(arrival.message).hexdigest(),
    )


def printable(text: str) -> str:
    """PostgreSQL's text holds neither NUL nor half a surrogate pair, and strangers send both."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()
