"""From a load on the pan to counts of a 24-bit converter, and from counts to the mass on the display.

The intervals are read here once more, not borrowed from ``quanheng.law``: a scale's firmware does not ask the
platform how to round, and a mistake in one of the two shows as a disagreement.
"""

from dataclasses import dataclass, field
from math import exp, pi, sin
from random import Random
from typing import NamedTuple

MG_PER_G = 1000
COUNTS_MAX = 2**23 - 1
# The converter is still linear a little above Max, and the pan itself takes its share.
HEADROOM = 1.25
DAY_MS = 86_400_000
SHANGHAI_MS = 8 * 3_600_000


class PartialRange(NamedTuple):
    """One of the partial weighing ranges of a multi-interval scale."""

    max_mg: int
    e_mg: int


def partial_ranges(text: str) -> tuple[PartialRange, ...]:
    """The ranges of a name plate such as ``15kg/5g,30kg/10g``."""
    pairs = [part.split("/") for part in text.split(",")]
    return tuple(
        PartialRange(int(top.removesuffix("kg")) * 1_000_000, int(e.removesuffix("g")) * MG_PER_G) for top, e in pairs
    )


def rounded(mass_mg: float, ranges: tuple[PartialRange, ...]) -> int:
    """The mass as a display can show it: in steps of the e of the range it lies in, halves away from zero."""
    size = abs(mass_mg)
    e_mg = next((part.e_mg for part in ranges if size <= part.max_mg), ranges[-1].e_mg)
    steps = int(size / e_mg + 0.5)
    return steps * e_mg if mass_mg >= 0 else -steps * e_mg


def outdoor_temperature(at_ms: int) -> float:
    """Degrees Celsius in the hall: coolest before dawn, warmest in the afternoon."""
    part_of_day = ((at_ms + SHANGHAI_MS) % DAY_MS) / DAY_MS
    return 18 + 6 * sin(2 * pi * (part_of_day - 0.375))


@dataclass
class LoadCell:
    """Strain gauges under a pan. All errors are relative to the load unless they are named in mg."""

    max_mg: int
    noise_mg: float
    span: float = 0.0
    span_per_kelvin: float = 0.0
    creep: float = 0.0
    hysteresis: float = 0.0
    dead_load_mg: int = 600_000
    drift_per_hour: float = 0.0
    # A cell that was dropped sticks somewhere between these, differently each time.
    sticks_mg: int = 0
    installed_at_ms: int = 0
    _last_load_mg: int = field(default=0, repr=False)

    @property
    def counts_per_mg(self) -> float:
        return COUNTS_MAX / (HEADROOM * self.max_mg + self.dead_load_mg)

    def count(self, load_mg: int, at_ms: int, draw: Random, seconds_on_pan: float = 4.0) -> int:
        """What the converter says while the load lies on the pan."""
        hours = max(0, at_ms - self.installed_at_ms) / 3_600_000
        relative = self.span + self.span_per_kelvin * (outdoor_temperature(at_ms) - 20) + self.drift_per_hour * hours
        relative += self.creep * (1 - exp(-seconds_on_pan / 30))
        coming_down_mg = max(0, self._last_load_mg - load_mg)
        error_mg = load_mg * relative + coming_down_mg * self.hysteresis
        error_mg += max(-3.0, min(3.0, draw.gauss())) * self.noise_mg
        if self.sticks_mg and load_mg:
            error_mg += draw.uniform(-self.sticks_mg, self.sticks_mg)
        self._last_load_mg = load_mg
        return round((self.dead_load_mg + load_mg + error_mg) * self.counts_per_mg)

    def resting_count(self) -> int:
        """The empty pan, on average."""
        return round(self.dead_load_mg * self.counts_per_mg)


@dataclass
class Indicator:
    """The electronics of one scale: keeps the zero, takes the tare, rounds to e."""

    cell: LoadCell
    ranges: tuple[PartialRange, ...]
    zero_adc: int = 0

    def __post_init__(self) -> None:
        self.zero_adc = self.cell.resting_count()

    def track_zero(self, draw: Random) -> None:
        """Between two sales the empty pan is held at zero, as closely as R 76 asks: within a quarter of e."""
        tolerance = 0.2 * self.ranges[0].e_mg * self.cell.counts_per_mg
        self.zero_adc = self.cell.resting_count() + round(draw.uniform(-tolerance, tolerance))

    def mass_mg(self, adc: int, gain: float = 1.0) -> float:
        """The load that the counts stand for. Firmware that multiplies it has a gain other than one."""
        return (adc - self.zero_adc) / self.cell.counts_per_mg * gain

    def rounded(self, mass_mg: float) -> int:
        return rounded(mass_mg, self.ranges)

    def counts_for(self, mass_mg: float) -> int:
        """The counts that would explain a mass: what firmware reports that forges its raw values too."""
        return self.zero_adc + round(mass_mg * self.cell.counts_per_mg)


def legal_cell(ranges: tuple[PartialRange, ...], draw: Random, care: float = 1.0) -> LoadCell:
    """A class III cell as it leaves verification and ages lawfully: inside the in-service limits at every load.

    The limit is tightest, relative to the load, where it is 0.1 % (2 e at 2000 e, 3 e at 3000 e); zero, noise and
    hysteresis take up to half an e. ``care`` below one makes a better scale, such as one a market checks weekly.
    """
    e_mg = ranges[0].e_mg
    return LoadCell(
        max_mg=ranges[-1].max_mg,
        noise_mg=0.04 * e_mg,
        span=care * max(-5e-4, min(5e-4, draw.gauss(0, 2.2e-4))),
        span_per_kelvin=care * draw.uniform(-1e-5, 1e-5),
        creep=care * draw.uniform(0, 5e-5),
        hysteresis=care * draw.uniform(0, 0.15) * e_mg / ranges[-1].max_mg,
        dead_load_mg=draw.randrange(450_000, 800_000),
    )
