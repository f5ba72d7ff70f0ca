"""A list of legal persons, known by credit code: who runs places, makes, repairs or verifies instruments."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from quanheng.register.credit_code import compact, wrong_in
from quanheng.register.importing.columns import Column
from quanheng.register.importing.ledger import Ledger, Told
from quanheng.register.importing.line import Line, said_in
from quanheng.register.importing.where import areas_named
from quanheng.register.keeping.change import Doer, added_all, changed
from quanheng.register.keeping.organisations import FIELDS
from quanheng.register.models import ImportJob, Organisation, Region

DOES = {
    "市场监管": "is_office",
    "监管": "is_office",
    "主办": "runs_places",
    "经营": "runs_places",
    "制造": "makes",
    "生产": "makes",
    "修理": "repairs",
    "维修": "repairs",
    "检定": "verifies",
}
ORGANISATIONS = (
    Column("uscc", _("Unified social credit code"), ("统一社会信用代码", "信用代码", "uscc"), True, 40),
    Column("name", _("Name of the organisation"), ("单位名称", "机构名称", "企业名称", "名称", "name"), True, 120),
    Column("region", _("Administrative division"), ("行政区划", "行政区划代码", "所属区县", "区县", "region"), True),
    Column("does", _("What it does"), ("业务类型", "单位类型", "业务", "类型"), True, 60),
    Column("address", _("Address"), ("地址", "住所", "address"), False, 200),
    Column("phone", _("Phone"), ("联系电话", "电话"), False, 30),
)


class OrganisationLedger(Ledger):
    name = "organisations"
    label = _("Organisations")
    columns = ORGANISATIONS
    example: ClassVar = {
        "uscc": "12990100MB0000001P",
        "name": "示例计量检定所",
        "region": "示例市",
        "does": "检定、修理",
        "address": "示例路2号",
        "phone": "0000-1234567",
    }

    def __init__(self, job: ImportJob) -> None:
        super().__init__(job)
        self.regions = list(Region.objects.filter(abolished_on=None))

    def read(self, number: int, cells: list[str], today: date) -> Line:  # noqa: ARG002 -- it tells of no day
        line = Line(number, said_in(cells, self.job.mapping))
        line.fit(ORGANISATIONS)
        line.said["uscc"] = compact(line.said["uscc"])
        if line.said["uscc"] and (wrong := wrong_in(line.said["uscc"])):
            line.wrong("uscc", f"uscc-{wrong.code}", **wrong.facts)
        if line.said["does"] and not does(line):
            line.wrong("does", "choice", known="、".join(DOES))
        return line

    def told(self, lines: Sequence[Line]) -> Told:
        told = Told()
        codes = {line.said["uscc"] for line in lines}
        known = {one.uscc: one for one in Organisation.objects.filter(uscc__in=codes)}
        for line in lines:
            area = self._area(line)
            row = known.get(line.said["uscc"])
            if row is not None and not row.area.startswith(self.job.area):
                line.wrong("uscc", "firm-elsewhere")
            if area is None or line.faults:
                continue
            if row is None:
                row = known[line.said["uscc"]] = Organisation(uscc=line.said["uscc"], **values(line, area))
                told.new += 1
            elif row.pk and different(row, line, area):
                told.changed += 1
            told.pairs.append(((line, area), row))
        return told

    def _area(self, line: Line) -> str | None:
        areas = areas_named(line, self.regions, self.job) if line.said["region"] else ()
        within = [area for area in areas if area.startswith(self.job.area)]
        if len(within) == 1:
            return within[0]
        if areas and not line.faults:
            line.wrong("region", "region-county" if within else "region-outside")
        return None

    def enter(self, told: Told) -> None:
        by = Doer(self.job.by)
        fresh = list({row.uscc: row for _told, row in told.pairs if row.pk is None}.values())
        for (line, area), row in told.pairs:
            if row.pk is not None:
                changed("organisation-changed", row, different(row, line, area), by, self.job.file_name)
        Organisation.objects.bulk_create(fresh)
        added_all("organisation-added", fresh, by, FIELDS)


def does(line: Line) -> set[str]:
    return {name for word, name in DOES.items() if word in line.said["does"]}


def values(line: Line, area: str) -> dict[str, Any]:
    """What a row says; a cell left empty says nothing, and what an organisation does is only added to."""
    told: dict[str, Any] = {"name": line.said["name"], "area": area, **dict.fromkeys(does(line), True)}
    return told | {name: line.said[name] for name in ("address", "phone") if line.said[name]}


def different(row: Organisation, line: Line, area: str) -> dict[str, Any]:
    return {name: value for name, value in values(line, area).items() if getattr(row, name) != value}
