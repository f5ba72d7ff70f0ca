"""Where in the register a row belongs: its region, place and stall, and whether its instrument is known already.

One look-up a table for a whole chunk of rows. Places are looked for in the area of whoever sent the file only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from quanheng.people.areas import contains
from quanheng.register.importing.entry import Entry
from quanheng.register.importing.where import place_of, places_named
from quanheng.register.models import ImportJob, Instrument, Place, Region, Stall


@dataclass
class Addressee:
    """What a row speaks of, as the register knows it."""

    place: Place
    stall: Stall | None
    known: Instrument | None

    @property
    def area(self) -> str:
        return self.stall.area if self.stall else self.place.area


@dataclass
class Register:
    """The part of the register that a chunk of rows may speak of."""

    job: ImportJob
    regions: list[Region]
    places: dict[str, list[Place]]
    stalls: dict[tuple[int, str], Stall] = field(default_factory=dict)
    by_gtin: dict[tuple[str, str], Instrument] = field(default_factory=dict)
    by_product: dict[tuple[str, str, str], Instrument] = field(default_factory=dict)

    @classmethod
    def around(cls, job: ImportJob, entries: Iterable[Entry], regions: list[Region]) -> "Register":
        told = list(entries)
        found = cls(job, regions, places_named(job, (entry.said["place"] for entry in told)))
        numbers = {entry.said["stall"] for entry in told} - {""}
        if numbers:
            owners = [place.pk for places in found.places.values() for place in places]
            for stall in Stall.objects.filter(market__in=owners, number__in=numbers, closed_on=None):
                found.stalls[stall.market_id, stall.number] = stall
        for instrument in Instrument.objects.filter(serial__in={entry.said["serial"] for entry in told}):
            found.keep(instrument)
        return found

    def keep(self, instrument: Instrument) -> None:
        if instrument.gtin:
            self.by_gtin[instrument.gtin, instrument.serial] = instrument
        self.by_product[instrument.maker, instrument.model, instrument.serial] = instrument

    def addressee(self, entry: Entry) -> Addressee | None:
        """None where a fault is noted in the entry."""
        place = place_of(entry, self.places, self.regions, self.job)
        stall = self._stall(entry, place)
        known = self._known(entry)
        return Addressee(place, stall, known) if place and not entry.faults else None

    def _stall(self, entry: Entry, place: Place | None) -> Stall | None:
        if place is None or not entry.said["stall"]:
            return None
        stall = self.stalls.get((place.pk, entry.said["stall"]))
        # A market's stallholder may import for the own stall only, where that is the area.
        if stall is None or not contains(self.job, stall.area):
            entry.wrong("stall", "stall")
            return None
        return stall

    def _known(self, entry: Entry) -> Instrument | None:
        gtin = entry.said["gtin"]
        known = self.by_gtin.get((gtin, entry.said["serial"])) if gtin else None
        known = known or self.by_product.get(entry.product)
        if known is None:
            return None
        if gtin and known.gtin and gtin != known.gtin:
            entry.wrong("gtin", "other-gtin")
        elif not contains(self.job, known.area):
            entry.wrong("serial", "elsewhere")
        return known
