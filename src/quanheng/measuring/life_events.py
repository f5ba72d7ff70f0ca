"""What a scale reports of its housing, its lock and its parameters is part of its life (N25-3.2, N25-3.5)."""

from quanheng.measuring.arrivals import Taking
from quanheng.measuring.instants import from_millis
from quanheng.register.models import Instrument
from quanheng.register.record import Report, append_all, refold

# Every day a scale is switched on and off: that changes nothing about whether it may be used.
PARTS_OF_A_LIFE = frozenset({"housing-opened", "locked", "unlock-refused", "unlocked", "parameter-changed"})


def tell(takings: list[Taking]) -> None:
    """Append what these takings stored, and fold only the lives it touches; called in their transaction."""
    told: dict[int, list[Report]] = {}
    for taking in takings:
        for event in taking.events:
            if event.event in PARTS_OF_A_LIFE:
                told_of = {"detail": event.detail, "challenge": event.challenge}
                facts = {name: said for name, said in told_of.items() if said}
                # By number and time, as the event itself is stored: a scale may begin its numbers anew.
                report = Report(event.event, from_millis(event.at_ms), f"{event.seq}-{event.at_ms}", facts)
                told.setdefault(taking.scale.instrument_id, []).append(report)
    if told:
        # In one order in every worker, so that two of them cannot wait for each other.
        held = Instrument.objects.select_for_update(no_key=True).filter(pk__in=told).order_by("pk")
        lives = {instrument: told[instrument.pk] for instrument in held}
        append_all(lives, source="device")
        refold(lives)
