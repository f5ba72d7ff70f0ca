"""A list of places, as a county keeps one: markets, filling stations, clinics … known by county and name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from quanheng.register.credit_code import compact, wrong_in
from quanheng.register.importing.columns import Column
from quanheng.register.importing.ledger import Ledger, Told
from quanheng.register.importing.line import Line, said_in
from quanheng.register.importing.where import areas_named
from quanheng.register.keeping.change import Doer, added_all, changed
from quanheng.register.keeping.places import FIELDS, next_areas, takes_places
from quanheng.register.models import ImportJob, Organisation, Place, PlaceKind, Region

KINDS = {
    "农贸市场": PlaceKind.MARKET,
    "集贸市场": PlaceKind.MARKET,
    "市场": PlaceKind.MARKET,
    "商店": PlaceKind.SHOP,
    "超市": PlaceKind.SHOP,
    "商场": PlaceKind.SHOP,
    "加油站": PlaceKind.FILLING_STATION,
    "充电站": PlaceKind.CHARGING_SITE,
    "眼镜店": PlaceKind.OPTICIAN,
    "眼镜制配场所": PlaceKind.OPTICIAN,
    "医疗机构": PlaceKind.CLINIC,
    "医院": PlaceKind.CLINIC,
    "粮库": PlaceKind.GRAIN_DEPOT,
    "粮食收购点": PlaceKind.GRAIN_DEPOT,
    "公用事业": PlaceKind.PUBLIC_UTILITY,
    "景区": PlaceKind.SCENIC_AREA,
    "商业街区": PlaceKind.STREET,
    "街区": PlaceKind.STREET,
}
PLACES = (
    Column("name", _("Name of the place"), ("场所名称", "市场名称", "名称", "单位名称", "name"), True, 80),
    Column("kind", _("Kind of place"), ("场所类型", "类型", "场所类别", "kind"), True),
    Column("region", _("Administrative division"), ("行政区划", "行政区划代码", "所属区县", "区县", "region"), True),
    Column("address", _("Address"), ("地址", "详细地址", "address"), False, 200),
    Column("run_by_uscc", _("Credit code of whoever runs it"), ("统一社会信用代码", "信用代码"), False, 40),
    Column("run_by_name", _("Run by"), ("主办单位", "经营单位", "管理方", "运营单位"), False, 120),
    Column("phone", _("Phone"), ("联系电话", "电话"), False, 30),
    Column("complaint_phone", _("Complaints by phone"), ("投诉电话",), False, 30),
    Column("opened_on", _("Open since"), ("开业日期", "启用日期")),
    Column("latitude", _("Latitude"), ("纬度",), False, 20),
    Column("longitude", _("Longitude"), ("经度",), False, 20),
)
TOLD = ("kind", "address", "phone", "complaint_phone")


@dataclass(frozen=True)
class Meant:
    """The place that a row speaks of, and who runs it; either may not be stored yet."""

    place: Place
    firm: Organisation | None


class PlaceLedger(Ledger):
    name = "places"
    label = _("Markets and other places")
    columns = PLACES
    example: ClassVar = {
        "name": "示例农贸市场",
        "kind": "农贸市场",
        "region": "示例区",
        "address": "示例路1号",
        "run_by_uscc": "12990100MB0000001P",
        "run_by_name": "示例市场管理有限公司",
        "complaint_phone": "0000-1234567",
    }

    def __init__(self, job: ImportJob) -> None:
        super().__init__(job)
        self.regions = list(Region.objects.filter(abolished_on=None))
        self.by_area = {one.area: one for one in self.regions}

    def read(self, number: int, cells: list[str], today: date) -> Line:
        line = Line(number, said_in(cells, self.job.mapping))
        line.fit(PLACES)
        line.choose("kind", KINDS)
        line.read_days("opened_on")
        if "opened_on" in line.days and line.days["opened_on"] > today:
            line.wrong("opened_on", "future")
        line.said["run_by_uscc"] = compact(line.said["run_by_uscc"])
        if line.said["run_by_uscc"] and (wrong := wrong_in(line.said["run_by_uscc"])):
            line.wrong("run_by_uscc", f"uscc-{wrong.code}", **wrong.facts)
        for name, limit in (("latitude", 90), ("longitude", 180)):
            if line.said[name] and _degrees(line.said[name], limit) is None:
                line.wrong(name, "degrees", limit=limit)
        return line

    def told(self, lines: Sequence[Line]) -> Told:
        told = Told()
        known = self._known(lines)
        codes = {line.said["run_by_uscc"] for line in lines} - {""}
        firms: dict[str, Organisation | None] = {one.uscc: one for one in Organisation.objects.filter(uscc__in=codes)}
        for line in lines:
            region = self._region(line)
            if region is None or line.faults:
                continue
            key = region.area, line.said["name"]
            firm = firms.setdefault(line.said["run_by_uscc"], _firm(line, region))
            if key not in known:
                known[key] = Place(region=region, name=line.said["name"])
                told.new += 1
            elif known[key].pk and different(known[key], line, firm):
                told.changed += 1
            told.pairs.append((line, Meant(known[key], firm)))
        return told

    def _known(self, lines: Sequence[Line]) -> dict[tuple[str, str], Place]:
        names = {line.said["name"] for line in lines}
        rows = Place.objects.filter(name__in=names, closed_on=None).select_related("region", "run_by")
        return {(place.region.area, place.name): place for place in rows}

    def _region(self, line: Line) -> Region | None:
        """The one region meant, in which places may stand; None where a fault is noted."""
        areas = areas_named(line, self.regions, self.job) if line.said["region"] else ()
        within = [area for area in areas if area.startswith(self.job.area)]
        if not within:
            if areas and not line.faults:
                line.wrong("region", "region-outside")
            return None
        region = self.by_area[within[0]]
        if len(within) > 1 or not takes_places(region):
            line.wrong("region", "region-county")
            return None
        return region

    def enter(self, told: Told) -> None:
        by = Doer(self.job.by)
        firms = {meant.firm.uscc: meant.firm for _line, meant in told.pairs if meant.firm and meant.firm.pk is None}
        Organisation.objects.bulk_create(firms.values())
        added_all("organisation-added", list(firms.values()), by, ("uscc", "name", "area", "runs_places"))
        fresh: dict[int, Place] = {}
        for line, meant in told.pairs:
            if meant.place.pk is None:
                fresh[id(meant.place)] = meant.place
                for name, value in values(line, meant.firm).items():
                    setattr(meant.place, name, value)
            else:
                changed("place-changed", meant.place, different(meant.place, line, meant.firm), by, self.job.file_name)
        self._create(list(fresh.values()), by)

    def _create(self, places: list[Place], by: Doer) -> None:
        for region in {place.region for place in places}:
            here = [place for place in places if place.region == region]
            for place, area in zip(here, next_areas(region, len(here)), strict=True):
                place.area = area
        Place.objects.bulk_create(places)
        added_all("place-added", places, by, ("area", *FIELDS, "run_by"))


def values(line: Line, firm: Organisation | None) -> dict[str, Any]:
    """What a row says; a cell left empty says nothing."""
    told: dict[str, Any] = {name: line.said[name] for name in TOLD if line.said[name]}
    if "opened_on" in line.days:
        told["opened_on"] = line.days["opened_on"]
    if firm:
        told["run_by"] = firm
    if line.said["latitude"] and line.said["longitude"]:
        told["latitude"], told["longitude"] = (_degrees(line.said[name], 180) for name in ("latitude", "longitude"))
    return told


def different(place: Place, line: Line, firm: Organisation | None) -> dict[str, Any]:
    return {name: value for name, value in values(line, firm).items() if getattr(place, name) != value}


def _firm(line: Line, region: Region) -> Organisation | None:
    """Not stored yet. A code without a name is a firm that only its own entry could name: the place has none then."""
    code, name = line.said["run_by_uscc"], line.said["run_by_name"]
    return Organisation(uscc=code, name=name, area=region.area, runs_places=True) if code and name else None


def _degrees(said: str, limit: int) -> Decimal | None:
    try:
        value = Decimal(said)
    except InvalidOperation:
        return None
    return round(value, 6) if value.is_finite() and abs(value) <= limit else None
