"""Certificates, notices of failure and labels on paper, set in Chinese by typst."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.utils import translation

from quanheng.law.test_programme import Point
from quanheng.law.units import format_mass
from quanheng.register.models import Instrument, InstrumentState, Kind, Verification
from quanheng.register.typesetting import qr_svg, typeset
from quanheng.register.verifying import trial_table
from quanheng.register.verifying.paper import WEIGHING_EDITION, digest, path_of


def papers(verifications: Iterable[Verification]) -> bytes:
    """One PDF of all papers, each from a new page. Raises NoChineseFont."""
    told = [_paper(one) for one in verifications if one.paper]
    return _set("papers", {"papers": told})


def labels(states: Iterable[InstrumentState]) -> bytes:
    """Sheets of labels to stick on: code, number, until when it holds. Raises NoChineseFont."""
    told = [_label(state) for state in states]
    return _set("labels", {"labels": told})


def instrument_labels(instruments: Iterable[Instrument], sheet: dict[str, Any]) -> bytes:
    """What identifies each, whether its verification holds or not: code and readable number. Raises NoChineseFont."""
    told = [_identity(one) for one in instruments]
    return _set("instrument_labels", {"labels": told, "sheet": sheet})


def _identity(instrument: Instrument) -> dict[str, str]:
    return {
        "qr": qr_svg(settings.PUBLIC_URL + path_of(instrument)),
        "kind": _kind_zh(instrument.kind),
        "device": instrument.device_id,
        "model": instrument.model,
        "serial": instrument.serial,
        "place": instrument.place.name,
        "stall": str(instrument.stall) if instrument.stall else "",
    }


def _set(template: str, told: dict[str, Any]) -> bytes:
    return typeset(files("quanheng.register").joinpath("verifying", f"{template}.typ"), told)


def _paper(verification: Verification) -> dict[str, Any]:
    paper = verification.paper
    # A paper of the authority is Chinese, whoever prints it.
    with translation.override("zh-hans"):
        table = _weighed(paper) if paper["edition"] == WEIGHING_EDITION else trial_table.table(paper)
    return paper | {
        **table,
        "kind_name": _kind_zh(paper["instrument"]["kind"]),
        "verifier": verification.verifier.name,
        "digest": digest(paper),
        "json": f"{settings.PUBLIC_URL}/certificates/{verification.paper_number}.json",
        "qr": qr_svg(paper["trace"]) if paper["trace"] else "",
    }


def _weighed(paper: dict[str, Any]) -> dict[str, Any]:
    spread, mpe = (_grams(paper["repeatability"][name]) for name in ("spread_ug", "mpe_ug"))
    return {
        "headings": ["检定点", "载荷", "示值", "附加 ΔL", "误差", "最大允许误差", "判定"],
        "rows": [_row(point) for point in paper["points"]],
        "footnote": f"重复性 {spread}，最大允许 {mpe}。依据：{paper['clause']}",
        "particulars": [["Max/e", paper["instrument"]["intervals"].replace(",", "，")]],
    }


def _row(point: dict[str, Any]) -> list[str]:
    named = Point(point["trial"], point["ordinal"], point["load_mg"], point["position"]).name("zh")
    if point["indication_mg"] is None:
        return [named, format_mass(point["load_mg"]), "—", "—", "—", "—", "未检"]
    return [
        named,
        format_mass(point["load_mg"]),
        format_mass(point["indication_mg"]),
        "—" if point["added_mg"] is None else format_mass(point["added_mg"]),
        _grams(point["error_ug"]),
        "±" + _grams(point["mpe_ug"]),
        "合格" if point["passed"] else "不合格",
    ]


def _grams(micrograms: int | None) -> str:
    """Whole milligrams and halves of them, as an error may be."""
    if micrograms is None:
        return "—"
    sign, size = ("-" if micrograms < 0 else ""), abs(micrograms)
    whole, rest = divmod(size, 1_000_000)
    digits = f"{rest:06d}".rstrip("0")
    return f"{sign}{whole}{'.' + digits if digits else ''} g"


def _label(state: InstrumentState) -> dict[str, str]:
    instrument = state.instrument
    return {
        "qr": qr_svg(settings.PUBLIC_URL + path_of(instrument)),
        "device": instrument.device_id,
        "serial": instrument.serial,
        "until": state.valid_until.isoformat() if state.valid_until else "",
        "stall": str(instrument.stall) if instrument.stall else "",
    }


def _kind_zh(kind: str) -> str:
    """A paper of the authority is Chinese, whoever prints it."""
    with translation.override("zh-hans"):
        return str(Kind(kind).label)
