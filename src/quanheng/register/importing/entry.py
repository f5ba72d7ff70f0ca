"""One row of an instrument ledger, read and checked by itself; what it needs from the register comes afterwards."""

import re
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from quanheng.register.importing.columns import INSTRUMENTS
from quanheng.register.importing.line import Line, said_in
from quanheng.register.importing.own_columns import read_own
from quanheng.register.models import Kind

KINDS = {
    Kind.TRADE_SCALE: ("电子计价秤", "计价秤", "电子秤", "贸易秤", "数字指示秤", "交易用秤", "电子案秤"),
    Kind.CHECK_SCALE: ("公平秤", "复称秤", "复秤"),
    Kind.FUEL_DISPENSER: ("燃油加油机", "加油机"),
    Kind.TAXIMETER: ("出租汽车计价器", "出租车计价器", "计价器"),
    Kind.ELECTRICITY_METER: ("电能表", "电表"),
    Kind.WATER_METER: ("水表",),
    Kind.GAS_METER: ("燃气表", "煤气表"),
    Kind.CHARGER: ("电动汽车充电桩", "充电桩"),
    Kind.REFRACTOMETER: ("验光仪",),
    Kind.FOCIMETER: ("焦度计",),
    Kind.TRIAL_LENS_SET: ("验光镜片箱", "镜片箱"),
    Kind.WEIGHT_SET: ("砝码组", "砝码"),
}
CHOICES = {
    "purpose": {
        "贸易结算": "trade",
        "安全防护": "safety",
        "医疗卫生": "medical",
        "环境监测": "environment",
        "Trade settlement": "trade",
        "Safety protection": "safety",
        "Medical and health care": "medical",
        "Environmental monitoring": "environment",
    },
    "submission": {
        "现场检定": "on-site",
        "现场": "on-site",
        "送检": "sent-in",
        "On site": "on-site",
        "Sent in": "sent-in",
    },
}
CLASSES = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IIII", "中": "III", "普通": "IIII", "高": "II"}


class Entry(Line):
    # What only its kind has, as it is kept.
    details: dict[str, Any] = {}

    @property
    def product(self) -> tuple[str, str, str]:
        return self.said["maker"], self.said["model"], self.said["serial"]


def read(row: int, cells: list[str], mapping: dict[str, int], today: date) -> Entry:
    entry = Entry(row, said_in(cells, mapping))
    entry.fit(INSTRUMENTS)
    _kind(entry)
    _classes(entry)
    for column, known in CHOICES.items():
        entry.choose(column, known)
    _gtin(entry)
    _dates(entry, today)
    if entry.said["kind"] in Kind.values:
        entry.details = read_own(entry)
    return entry


def _kind(entry: Entry) -> None:
    said = entry.said["kind"]
    found = next((kind for kind, names in KINDS.items() if said in names or said in _our_names(kind)), None)
    if found:
        entry.said["kind"] = found.value
    elif said:
        entry.wrong("kind", "kind", known="、".join(names[0] for names in KINDS.values()))


@cache
def _our_names(kind: Kind) -> set[str]:
    """As a list of ours writes it, in whatever language its reader has."""
    said = {kind.value}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.add(str(kind.label))
    return said


def _classes(entry: Entry) -> None:
    said = entry.said["accuracy_class"].removesuffix("级").removesuffix("准确度")
    entry.said["accuracy_class"] = CLASSES.get(said, said)


def _gtin(entry: Entry) -> None:
    said = entry.said["gtin"]
    if not said:
        return
    digits = said.zfill(14)
    if not (re.fullmatch(r"\d{8}|\d{12,14}", said, re.ASCII) and is_checked(digits)):
        entry.wrong("gtin", "gtin")
    entry.said["gtin"] = digits


def is_checked(digits: str) -> bool:
    """The check digit of GS1 numbers: threes and ones in turn from the right."""
    weighted = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits[:-1])))
    return (weighted + int(digits[-1])) % 10 == 0


def _dates(entry: Entry, today: date) -> None:
    entry.read_days("in_use_on", "verified_on", "valid_until")
    for name in ("in_use_on", "verified_on"):
        if name in entry.days and entry.days[name] > today:
            entry.wrong(name, "future")
    verified, until = entry.days.get("verified_on"), entry.days.get("valid_until")
    if until and not entry.said["verified_on"]:
        entry.wrong("verified_on", "missing")
    if verified and until and until < verified:
        entry.wrong("valid_until", "before")
