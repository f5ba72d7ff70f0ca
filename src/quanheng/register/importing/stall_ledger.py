"""A market's list of stalls and who works at them, known by market and number.

A stall that is there already with others at the counter is handed over: the history of a stall is kept.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from quanheng.register.credit_code import compact, wrong_in
from quanheng.register.importing.columns import Column
from quanheng.register.importing.ledger import Ledger, Told
from quanheng.register.importing.line import Line, said_in
from quanheng.register.importing.where import place_of, places_named
from quanheng.register.keeping import stalls
from quanheng.register.keeping.change import Doer, added_all, changed
from quanheng.register.models import ImportJob, Place, PlaceKind, Region, Stall, StallOperator

STALLS = (
    Column("place", _("Market"), ("市场名称", "所属市场", "市场", "场所名称", "place"), True, 80),
    Column("region", _("Administrative division"), ("行政区划", "行政区划代码", "所属区县", "区县", "region")),
    Column("number", _("Stall number"), ("摊位号", "档口号", "摊位", "编号", "number"), True, 20),
    Column("stall_type", _("Stall type"), ("档口类型", "经营品类", "摊位类型", "类型"), True, 40),
    Column("name", _("Name of the stall"), ("摊位名称", "字号", "店名"), False, 80),
    Column("operator_name", _("Operator"), ("经营者", "经营户", "经营者姓名", "摊主"), True, 80),
    Column("operator_uscc", _("Credit code of the operator"), ("统一社会信用代码", "信用代码"), False, 40),
    Column("licence_number", _("Licence number"), ("许可证号", "营业执照号", "执照号"), False, 40),
    Column("since", _("Here since"), ("入场日期", "起始日期", "开始日期")),
)


class StallLedger(Ledger):
    name = "stalls"
    label = _("Stalls and operators")
    columns = STALLS
    example: ClassVar = {
        "place": "示例农贸市场",
        "region": "示例区",
        "number": "A01",
        "stall_type": "蔬菜",
        "name": "示例菜摊",
        "operator_name": "示例经营户",
        "since": "2026-01-01",
    }

    def __init__(self, job: ImportJob) -> None:
        super().__init__(job)
        self.regions = list(Region.objects.filter(abolished_on=None))

    def read(self, number: int, cells: list[str], today: date) -> Line:
        line = Line(number, said_in(cells, self.job.mapping))
        line.fit(STALLS)
        line.read_days("since")
        if "since" in line.days and line.days["since"] > today:
            line.wrong("since", "future")
        line.said["operator_uscc"] = compact(line.said["operator_uscc"])
        if line.said["operator_uscc"] and (wrong := wrong_in(line.said["operator_uscc"])):
            line.wrong("operator_uscc", f"uscc-{wrong.code}", **wrong.facts)
        return line

    def told(self, lines: Sequence[Line]) -> Told:
        told = Told()
        places = places_named(self.job, (line.said["place"] for line in lines))
        known = _known(places, {line.said["number"] for line in lines})
        seen: dict[tuple[int, str], int] = {}
        for line in lines:
            market = place_of(line, places, self.regions, self.job)
            if market is not None and market.kind != PlaceKind.MARKET:
                line.wrong("place", "no-market")
            key = (market.pk if market else 0, line.said["number"])
            if not line.faults and key in seen:
                line.wrong("number", "stall-twice", row=seen[key])
            if market is None or line.faults:
                continue
            seen[key] = line.row
            self._add(told, line, market, known.get(key))
        return told

    def _add(self, told: Told, line: Line, market: Place, stall: Stall | None) -> None:
        if stall is None:
            told.new += 1
        elif is_handed_over(stall, line) and _too_early(stall, line):
            line.wrong("since", "operator-later")
            return
        elif is_handed_over(stall, line) or different(stall, line):
            told.changed += 1
        told.pairs.append((line, (market, stall)))

    def enter(self, told: Told) -> None:
        by = Doer(self.job.by)
        fresh: dict[int, list[tuple[Line, Place]]] = {}
        for line, (market, stall) in told.pairs:
            if stall is None:
                fresh.setdefault(market.pk, []).append((line, market))
            else:
                self._change(stall, line, by)
        for pairs in fresh.values():
            self._open(pairs, by)

    def _change(self, stall: Stall, line: Line, by: Doer) -> None:
        changed("stall-changed", stall, different(stall, line), by, self.job.file_name)
        if is_handed_over(stall, line):
            stalls.replace(stall, operator_in(line), line.days.get("since") or localdate(), by, self.job.file_name)

    def _open(self, pairs: list[tuple[Line, Place]], by: Doer) -> None:
        market = Place.objects.select_for_update().get(pk=pairs[0][1].pk)
        areas = stalls.next_areas(market, len(pairs))
        made = [_stall(line, market, area) for (line, _market), area in zip(pairs, areas, strict=True)]
        Stall.objects.bulk_create(made)
        StallOperator.objects.bulk_create(
            StallOperator(
                stall=stall,
                area=stall.area,
                name=stall.operator_name,
                uscc=stall.operator_uscc,
                licence_number=stall.licence_number,
                since=stall.opened_on,
            )
            for stall in made
        )
        added_all("stall-opened", made, by, stalls.KEPT)


def _known(places: dict[str, list[Place]], numbers: set[str]) -> dict[tuple[int, str], Stall]:
    markets = [place.pk for named in places.values() for place in named]
    rows = Stall.objects.filter(market__in=markets, number__in=numbers, closed_on=None)
    return {(stall.market_id, stall.number): stall for stall in rows}


def operator_in(line: Line) -> stalls.AtTheCounter:
    said = line.said
    return stalls.AtTheCounter(said["operator_name"], said["operator_uscc"], said["licence_number"])


def is_handed_over(stall: Stall, line: Line) -> bool:
    """Somebody else's name is. A number that was missing so far, or is missing now, is not."""
    return stall.operator_name != line.said["operator_name"]


def _too_early(stall: Stall, line: Line) -> bool:
    current = stall.operators.filter(until=None).first()
    began = current.since if current else stall.opened_on
    return bool(began) and (line.days.get("since") or localdate()) <= began


def different(stall: Stall, line: Line) -> dict[str, Any]:
    """What a row says of the stall and of the one who stays; a cell left empty says nothing."""
    names = ["stall_type", "name"] + ([] if is_handed_over(stall, line) else ["operator_uscc", "licence_number"])
    return {name: line.said[name] for name in names if line.said[name] and getattr(stall, name) != line.said[name]}


def _stall(line: Line, market: Place, area: str) -> Stall:
    said = line.said
    return Stall(
        market=market,
        area=area,
        number=said["number"],
        name=said["name"] or said["operator_name"],
        stall_type=said["stall_type"],
        opened_on=line.days.get("since"),
        **operator_in(line).on_stall(),
    )
