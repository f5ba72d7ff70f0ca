"""Write into the life of instruments: append events, and keep the state that they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from quanheng.law.verification import LifeEvent
from quanheng.people.models import User
from quanheng.register import outlook, rows_at_once
from quanheng.register.life import KINDS, Happening, LifeState, state_of
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState

STATE_FIELDS = [name for name in LifeState.__slots__ if name not in ("area", "since")]


@dataclass(frozen=True, slots=True)
class Report:
    """An event as somebody reports it; ``key`` makes the same report, sent again, the same event."""

    kind: str
    happened_at: datetime
    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def record(instrument: Instrument, *reports: Report, source: str, by: User | None = None) -> LifeState:
    """Append what is new and bring the state up to date, in one transaction. Returns the state now."""
    # Not the key: rows that point to the instrument are stored meanwhile.
    locked = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    append_all({locked: reports}, source=source, by=by)
    return refold([locked])[locked.pk]


def append_all(lives: Mapping[Instrument, Iterable[Report]], *, source: str, by: User | None = None) -> None:
    """Append to many lives at once; a report that is on record already is left out."""
    told = [(instrument, report) for instrument, reports in lives.items() for report in reports]
    for _instrument, report in told:
        if report.kind not in KINDS:
            raise ValueError(f"not a kind of event: {report.kind!r}")
    arrived = now()
    rows = [
        {
            "instrument_id": instrument.pk,
            "kind": report.kind,
            "happened_at": report.happened_at,
            "recorded_at": arrived,
            "recorded_by_id": by.pk if by else None,
            "source": source,
            "key": report.key,
            "facts": report.facts,
            "note": report.note,
            "area": report.facts.get("area", instrument.area),
        }
        for instrument, report in told
    ]
    rows_at_once.insert_new(InstrumentEvent, rows)


def refold(instruments: Iterable[Instrument]) -> dict[int, LifeState]:
    """Fold all events of these instruments anew and keep the sums. Callers hold the rows or own them."""
    owners = {instrument.pk: instrument for instrument in instruments}
    happenings: dict[int, list[Happening]] = {pk: [] for pk in owners}
    events = InstrumentEvent.objects.filter(instrument__in=list(owners))
    for pk, at, kind, source, key, facts in events.values_list(
        "instrument_id", "happened_at", "kind", "source", "key", "facts"
    ).iterator():
        happenings[pk].append(Happening(at, kind, f"{source}:{key}", facts))
    states = {pk: state_of(told) for pk, told in happenings.items()}
    rows_at_once.replace(InstrumentState, (row_of(owners[pk], state) for pk, state in states.items()), "instrument_id")
    return states


def happening_of(event: InstrumentEvent) -> Happening:
    return Happening(event.happened_at, event.kind, f"{event.source}:{event.key}", event.facts)


def row_of(instrument: Instrument, state: LifeState) -> dict[str, Any]:
    """What is kept of a life, by the columns of InstrumentState."""
    kind, conforming = instrument.kind, instrument.conforming
    return {
        "instrument_id": instrument.pk,
        "area": state.area or instrument.area,
        "kind": kind,
        "due_on": outlook.due_on(state, kind, conforming=conforming),
        "replace_by": outlook.replace_by(state, kind, conforming=conforming, networked=instrument.networked),
        "since": [[event.kind, event.on.isoformat()] for event in state.since],
        **{name: getattr(state, name) for name in STATE_FIELDS},
    }


def life_state(row: InstrumentState) -> LifeState:
    """The state as the law reads it."""
    since = tuple(LifeEvent(kind, date.fromisoformat(on)) for kind, on in row.since)
    return LifeState(area=row.area, since=since, **{name: getattr(row, name) for name in STATE_FIELDS})


def state_on(instrument: Instrument, until: datetime) -> LifeState:
    """The state at any past moment, from the events alone."""
    return state_of(map(happening_of, InstrumentEvent.objects.filter(instrument=instrument)), until)
