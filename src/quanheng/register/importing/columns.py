"""Which column of an office's ledger is which of our fields, until a person says otherwise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from quanheng.register.importing.sheet import Row

HEADINGS_WITHIN = 10


@dataclass(frozen=True)
class Column:
    name: str
    label: object
    called: tuple[str, ...]
    required: bool = False
    characters: int = 120
    # Only some rows of a ledger have it: asked for apart, and not in the empty sheet.
    rare: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What offices call it, and what our own lists do when they are written in English."""
        with override("en"):
            return (*self.called, str(self.label))


def known_as(heading: str) -> str:
    """A heading without what differs from file to file: spaces, remarks in brackets, a mark for required."""
    return re.sub(r"[（(【\[].*?[）)】\]]|[\s*＊:：]", "", heading).lower()


def headings(first_rows: Iterable[Row], columns: Iterable[Column]) -> Row:
    """The row of headings: the first with two known ones (titles stand above), or the first of all."""
    known = {known_as(name) for column in columns for name in column.names}
    told = list(first_rows)
    for row in told:
        if sum(known_as(cell) in known for cell in row[1]) >= 2:
            return row
    return told[0]


def proposed(headed: list[str], columns: Iterable[Column]) -> dict[str, int]:
    """Field to place of the column, counted from 0. A field that no heading names is left out."""
    found: dict[str, int] = {}
    for column in columns:
        for name in column.names:
            places = [at for at, heading in enumerate(headed) if known_as(heading) == known_as(name)]
            places = [at for at in places if at not in found.values()]
            if places:
                found[column.name] = places[0]
                break
    return found


INSTRUMENTS = (
    Column("kind", _("Kind of instrument"), ("器具名称", "计量器具名称", "设备名称", "kind"), True),
    Column("serial", _("Serial number"), ("出厂编号", "编号", "器具编号", "serial"), True, 40),
    Column("maker", _("Maker"), ("生产厂家", "制造单位", "生产厂商", "制造厂", "maker"), True),
    Column("model", _("Model"), ("型号规格", "规格型号", "型号", "model"), True, 80),
    Column("place", _("Place"), ("使用地点", "安装/使用地点", "安装使用地点", "市场名称", "place"), True, 80),
    Column("region", _("Administrative division"), ("行政区划", "行政区划代码", "所属区县", "区县", "region")),
    Column("stall", _("Stall number"), ("摊位号", "摊位", "stall"), False, 20),
    Column("category", _("Category"), ("项别",), False, 40),
    Column("species", _("Species"), ("种别",), False, 40),
    Column("measuring_range", _("Measuring range"), ("测量范围", "量程", "称量范围"), False, 80),
    Column("accuracy_class", _("Accuracy class"), ("准确度等级", "精度等级"), False, 10),
    Column("origin", _("Origin"), ("产地",), False, 80),
    Column("purpose", _("Purpose"), ("用途",)),
    Column("submission", _("How it is presented"), ("送检方式", "检定方式")),
    Column("type_approval_number", _("Type approval number"), ("型式批准号", "型式批准证书号", "CPA编号"), False, 60),
    Column("gtin", _("GTIN"), ("GTIN", "商品条码")),
    Column("in_use_on", _("In use since"), ("启用日期", "投入使用日期", "使用日期")),
    Column("verified_on", _("Verified on"), ("检定日期", "最近检定日期")),
    Column("valid_until", _("Valid until"), ("有效期至", "有效期", "检定有效期至", "有效日期")),
    Column("certificate_number", _("Certificate number"), ("证书编号", "检定证书编号", "证书号"), False, 60),
    Column("verification_body", _("Verification body"), ("检定机构", "检定单位"), False),
)
