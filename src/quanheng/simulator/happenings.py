"""All that happens in the city, in order of time: the same for the same seed, start and first numbers.

Nothing here waits for a network or asks a clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from heapq import heappop, heappush, merge
from typing import Any

from quanheng.connectors.gs1 import purchase_link
from quanheng.connectors.scale import DeviceEvent, Recheck, Weighing
from quanheng.simulator.chance import chance
from quanheng.simulator.check_scale import CheckScale, Walk
from quanheng.simulator.counter import Counter, Happening
from quanheng.simulator.fleet import WORKBENCH, Manifest, device_key
from quanheng.simulator.habits import cast
from quanheng.simulator.load_cell import DAY_MS, SHANGHAI_MS
from quanheng.simulator.lock import Lock
from quanheng.simulator.openings import Opening, never, openings
from quanheng.simulator.shopper import FINE_SCALE_UP_TO_MG, Complainers


def happenings(
    city: Manifest,
    start_ms: int,
    resolver: str,
    first_seqs: Mapping[str, int] | None = None,
    locks: Mapping[str, Lock] | None = None,
    *,
    is_opened: bool = True,
) -> Iterator[Happening]:
    """Endless, ordered by time. A scale not named in ``first_seqs`` begins at number 1.

    Locks are told by others what is typed at them. Without ``is_opened`` nobody opens a housing.
    """
    seqs = first_seqs or {}
    halls = [Hall(city, market["area"], start_ms, resolver, seqs, locks or {}) for market in city["markets"]]
    for hall in halls:
        hall.is_opened = is_opened
    complainers = Complainers(chance(city["seed"], "complainers", start_ms), start_ms)
    for happening in merge(*(hall.happenings() for hall in halls), key=_when):
        yield _complained(happening, complainers)


class Hall:
    """One market: its counters, its check scales, and the shoppers on their way between them."""

    def __init__(
        self,
        city: Manifest,
        market: str,
        start_ms: int,
        resolver: str,
        first_seqs: Mapping[str, int],
        locks: Mapping[str, Lock],
    ) -> None:
        self.seed, self.start_ms, self.resolver, self.first_seqs = city["seed"], start_ms, resolver, first_seqs
        self.locks, self.is_opened = locks, True
        scales = [
            scale for scale in city["instruments"] if scale["market"] == market and scale["device_id"] != WORKBENCH
        ]
        self.counters = self._counters(city, [scale for scale in scales if scale["kind"] == "trade"])
        self.check_scales = [
            CheckScale(self.seed, scale, start_ms, first_seqs.get(scale["device_id"], 1))
            for scale in scales
            if scale["kind"] == "check"
        ]
        self.keys = {scale["device_id"]: device_key(self.seed, scale["device_id"]) for scale in scales}
        self.walks: list[Walk] = []
        self.last_sale: dict[str, Weighing] = {}

    def _counters(self, city: Manifest, scales: list[dict[str, Any]]) -> dict[str, Counter]:
        stalls = {stall["area"]: stall for stall in city["stalls"]}
        served = {scale["stall"] for scale in city["instruments"] if scale["device_id"] != WORKBENCH}
        roles = cast(self.seed, [stall for stall in city["stalls"] if stall["area"] in served])
        return {
            scale["device_id"]: Counter(
                self.seed,
                scale,
                stalls[scale["stall"]],
                roles[scale["stall"]],
                self.start_ms,
                self.locks.get(scale["device_id"]) or Lock(scale["device_id"], scale["serial"].encode()),
            )
            for scale in scales
        }

    def happenings(self) -> Iterator[Happening]:
        for scale in self.check_scales:
            event = DeviceEvent(scale.number(), self.start_ms, "power-on")
            yield Happening(self.start_ms, scale.device_id, event, {})
        streams = [
            counter.happenings(self.first_seqs.get(name, 1), self._openings(counter))
            for name, counter in self.counters.items()
        ]
        for happening in merge(*streams, key=_when):
            yield from self._rechecks_until(happening.at_ms)
            if happening.record is None:
                continue
            yield happening
            if isinstance(happening.record, Weighing):
                self._send_shopper(happening, happening.record)

    def _openings(self, counter: Counter) -> Iterator[Opening]:
        if not self.is_opened:
            return never()
        return openings(self.seed, self.start_ms, counter.stall, first_day=not self.first_seqs)

    def _send_shopper(self, bought: Happening, weighing: Weighing) -> None:
        before = self.last_sale.get(bought.device_id, weighing)
        self.last_sale[bought.device_id] = weighing
        if way := bought.recount:
            shows = before if way.wrong_receipt else weighing
            heappush(self.walks, Walk(bought.at_ms + way.after_ms, bought.device_id, bought, shows))

    def _rechecks_until(self, at_ms: int) -> Iterator[Happening]:
        while self.walks and self.walks[0].at_ms < at_ms:
            walk = heappop(self.walks)
            scale = self._suitable(walk)
            if scale.free_at_ms > walk.at_ms:
                heappush(self.walks, replace(walk, at_ms=scale.free_at_ms))
                continue
            counter = self.counters[walk.device_id]
            receipt = counter.receipt_of(walk.shows)
            yield scale.recheck(walk, purchase_link(receipt, self.resolver, self.keys[walk.device_id]))

    def _suitable(self, walk: Walk) -> CheckScale:
        coarse, fine = self.check_scales
        assert walk.bought.recount is not None
        light = walk.bought.truth["true_net_mg"] <= FINE_SCALE_UP_TO_MG
        return fine if light and walk.bought.recount.fine_scale < 0.7 else coarse


def _when(happening: Happening) -> tuple[int, str]:
    return happening.at_ms, happening.device_id


def _complained(happening: Happening, complainers: Complainers) -> Happening:
    record = happening.record
    if not isinstance(record, Recheck) or happening.shown is None:
        return happening
    day = (record.at_ms + SHANGHAI_MS) // DAY_MS
    return replace(happening, complaint=complainers.consider(record, happening.shown, day))
