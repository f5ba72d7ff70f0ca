"""Where a row of a ledger speaks of: the regions that an office may have written, and its places by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from quanheng.people.areas import contains, within
from quanheng.register.importing.line import Line
from quanheng.register.models import ImportJob, Place, Region


def areas_named(line: Line, regions: Sequence[Region], job: ImportJob) -> tuple[str, ...]:
    """By code or name. A county's office may write the name of its city or province before its own: the lowest counts.

    Empty where a fault is noted in the line.
    """
    said = line.said["region"]
    areas = tuple(one.area for one in regions if said in (one.code, one.name) or said.endswith(one.name))
    lowest = max((len(area) for area in areas), default=0)
    areas = tuple(area for area in areas if len(area) == lowest)
    if not areas:
        line.wrong("region", "region")
    elif not any(contains(job, area) or job.area.startswith(area) for area in areas):
        line.wrong("region", "region-outside")
        return ()
    return areas


def places_named(job: ImportJob, names: Iterable[str]) -> dict[str, list[Place]]:
    """In the area of whoever sent the file only."""
    found = defaultdict(list)
    for place in Place.objects.filter(within(job), name__in=set(names), closed_on=None).order_by("area"):
        found[place.name].append(place)
    return found


def place_of(line: Line, places: dict[str, list[Place]], regions: Sequence[Region], job: ImportJob) -> Place | None:
    """None where a fault is noted in the line."""
    if not line.said["place"]:
        return None
    named = places.get(line.said["place"], [])
    if line.said["region"]:
        areas = areas_named(line, regions, job)
        if not areas:
            return None
        named = [place for place in named if place.area.startswith(areas)]
    if len(named) != 1:
        line.wrong("place", "place-ambiguous" if named else "place")
        return None
    return named[0]
