"""The scales whose messages we can check, as the register has them, kept in memory for a minute."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

from nacl.signing import VerifyKey

from quanheng.law.instruments import Intervals
from quanheng.register.models import Instrument, Kind

FRESH_SECONDS = 60.0
# An unknown name costs a query; a stranger repeating one must not make us ask each time.
FRESH_SECONDS_UNKNOWN = 2.0
REMEMBERED_MAX = 200_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownScale:
    """What is needed to take a message in: whose key, which place, and which masses it can possibly show."""

    instrument_id: int
    device_id: str
    key: VerifyKey
    is_check_scale: bool
    market_id: int
    area: str
    heaviest_mg: int | None
    lightest_mg: int | None


class KnownScales:
    """A cache by device name; not shared between threads."""

    def __init__(self) -> None:
        self.remembered: dict[str, tuple[float, KnownScale | None]] = {}

    def load(self, device_ids: Iterable[str]) -> None:
        """Ask the register once for all the names not freshly known."""
        now = time.monotonic()
        wanted = {name for name in device_ids if self.remembered.get(name, (0.0, None))[0] <= now}
        if not wanted:
            return
        if len(self.remembered) > REMEMBERED_MAX:
            self.remembered.clear()
        found = {
            row.device_id: known(row)
            for row in Instrument.objects.filter(device_id__in=wanted, public_key__isnull=False)
        }
        for name in wanted:
            scale = found.get(name)
            fresh = FRESH_SECONDS if scale else FRESH_SECONDS_UNKNOWN
            self.remembered[name] = (now + fresh, scale)

    def get(self, device_id: str) -> KnownScale | None:
        return self.remembered.get(device_id, (0.0, None))[1]


def known(row: Instrument) -> KnownScale:
    heaviest, lightest = possible_masses(row)
    return KnownScale(
        row.pk,
        row.device_id,
        VerifyKey(bytes(row.public_key)),
        row.kind == Kind.CHECK_SCALE,
        row.place_id,
        row.area,
        heaviest,
        lightest,
    )


def possible_masses(row: Instrument) -> tuple[int | None, int | None]:
    """A scale shows nothing above Max + 9 e (JJG 539, R 76-1 4.2.3), nor less than a full pan taken away."""
    try:
        intervals = Intervals.parse(row.intervals)
    except ValueError as error:
        # A slip in the register must not cost facts: they are taken, and the slip is told.
        log.warning("the register's intervals of %s cannot be read, no mass is refused: %s", row.device_id, error)
        return None, None
    return intervals.max_mg + 9 * intervals.ranges[-1].e_mg, -intervals.max_mg
