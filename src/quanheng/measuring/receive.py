"""Take in what scales sent: many messages, one transaction, one outcome each. Nothing is answered before it commits."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import InterfaceError, OperationalError, ProgrammingError, transaction

from quanheng.connectors.scale import Receipt, RejectedRecord
from quanheng.measuring import arrivals, events, impossible, life_events, presence, recheck, rejects, store, tally
from quanheng.measuring.arrivals import Arrival, Opened, Refusal, Sign, Taking
from quanheng.measuring.known_scales import KnownScales

# The database is away, or asks to try again: no message's fault.
TRY_AGAIN = (OperationalError, InterfaceError)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message. Whoever has no receipt coming was not vouched for, or needs none."""

    device_id: str
    receipt: Receipt | None = None
    refusal: str = ""
    detail: str = ""
    weighings: int = 0
    rechecks: int = 0
    events: int = 0
    duplicates: int = 0


def receive(messages: list[Arrival], worker: str, scales: KnownScales) -> list[Outcome]:
    """Store all that can be stored, keep the rest as rejected. Raises one of `TRY_AGAIN`, then nothing was stored."""
    if not messages:
        return []
    try:
        return _take(_open(messages, scales), worker)
    except (*TRY_AGAIN, ProgrammingError):  # the latter: our tables are not as this program knows them
        raise
    except Exception as error:
        if len(messages) == 1:
            return [_set_apart(messages[0], worker, scales, error)]
        # One of them holds something we did not foresee: alone, it cannot stop the others.
        log.exception("a message could not be stored: %d are taken one by one", len(messages))
        return [outcome for message in messages for outcome in receive([message], worker, scales)]


def _open(messages: list[Arrival], scales: KnownScales) -> list[Opened]:
    claimed = [arrivals.claimed_scale(message) for message in messages]
    scales.load(name for name in claimed if name)
    opened = [arrivals.open_arrival(*pair, scales.get) for pair in zip(messages, claimed, strict=True)]
    for one in opened:
        if isinstance(one, Taking):
            impossible.sort(one)
    return opened


def _take(opened: list[Opened], worker: str) -> list[Outcome]:
    takings = [one for one in opened if isinstance(one, Taking)]
    refusals = [one for one in opened if isinstance(one, Refusal)]
    store.ensure_days(takings)
    with transaction.atomic():
        store.store_weighings(takings)
        events.store_events(takings)
        life_events.tell(takings)
        recheck.store_rechecks(takings)
        rejects.keep(refusals, takings)
        presence.note([one for one in opened if isinstance(one, Sign)], takings)
        tally.count(worker, takings, refusals)
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    return [_outcome(one, now_ms) for one in opened]


def _set_apart(message: Arrival, worker: str, scales: KnownScales, error: Exception) -> Outcome:
    """Kept for a person, and not answered: the fault may be ours, so the scale must not forget these records."""
    log.error("could not be stored and is kept as rejected: %s: %s", type(error).__name__, error)
    name = arrivals.claimed_scale(message) or ""
    refusal = Refusal(message, "unstorable", f"{type(error).__name__}: {error}", name, scales.get(name))
    return _take([refusal], worker)[0]


def _outcome(one: Opened, now_ms: int) -> Outcome:
    if isinstance(one, Sign):
        return Outcome(one.scale.device_id)
    if isinstance(one, Refusal):
        return Outcome(one.device_id, _refused(one, now_ms), one.reason, one.detail)
    return Outcome(
        one.scale.device_id,
        _taken(one, now_ms),
        weighings=len(one.weighings),
        rechecks=len(one.rechecks),
        events=len(one.events),
        duplicates=one.duplicates,
    )


def _taken(taking: Taking, now_ms: int) -> Receipt:
    seqs = [record.seq for record in taking.batch.records]
    return Receipt(
        taking.scale.device_id,
        arrivals.digest_of(taking.arrival.message),
        now_ms,
        min(seqs),
        max(seqs),
        taking.stored,
        taking.duplicates,
        tuple(RejectedRecord(seq, reason) for seq, reason, _ in taking.rejected),
    )


def _refused(refusal: Refusal, now_ms: int) -> Receipt | None:
    """Only bytes that the scale itself vouched for are answered.

    Otherwise a stranger could send a scale's own body under a false signature, and the scale, reading that its batch
    was refused, would forget records that nobody has stored.
    """
    if not refusal.vouched:
        return None
    digest = arrivals.digest_of(refusal.arrival.message)
    return Receipt(refusal.device_id, digest, now_ms, refused=refusal.reason)
