"""Where in the register a row belongs: its region, place and stall, and whether its instrument is known already.

One look-up a table for a whole chunk of rows. Places are looked for in the area of whoever sent the file only.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from quanheng.people.areas import contains, within
from quanheng.register.importing.entry import Entry
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
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    stalls: dict[tuple[int, str], Stall] = field(default_factory=dict)
    by_gtin: dict[tuple[str, str], Instrument] = field(default_factory=dict)
    by_product: dict[tuple[str, str, str], Instrument] = field(default_factory=dict)

    @classmethod
    def around(cls, job: ImportJob, entries: Iterable[Entry], regions: list[Region]) -> "Register":
        told = list(entries)
        found = cls(job, regions)
        names = {entry.said["place"] for entry in told}
        for place in Place.objects.filter(within(job), name__in=names).order_by("area"):
            found.places[place.name].append(place)
        numbers = {entry.said["stall"] for entry in told} - {""}
        if numbers:
            owners = [place.pk for places in found.places.values() for place in places]
            for stall in Stall.objects.filter(market__in=owners, number__in=numbers):
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
        place = self._place(entry)
        stall = self._stall(entry, place)
        known = self._known(entry)
        return Addressee(place, stall, known) if place and not entry.faults else None

    def _place(self, entry: Entry) -> Place | None:
        if not entry.said["place"]:
            return None
        places = self.places.get(entry.said["place"], [])
        if entry.said["region"]:
            areas = self._areas(entry)
            if not areas:
                return None
            places = [place for place in places if place.area.startswith(areas)]
        if len(places) != 1:
            entry.wrong("place", "place-ambiguous" if places else "place")
            return None
        return places[0]

    def _areas(self, entry: Entry) -> tuple[str, ...]:
        said = entry.said["region"]
        areas = tuple(one.area for one in self.regions if said in (one.code, one.name) or said.endswith(one.name))
        # A county's office may write the name of its city or province before its own: the lowest is meant.
        lowest = max((len(area) for area in areas), default=0)
        areas = tuple(area for area in areas if len(area) == lowest)
        if not areas:
            entry.wrong("region", "region")
        elif not any(contains(self.job, area) or self.job.area.startswith(area) for area in areas):
            entry.wrong("region", "region-outside")
            return ()
        return areas

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
