"""One counter of a market: a scale, a stallholder, and the shoppers that come by, one after another."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from quanheng.connectors.gs1 import Purchase
from quanheng.connectors.scale import DeviceEvent, EventName, Record, Weighing
from quanheng.simulator.chance import chance
from quanheng.simulator.goods import GOODS, price_fen, purchase_mg
from quanheng.simulator.habits import FIRST_TO_SHOW, Character, Deal, Sale, honest
from quanheng.simulator.load_cell import DAY_MS, SHANGHAI_MS, Indicator, legal_cell, partial_ranges
from quanheng.simulator.lock import Lock
from quanheng.simulator.openings import Opening
from quanheng.simulator.shopper import Complaint, Recount, recount

HANDLING_MS = 4_000
BETWEEN_SHOPPERS_MS = 11_000
OPENING_MS = 15_000
# How long a scale stays locked that somebody unlocks with a service code that he should not have.
FORCED_AFTER_MS = 60_000
# A locked scale looks this often whether it was unlocked.
LOOKS_MS = 1_000
# A drifting cell has been drifting for two days when the story begins.
DRIFTING_SINCE_MS = 2 * DAY_MS
# Busiest before work and before supper. Nights are quiet, not empty: this city is always open to be looked at.
RUSH = [0.75] * 6 + [1.1, 1.35, 1.35, 1.2, 1.0, 0.9, 0.85, 0.8, 0.8, 0.9, 1.1, 1.3, 1.2, 1.0, 0.9, 0.8, 0.75, 0.75]


@dataclass(frozen=True)
class Happening:
    """Something a scale records, and what was true of it. The truth stays in this program."""

    at_ms: int
    device_id: str
    # None: the stall is shut, and nothing is recorded.
    record: Record | None
    truth: dict[str, Any]
    recount: Recount | None = None
    photograph: bytes = b""
    # Of a recheck: the weighing whose receipt was shown, and what its buyer would complain of.
    shown: Weighing | None = None
    complaint: Complaint | None = None


class Counter:
    """Yields what happens at one stall: a pure function of seed, start, papers and first number."""

    def __init__(
        self, seed: int, scale: dict[str, Any], stall: dict[str, Any], character: Character, start_ms: int, lock: Lock
    ) -> None:
        self.seed, self.scale, self.stall, self.character, self.lock = seed, scale, stall, character, lock
        self.device_id = str(scale["device_id"])
        self.draw = chance(seed, self.device_id, start_ms)
        ranges = partial_ranges(scale["intervals"])
        cell = legal_cell(ranges, chance(seed, self.device_id, "cell"))
        cell.installed_at_ms = start_ms - DRIFTING_SINCE_MS
        for name, value in character.cell:
            setattr(cell, name, value)
        self.indicator = Indicator(cell, ranges)
        self.start_ms, self.seq = start_ms, 1

    def number(self) -> int:
        self.seq += 1
        return self.seq - 1

    def happenings(self, first_seq: int, stories: Iterator[Opening]) -> Iterator[Happening]:
        self.seq, at_ms = first_seq, self.start_ms
        if self.draw.random() < 0.15:
            yield Happening(at_ms, self.device_id, DeviceEvent(self.number(), at_ms, "power-on"), {})
        shows_first = self.character.name == FIRST_TO_SHOW
        at_ms += 1_000 if shows_first else self.draw.randrange(200, OPENING_MS)
        story = next(stories)
        while True:
            if at_ms >= story.at_ms:
                self.lock.open_housing(at_ms)
            if self.lock.is_locked or self.lock.reports:
                at_ms = yield from self._behind_the_lock(at_ms, story)
            elif self.lock.unverified:
                yield Happening(at_ms, self.device_id, None, {})
            else:
                yield self._sale(self.number(), at_ms, shows_first)
                shows_first = False
            while story.at_ms <= at_ms:
                story = next(stories)
            rush = RUSH[(at_ms + SHANGHAI_MS) % DAY_MS // 3_600_000]
            at_ms += HANDLING_MS + round(self.draw.expovariate(rush / BETWEEN_SHOPPERS_MS))

    def _behind_the_lock(self, at_ms: int, story: Opening) -> Generator[Happening, None, int]:
        """Nothing is sold until somebody has unlocked it. Returns when that was."""
        lock, is_told = self.lock, at_ms >= story.at_ms
        forced_ms = at_ms + FORCED_AFTER_MS if is_told and story.is_forced else None
        truth = {"story": "service-code" if forced_ms else "housing"} if is_told else {}
        while lock.is_locked or lock.reports:
            if lock.reports:
                yield self._reported(at_ms, *lock.reports.popleft(), truth)
            elif forced_ms and at_ms >= forced_ms:
                lock.force()
            else:
                yield Happening(at_ms, self.device_id, None, truth)
            at_ms += LOOKS_MS
        yield self._reported(at_ms, "power-on", "after unlocking", "", truth)
        return at_ms

    def _reported(self, at_ms: int, event: EventName, detail: str, challenge: str, truth: dict[str, Any]) -> Happening:
        record = DeviceEvent(self.number(), at_ms, event, detail, challenge=challenge)
        return Happening(at_ms, self.device_id, record, truth)

    def _sale(self, seq: int, at_ms: int, for_show: bool) -> Happening:
        sale = self._shopper_picks(at_ms, for_show)
        at_it = for_show or self.character.is_at_it(self.stall["area"], self.seed, at_ms)
        deal = self.character.habit(sale, self.draw) if at_it else honest(sale, self.draw)
        weighing = self._settle(seq, at_ms, sale, deal)
        fair_fen = amount_fen(sale.net_mg, sale.price_fen, 1000)
        truth = {
            "character": self.character.name,
            "at_it": at_it,
            "true_net_mg": sale.net_mg,
            "container_mg": sale.container_mg,
            "fair_amount_fen": fair_fen,
        }
        felt = max(0.0, 1 - fair_fen / weighing.amount_fen) if weighing.amount_fen else 0.0
        again = recount(self.draw, felt, for_show) if weighing.net_mg > 0 else None
        return Happening(at_ms, self.device_id, weighing, truth, again)

    def _shopper_picks(self, at_ms: int, for_show: bool) -> Sale:
        commodities = GOODS[self.stall["stall_type"]]
        commodity = commodities[0] if for_show else self.draw.choice(commodities)
        low_mg = 30 * self.indicator.ranges[0].e_mg
        mass_mg = purchase_mg(commodity, self.draw, low_mg, self.indicator.ranges[-1].max_mg * 7 // 10)
        container_mg = round(commodity.container_g * 1000 * self.draw.uniform(0.9, 1.1))
        price = price_fen(commodity, chance(self.seed, self.stall["area"], legal_day(at_ms), commodity.name))
        return Sale(commodity, mass_mg, container_mg, price)

    def _settle(self, seq: int, at_ms: int, sale: Sale, deal: Deal) -> Weighing:
        """The keys are pressed, and the scale records what its display shows."""
        indicator, cell = self.indicator, self.indicator.cell
        indicator.track_zero(self.draw)
        indicator.zero_adc -= round(deal.base_mg * cell.counts_per_mg)
        empty_adc = cell.count(sale.container_mg, at_ms, self.draw) if sale.container_mg else indicator.zero_adc
        adc = cell.count(sale.net_mg + sale.container_mg, at_ms, self.draw)
        if deal.amount == "typed":
            adc = empty_adc = indicator.zero_adc
        tare_mg = deal.tare_mg
        if tare_mg is None:
            tare_mg = indicator.rounded(indicator.mass_mg(empty_adc, deal.gain)) if sale.container_mg else 0
        net_mg = indicator.rounded(indicator.mass_mg(adc, deal.gain) - tare_mg)
        if deal.amount == "typed":
            tare_mg = net_mg = 0
        unit_price_fen = round(sale.price_fen * deal.price_factor)
        return Weighing(
            seq=seq,
            at_ms=at_ms,
            gross_mg=net_mg + tare_mg,
            tare_mg=tare_mg,
            net_mg=net_mg,
            unit_price_fen=unit_price_fen,
            price_unit_g=deal.price_unit_g,
            amount_fen=_asked_fen(deal, sale, amount_fen(net_mg, unit_price_fen, deal.price_unit_g)),
            adc=indicator.counts_for(net_mg + tare_mg) if deal.forges_adc else adc,
            zero_adc=indicator.zero_adc,
            goods=sale.commodity.name,
            goods_class=sale.commodity.goods_class,
            acts=deal.acts,
        )

    def receipt_of(self, weighing: Weighing) -> Purchase:
        """What the scale prints, and signs, for the shopper."""
        price = (weighing.unit_price_fen, weighing.price_unit_g, weighing.amount_fen)
        goods = (weighing.at_ms, weighing.goods_class)
        return Purchase(self.scale["gtin"], self.scale["serial"], weighing.seq, weighing.net_mg, *price, *goods)


def amount_fen(net_mg: int, unit_price_fen: int, price_unit_g: int) -> int:
    """Mass times price, halves of a fen up, as a price-computing scale shows it."""
    unit_mg = price_unit_g * 1000
    return (2 * max(0, net_mg) * unit_price_fen + unit_mg) // (2 * unit_mg)


def legal_day(at_ms: int) -> date:
    return (datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(hours=8)).date()


def _asked_fen(deal: Deal, sale: Sale, computed_fen: int) -> int:
    if deal.amount == "typed":
        return amount_fen(sale.net_mg, sale.price_fen, 1000) * 115 // 10_000 * 100
    return -(-computed_fen // 100) * 100 if deal.amount == "next-yuan" else computed_fen
