"""Store what scales report of themselves."""

from typing import NamedTuple

from quanheng.connectors import scale
from quanheng.measuring.arrivals import Taking
from quanheng.measuring.instants import from_millis
from quanheng.measuring.models import DeviceEvent


class _Content(NamedTuple):
    event: str
    detail: str
    challenge: str


def _content(told: scale.DeviceEvent | DeviceEvent) -> _Content:
    return _Content(told.event, told.detail, told.challenge)


def store_events(takings: list[Taking]) -> None:
    told = [(taking, event) for taking in takings for event in taking.events]
    if not told:
        return
    met = _stored(told)
    rows = []
    for taking in takings:
        taking.events, events = [], taking.events
        for event in events:
            content = _content(event)
            known = met.setdefault((taking.scale.instrument_id, event.seq, from_millis(event.at_ms)), content)
            if known is content:
                taking.events.append(event)
                rows.append(_row(taking, event))
            elif known == content:
                taking.duplicates += 1
            else:
                taking.rejected.append((event.seq, "number-reused", "stored with another event"))
    DeviceEvent.objects.bulk_create(rows, ignore_conflicts=True)


def _stored(told: list[tuple[Taking, scale.DeviceEvent]]) -> dict[tuple, _Content]:
    rows = DeviceEvent.objects.filter(
        instrument__in={taking.scale.instrument_id for taking, _ in told}, seq__in={event.seq for _, event in told}
    )
    return {(row.instrument_id, row.seq, row.happened_at): _content(row) for row in rows}


def _row(taking: Taking, event: scale.DeviceEvent) -> DeviceEvent:
    return DeviceEvent(
        instrument_id=taking.scale.instrument_id,
        seq=event.seq,
        happened_at=from_millis(event.at_ms),
        received_at=taking.arrival.received_at,
        event=event.event,
        detail=event.detail,
        challenge=event.challenge,
    )
