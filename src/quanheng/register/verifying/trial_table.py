"""A certificate's points in Chinese words and usual units, for paper and pages."""

from typing import Any

import msgspec

from quanheng.law.kind_trials import UNITS
from quanheng.register.kinds import decimals, told
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.verifying.trial_paper import EDITION

PER_CENT_DECIMALS = 4
ABSENT = "—"


def table(paper: dict[str, Any]) -> dict[str, Any]:
    """Headings, rows, a footnote and what the kind has of its own."""
    return {
        "headings": ["检定项目", "标准值", "示值", "误差", "最大允许误差", "判定"],
        "rows": [_row(point) for point in paper["points"]],
        "footnote": "；".join([*map(_spread, paper["repeatability"]), f"依据：{paper['clause'] or ABSENT}"]),
        "particulars": [list(line) for line in told.lines(_described(paper))],
    }


def results(paper: dict[str, Any] | None) -> list[tuple[str, str, str, bool]]:
    """Of a certificate: each trial, its error, the limit, and whether it passed; none of a scale's, or of no paper."""
    if paper is None or paper["edition"] != EDITION:
        return []
    told = [(_row(point), point["passed"]) for point in paper["points"]]
    return [(row[0], row[3], row[4], bool(passed)) for row, passed in told]


def _described(paper: dict[str, Any]) -> Any:
    return msgspec.convert(paper["details"], DESCRIPTIONS[paper["instrument"]["kind"]])


def _row(point: dict[str, Any]) -> list[str]:
    passed = point["passed"]
    return [
        point["name"],
        amount(point["reference"], point["unit"]),
        amount(point["indicated"], point["unit"]),
        error(point["error"], point["error_in"]),
        ABSENT if point["limit"] is None else "±" + error(point["limit"], point["error_in"]),
        "未检" if passed is None else "合格" if passed else "不合格",
    ]


def amount(number: int | None, unit: str) -> str:
    if number is None:
        return ABSENT
    name, places = UNITS[unit]
    return f"{decimals.written(number, places)} {name}"


def error(number: int | None, in_: str) -> str:
    """Millionths are told in per cent."""
    if number is None:
        return ABSENT
    return f"{decimals.written(number, PER_CENT_DECIMALS)} %" if in_ == "millionths" else amount(number, in_)


def _spread(one: dict[str, Any]) -> str:
    spread, limit = (error(one[name], "millionths") for name in ("millionths", "limit_millionths"))
    return f"{one['name']} 重复性 {spread}（≤ {limit}）"
