"""How stallholders serve: most as they should, some to their own advantage, some wrong without meaning it.

A habit turns a sale (what truly lies on the pan) into a deal (what is done at the keys). Nothing here is ever told
to the platform; it sees weighings only.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from quanheng.connectors.scale import Act
from quanheng.simulator.chance import chance
from quanheng.simulator.goods import Commodity

SPELL_MS = 20 * 60_000


@dataclass(frozen=True)
class Sale:
    """What is true."""

    commodity: Commodity
    net_mg: int
    container_mg: int
    price_fen: int


@dataclass(frozen=True)
class Deal:
    """What the stallholder makes of a sale."""

    gain: float = 1.0
    # What the scale is told to subtract; None lets it weigh the empty container, as one should.
    tare_mg: int | None = None
    # Mass that the display starts from: something that lay on the pan when it was zeroed and is gone now.
    base_mg: int = 0
    price_factor: float = 1.0
    price_unit_g: Literal[1000, 500] = 1000
    amount: Literal["computed", "next-yuan", "typed"] = "computed"
    acts: tuple[Act, ...] = ()
    # Firmware that multiplies may also report raw values that fit the lie.
    forges_adc: bool = False


Habit = Callable[[Sale, Random], Deal]
HONEST = Deal()


def honest(sale: Sale, _draw: Random) -> Deal:
    return replace(HONEST, acts=("tare",)) if sale.container_mg else HONEST


def gain_by_key_code(sale: Sale, draw: Random) -> Deal:
    """Two keys held at once, and the display shows 10, 20 or 30 % more until the power goes."""
    return replace(honest(sale, draw), gain=draw.choice((1.1, 1.2, 1.2, 1.3)))


def gain_by_forging_firmware(sale: Sale, draw: Random) -> Deal:
    """The same, and the raw values are made to fit: nothing inside betrays it."""
    return replace(gain_by_key_code(sale, draw), forges_adc=True)


def permanent_gain(sale: Sale, draw: Random) -> Deal:
    """A second calibration that was never undone."""
    return replace(honest(sale, draw), gain=1.05)


def tare_not_taken(_sale: Sale, _draw: Random) -> Deal:
    """The basket is sold as goods."""
    return replace(HONEST, tare_mg=0)


def preset_tare(sale: Sale, _draw: Random) -> Deal:
    """The keys say 50 g for every basket, whatever it weighs."""
    return Deal(tare_mg=min(50_000, sale.container_mg), acts=("preset-tare",))


def reserved_base(sale: Sale, draw: Random) -> Deal:
    """A pan was off when the zero key was pressed, and 60 g stay on the display for good."""
    return replace(honest(sale, draw), base_mg=60_000, acts=("zero",))


def amount_rounded_up(sale: Sale, draw: Random) -> Deal:
    """The mass is right; the amount goes up to the next yuan."""
    return replace(honest(sale, draw), amount="next-yuan")


def typed_amount(sale: Sale, draw: Random) -> Deal:
    """Nothing is weighed: a sum is typed, and it is a good one."""
    return replace(honest(sale, draw), amount="typed", acts=("typed-amount",))


def jin_for_kilogram(sale: Sale, draw: Random) -> Deal:
    """The sign names a price per kilogram; the scale charges it per jin."""
    return replace(honest(sale, draw), price_unit_g=500)


def clerk_error(sale: Sale, draw: Random) -> Deal:
    """The price of the goods beside: 13 for 10, or 10 for 13."""
    return replace(honest(sale, draw), price_factor=draw.choice((1.3, 1 / 1.3)))


@dataclass(frozen=True)
class Character:
    """A stallholder: what they do when they are at it, how much of the time, and what state the scale is in."""

    name: str
    habit: Habit = honest
    share_of_time: float = 0.0
    cell: tuple[tuple[str, Any], ...] = ()

    def is_at_it(self, stall: str, seed: int, at_ms: int) -> bool:
        """Whole spells of twenty minutes, so that a key code stays switched on through several sales."""
        return chance(seed, stall, "spell", at_ms // SPELL_MS).random() < self.share_of_time


UPRIGHT = Character("honest")
# One word each, as the truth file names them; how many of the sixty stalls have it.
CAST: list[tuple[Character, int]] = [
    (Character("gain-by-key-code", gain_by_key_code, 0.45), 2),
    (Character("gain-by-forging-firmware", gain_by_forging_firmware, 0.35), 1),
    (Character("permanent-gain", permanent_gain, 1.0), 2),
    (Character("tare-not-taken", tare_not_taken, 0.6), 2),
    (Character("preset-tare", preset_tare, 0.6), 1),
    (Character("reserved-base", reserved_base, 0.7), 1),
    (Character("amount-rounded-up", amount_rounded_up, 0.6), 1),
    (Character("typed-amount", typed_amount, 0.3), 1),
    (Character("jin-for-kilogram", jin_for_kilogram, 0.25), 1),
    (Character("clerk-error", clerk_error, 0.02), 3),
    (Character("drifting-cell", cell=(("drift_per_hour", 1.5e-4),)), 1),
    (Character("damaged-cell", cell=(("sticks_mg", 40_000),)), 1),
]
NEEDS_CONTAINERS = {"tare-not-taken", "preset-tare"}
WITH_CONTAINERS = {"水产", "禽蛋"}
# The opening scene of the demo: short by a fifth, at the first stall with a key code.
FIRST_TO_SHOW = "gain-by-key-code"


def cast(seed: int, stalls: list[dict[str, Any]]) -> dict[str, Character]:
    """Who stands behind which counter, by stall area. Tricks with a basket need a stall that uses baskets."""
    draw = chance(seed, "cast")
    order = draw.sample(stalls, len(stalls))
    roles = {stall["area"]: UPRIGHT for stall in stalls}
    for character, count in CAST:
        for _ in range(count):
            roles[_place_for(character, order, roles)] = character
    return roles


def _place_for(character: Character, order: list[dict[str, Any]], roles: dict[str, Character]) -> str:
    wants_baskets = character.name in NEEDS_CONTAINERS
    return next(
        str(stall["area"])
        for stall in order
        if roles[stall["area"]] is UPRIGHT and (stall["stall_type"] in WITH_CONTAINERS) == wants_baskets
    )
