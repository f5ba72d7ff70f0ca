"""One produced scale as its maker tells it, from a form, a JSON list or a workbook: read, with all that is wrong."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import ean

from quanheng.law.instruments import Intervals
from quanheng.register.keeping.filled_in import FilledIn

KEY_BYTES = 32


class Field(NamedTuple):
    name: str
    label: Promise
    heading: str
    most: int
    must: bool = False
    is_day: bool = False


FIELDS = (
    Field("model", gettext_lazy("Model"), "型号规格", 80, must=True),
    Field("serial", gettext_lazy("Serial number"), "出厂编号", 40, must=True),
    Field("gtin", gettext_lazy("GTIN"), "GTIN", 14),
    Field("intervals", gettext_lazy("Max and e"), "最大秤量/分度值", 60, must=True),
    Field("accuracy_class", gettext_lazy("Accuracy class"), "准确度等级", 10),
    Field("type_approval_number", gettext_lazy("Type approval number"), "型式批准号", 60, must=True),
    Field("production_code", gettext_lazy("Production code"), "生产码", 60, must=True),
    Field("repair_code", gettext_lazy("Repair code"), "维修码", 60, must=True),
    Field("produced_on", gettext_lazy("Produced on"), "生产日期", 10, must=True, is_day=True),
    Field("firmware", gettext_lazy("Firmware"), "软件版本", 80),
    Field("public_key", gettext_lazy("Public key (Base64)"), "公钥", 60),
    Field("sold_to", gettext_lazy("Sold to"), "售予", 120),
    Field("place", gettext_lazy("Place of use, by its full name"), "使用场所", 80),
    Field("sold_on", gettext_lazy("Day of the sale"), "销售日期", 10, is_day=True),
)
HEADINGS = {one.heading: one.name for one in FIELDS} | {one.name: one.name for one in FIELDS}


@dataclass(frozen=True, slots=True)
class Produced:
    said: dict[str, str]
    produced_on: date
    sold_on: date | None
    public_key: bytes | None

    @property
    def identity(self) -> tuple[str, str]:
        return self.said["model"], self.said["serial"]


def read(given: Mapping[str, Any], today: date) -> Produced:
    """Raises ValidationError with each field at fault."""
    form = FilledIn({name: "" if value is None else str(value) for name, value in given.items()})
    said = {one.name: form.text(one.name, one.most, must=one.must) for one in FIELDS if not one.is_day}
    days = {one.name: form.day(one.name, must=one.must, latest=today) for one in FIELDS if one.is_day}
    produced_on, sold_on = days["produced_on"], days["sold_on"]
    if bool(said["sold_to"]) != bool(sold_on) and "sold_on" not in form.wrong:
        form.refuse("sold_on" if said["sold_to"] else "sold_to", _("Say to whom and when, or neither."))
    if produced_on and sold_on and sold_on < produced_on:
        form.refuse("sold_on", _("This is before it was produced."))
    if said["place"] and not said["sold_to"]:
        form.refuse("place", _("It stands at your works until it is sold."))
    said["gtin"] = _gtin(form, said["gtin"])
    said["accuracy_class"] = said["accuracy_class"] or "III"
    _intervals(form, said["intervals"])
    key = _key(form, said.pop("public_key"))
    form.done()
    assert produced_on is not None
    return Produced(said, produced_on, sold_on, key)


def _gtin(form: FilledIn, said: str) -> str:
    if said and not ean.is_valid(said):
        form.refuse("gtin", _("A GTIN of 8, 12, 13 or 14 digits with a right check digit."))
    return said.zfill(14) if said else ""


def _intervals(form: FilledIn, said: str) -> None:
    try:
        Intervals.parse(said)
    except ValueError:
        form.refuse("intervals", _("Enter Max and e as 15kg/5g, or of several ranges as 15kg/5g,30kg/10g."))


def _key(form: FilledIn, said: str) -> bytes | None:
    try:
        key = b64decode(said, validate=True) if said else None
    except (NotBase64, ValueError):
        key = b""
    if key is not None and len(key) != KEY_BYTES:
        form.refuse("public_key", _("A public Ed25519 key: 32 bytes in Base64."))
    return key


def first_wrong(wrong: ValidationError) -> str:
    """All that is wrong with a row, in one line."""
    labels = {one.name: one.label for one in FIELDS}
    told = [f"{labels.get(name, name)}: {said[0]}" for name, said in wrong.message_dict.items()]
    return "; ".join(told)
