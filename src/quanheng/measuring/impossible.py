"""Which single records of a well signed batch cannot be facts.

Only the impossible is refused. A gross mass that does not make the net, or an amount that is not mass times price,
is possible, and evidence: it is stored.
"""

from datetime import UTC, datetime, timedelta

from quanheng.connectors import scale
from quanheng.measuring.arrivals import Taking

EARLIEST_MS = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000)
AHEAD = timedelta(days=1)
REFUSED_NUL = "text holds no NUL"

Records = list[scale.Weighing] | list[scale.Recheck] | list[scale.DeviceEvent]


def sort(taking: Taking) -> None:
    """Put each record of the batch with its kind, or among the rejected with the reason."""
    latest_ms = int((taking.arrival.received_at + AHEAD).timestamp() * 1000)
    heaviest, lightest = taking.scale.heaviest_mg, taking.scale.lightest_mg
    keep = taking.weighings.append
    for record in taking.batch.records:
        if not EARLIEST_MS <= record.at_ms <= latest_ms:
            _reject(taking, record.seq, "impossible-time", f"{record.at_ms} ms since 1970")
        elif type(record) is not scale.Weighing:
            _sort_rare(taking, record)
        elif heaviest is not None and not (
            lightest <= record.net_mg <= heaviest
            and lightest <= record.gross_mg <= heaviest
            and lightest <= record.tare_mg <= heaviest
        ):
            _reject(taking, record.seq, "impossible-mass", f"{record.gross_mg} - {record.tare_mg} = {record.net_mg} mg")
        elif "\0" in record.goods or "\0" in record.goods_class:
            _reject(taking, record.seq, "malformed", REFUSED_NUL)
        else:
            keep(record)


def _sort_rare(taking: Taking, record: scale.Recheck | scale.DeviceEvent) -> None:
    if isinstance(record, scale.DeviceEvent):
        if "\0" in record.detail:
            return _reject(taking, record.seq, "malformed", REFUSED_NUL)
        return taking.events.append(record)
    if not taking.scale.is_check_scale:
        return _reject(taking, record.seq, "not-a-check-scale", "a trade scale cannot re-weigh its own sale")
    if "\0" in record.purchase_code:
        return _reject(taking, record.seq, "malformed", REFUSED_NUL)
    heaviest, lightest = taking.scale.heaviest_mg, taking.scale.lightest_mg
    if heaviest is not None and not lightest <= record.mass_mg <= heaviest:
        return _reject(taking, record.seq, "impossible-mass", f"{record.mass_mg} mg")
    return taking.rechecks.append(record)


def _reject(taking: Taking, seq: int, reason: str, detail: str) -> None:
    taking.rejected.append((seq, reason, detail))
