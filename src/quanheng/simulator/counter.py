"""One counter of a market: a scale, a stallholder, and the shoppers that come by, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from quanheng.connectors.gs1 import Purchase
from quanheng.connectors.scale import DeviceEvent, EventName, Record, Weighing
from quanheng.simulator.chance import chance
from quanheng.simulator.goods import GOODS, price_fen, purchase_mg
from quanheng.simulator.habits import FIRST_TO_SHOW, Character, Deal, Sale, honest
from quanheng.simulator.load_cell import DAY_MS, SHANGHAI_MS, Indicator, legal_cell, partial_ranges
from quanheng.simulator.shopper import Complaint, Recount, recount

HANDLING_MS = 4_000
BETWEEN_SHOPPERS_MS = 11_000
OPENING_MS = 15_000
# A scale that has been opened stays locked until somebody authorised has come.
LOCKED_MS = 180_000
STORY_SOONEST_MS = 90_000
# A drifting cell has been drifting for two days when the story begins.
DRIFTING_SINCE_MS = 2 * DAY_MS
# Busiest before work and before supper. Nights are quiet, not empty: this city is always open to be looked at.
RUSH = [0.75] * 6 + [1.1, 1.35, 1.35, 1.2, 1.0, 0.9, 0.85, 0.8, 0.8, 0.9, 1.1, 1.3, 1.2, 1.0, 0.9, 0.8, 0.75, 0.75]


@dataclass(frozen=True)
class Happening:
    """Something a scale records, and what was true of it. The truth stays in this program."""

    at_ms: int
    device_id: str
    record: Record
    truth: dict[str, Any]
    recount: Recount | None = None
    photograph: bytes = b""
    # Of a recheck: the weighing whose receipt was shown, and what its buyer would complain of.
    shown: Weighing | None = None
    complaint: Complaint | None = None


class Counter:
    """Yields what happens at one stall: a pure function of seed, start, papers and first number."""

    def __init__(
        self, seed: int, scale: dict[str, Any], stall: dict[str, Any], character: Character, start_ms: int
    ) -> None:
        self.seed, self.scale, self.stall, self.character = seed, scale, stall, character
        self.device_id = str(scale["device_id"])
        self.draw = chance(seed, self.device_id, start_ms)
        ranges = partial_ranges(scale["intervals"])
        cell = legal_cell(ranges, chance(seed, self.device_id, "cell"))
        cell.installed_at_ms = start_ms - DRIFTING_SINCE_MS
        for name, value in character.cell:
            setattr(cell, name, value)
        self.indicator = Indicator(cell, ranges)
        self.start_ms = start_ms

    def happenings(self, first_seq: int) -> Iterator[Happening]:
        seq, at_ms = first_seq, self.start_ms
        if self.draw.random() < 0.15:
            yield Happening(at_ms, self.device_id, DeviceEvent(seq, at_ms, "power-on"), {})
            seq += 1
        shows_first = self.character.name == FIRST_TO_SHOW
        at_ms += 1_000 if shows_first else self.draw.randrange(200, OPENING_MS)
        stories = housing_stories(self.seed, self.start_ms, self.stall)
        story_ms = next(stories)
        while True:
            if at_ms >= story_ms:
                for happening in self._housing_opened(seq, at_ms):
                    yield happening
                    seq, at_ms = seq + 1, happening.at_ms
                story_ms = next(stories)
            else:
                yield self._sale(seq, at_ms, shows_first)
                seq, shows_first = seq + 1, False
            rush = RUSH[(at_ms + SHANGHAI_MS) % DAY_MS // 3_600_000]
            at_ms += HANDLING_MS + round(self.draw.expovariate(rush / BETWEEN_SHOPPERS_MS))

    def _housing_opened(self, seq: int, at_ms: int) -> Iterator[Happening]:
        story: list[tuple[int, EventName, str]] = [
            (0, "housing-opened", ""),
            (1_000, "locked", "housing opened"),
            (LOCKED_MS, "unlocked", "dynamic password accepted"),
            (LOCKED_MS + 5_000, "power-on", "after unlocking"),
        ]
        for number, (after_ms, event, detail) in enumerate(story):
            record = DeviceEvent(seq + number, at_ms + after_ms, event, detail)
            yield Happening(record.at_ms, self.device_id, record, {"story": "housing"})

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


def housing_stories(seed: int, start_ms: int, stall: dict[str, Any]) -> Iterator[int]:
    """When the housing of this stall's scale is opened: each day one stall of the city is chosen."""
    today = (start_ms + SHANGHAI_MS) // DAY_MS
    for day in range(today, today + 366):
        draw = chance(seed, "housing", day)
        chosen = (draw.choice((1, 2)), draw.randrange(1, 31))
        at_ms = day * DAY_MS - SHANGHAI_MS + draw.randrange(9 * 3_600_000, 17 * 3_600_000)
        if stall["area"].endswith("m{:03d}/s{:03d}/".format(*chosen)):
            yield start_ms + STORY_SOONEST_MS if day == today else at_ms
    while True:
        yield 2**53


def _asked_fen(deal: Deal, sale: Sale, computed_fen: int) -> int:
    if deal.amount == "typed":
        return amount_fen(sale.net_mg, sale.price_fen, 1000) * 115 // 10_000 * 100
    return -(-computed_fen // 100) * 100 if deal.amount == "next-yuan" else computed_fen
