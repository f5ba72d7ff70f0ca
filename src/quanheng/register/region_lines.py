"""The regions directly below a division with how many places each has, from the ledgers of counts."""

from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Substr

from quanheng.register.divisions import Division
from quanheng.register.keeping.regions import code_of
from quanheng.register.models import PlaceCount, Region


@dataclass(frozen=True)
class RegionLine:
    region: Region
    code: str
    places: int


def lines(division: Division) -> list[RegionLine]:
    parts = division.parts()
    rows = PlaceCount.objects.filter(county__startswith=division.area)
    counted = rows.annotate(part=Substr("county", 1, division.part_length)).values_list("part").annotate(Sum("n"))
    places = dict(counted)
    return [RegionLine(region, code_of(region.area), places.get(region.area, 0)) for region in parts]
