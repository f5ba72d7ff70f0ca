"""The shopper: re-weighs a purchase now and then, sooner when it feels light, and complains when told it was short."""

from random import Random
from typing import NamedTuple

from quanheng.connectors.scale import Recheck, Weighing

CURIOUS = 0.03
SUSPICIOUS = 0.11
# In the first seconds of the demo the shopper is already on the way.
FOR_SHOW_MS = 3_000
WRONG_RECEIPT = 0.015
# The better check scale is used for what it can carry, most of the time.
FINE_SCALE_UP_TO_MG = 4_500_000
SHORT_ENOUGH_MG = 40_000
COMPLAINT_GAP_MS = 150_000
# Each gap is longer than the one before, so that a whole day brings two dozen and an hour of watching a few.
COMPLAINT_GAP_GROWTH = 1.15
COMPLAINTS_A_DAY = 25
WORDS = [
    "回家路上觉得轻，复称果然少了，请处理。",
    "公平秤上少了不少，摊主不肯承认。",
    "复称短少，希望退还差价。",
    "买给老人的，短斤缺两让人不放心。",
    "同一摊位第二次遇到了，请查一查这台秤。",
]


class Recount(NamedTuple):
    """A shopper's way to the check scale, decided at the counter."""

    after_ms: int
    fine_scale: float
    wrong_receipt: bool
    original_state: bool


class Complaint(NamedTuple):
    """What a complainer would say, should the platform call the shortfall exceeded."""

    purchase_code: str
    goods_class: str
    description: str
    contact_name: str
    contact_phone: str


def recount(draw: Random, felt: float, for_show: bool) -> Recount | None:
    """Whether this shopper re-weighs: ``felt`` is the part of the price that was not earned."""
    roll, walk_ms = draw.random(), draw.randrange(30_000, 120_000)
    wrong, original, fine = draw.random() < WRONG_RECEIPT, draw.random() < 0.97, draw.random()
    if for_show:
        return Recount(FOR_SHOW_MS, 0.0, False, True)
    if roll >= CURIOUS + min(SUSPICIOUS, felt):
        return None
    return Recount(walk_ms, fine, wrong, original)


class Complainers:
    """Which of the disappointed shoppers takes the trouble: few, and never two in a row."""

    def __init__(self, draw: Random, start_ms: int) -> None:
        self.draw = draw
        self.next_ms, self.gap_ms = start_ms, float(COMPLAINT_GAP_MS)
        self.today, self.count = 0, 0

    def consider(self, recheck: Recheck, weighing: Weighing, day: int) -> Complaint | None:
        if day != self.today:
            self.today, self.count, self.gap_ms = day, 0, float(COMPLAINT_GAP_MS)
        short_mg = weighing.net_mg - recheck.mass_mg
        if recheck.at_ms < self.next_ms or self.count >= COMPLAINTS_A_DAY or short_mg < SHORT_ENOUGH_MG:
            return None
        self.count += 1
        self.next_ms, self.gap_ms = recheck.at_ms + round(self.gap_ms), self.gap_ms * COMPLAINT_GAP_GROWTH
        number = self.draw.randrange(100)
        words = self.draw.choice(WORDS)
        return Complaint(
            recheck.purchase_code, weighing.goods_class, words, f"演示顾客{number:02d}", f"1000000{number:04d}"
        )
