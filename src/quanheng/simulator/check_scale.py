"""The check scale at the entrance: a shopper puts a purchase on it and shows it the receipt's code."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from quanheng.connectors.scale import Recheck, Weighing
from quanheng.simulator.chance import chance
from quanheng.simulator.counter import Happening
from quanheng.simulator.load_cell import Indicator, legal_cell, partial_ranges
from quanheng.simulator.photograph import photograph

# One shopper at a time stands at a check scale.
AT_THE_CHECK_SCALE_MS = 8_000


@dataclass(order=True)
class Walk:
    """A shopper on the way to a check scale with a purchase and a receipt."""

    at_ms: int
    device_id: str
    bought: Happening = field(compare=False)
    shows: Weighing = field(compare=False)


class CheckScale:
    def __init__(self, seed: int, papers: dict[str, Any], start_ms: int, first_seq: int) -> None:
        self.device_id = str(papers["device_id"])
        self.draw = chance(seed, self.device_id, start_ms)
        ranges = partial_ranges(papers["intervals"])
        # Kept by the market and checked with weights every week: a better scale than most.
        self.indicator = Indicator(legal_cell(ranges, chance(seed, self.device_id, "cell"), care=0.3), ranges)
        self.seq, self.free_at_ms = first_seq, start_ms

    def number(self) -> int:
        self.seq += 1
        return self.seq - 1

    def recheck(self, walk: Walk, code: str) -> Happening:
        from_counter: Weighing = walk.bought.record
        indicator, true_mg = self.indicator, walk.bought.truth["true_net_mg"]
        indicator.track_zero(self.draw)
        adc = indicator.cell.count(true_mg, walk.at_ms, self.draw)
        mass_mg = indicator.rounded(indicator.mass_mg(adc))
        picture = photograph(mass_mg, from_counter.goods_class, self.draw)
        assert walk.bought.recount is not None
        record = Recheck(
            seq=self.number(),
            at_ms=walk.at_ms,
            mass_mg=mass_mg,
            purchase_code=code,
            photograph_sha256=sha256(picture).hexdigest(),
            adc=adc,
            zero_adc=indicator.zero_adc,
            original_state=walk.bought.recount.original_state,
        )
        self.free_at_ms = walk.at_ms + AT_THE_CHECK_SCALE_MS
        truth = {"true_net_mg": true_mg, "bought_at": walk.bought.device_id, "bought_seq": from_counter.seq}
        return Happening(walk.at_ms, self.device_id, record, truth, photograph=picture, shown=walk.shows)
