"""What makes a scale this one scale: its nameplate, its three codes and its seal, as found or as on record.

Pure. The formats of codes and seal numbers are not published; they are compared as texts, however they were typed.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from quanheng.register.life import Happening, in_order

NAMEPLATE = ("maker", "model", "serial")
CODES = ("production_code", "repair_code", "verification_code")
TEXTS = (*NAMEPLATE, *CODES, "seal_number")
# Of a field: as on record, otherwise, on record and not found, found and not on record, neither.
SAME, DIFFERS, MISSING, NOT_ON_RECORD, ABSENT = "same", "differs", "missing", "not-on-record", "absent"
AGAINST = (DIFFERS, MISSING)
# Of place and stall: no mark of the scale itself, so never a difference of its identity.
AT_ANOTHER_PLACE = "elsewhere"
INTACT, BROKEN = "intact", "broken"


@dataclass(frozen=True, slots=True)
class Marks:
    maker: str = ""
    model: str = ""
    serial: str = ""
    production_code: str = ""
    repair_code: str = ""
    verification_code: str = ""
    seal_number: str = ""
    seal_intact: bool = True


@dataclass(frozen=True, slots=True)
class Compared:
    """One field: what the register says, what was found, and whether that is the same."""

    name: str
    expected: str
    found: str
    verdict: str

    @property
    def is_against(self) -> bool:
        return self.verdict in AGAINST


def compare(expected: Marks, found: Marks, *, with_codes: bool) -> tuple[Compared, ...]:
    """Field by field; the codes of a scale of the old kind are not asked, as it has none."""
    asked = TEXTS if with_codes else (*NAMEPLATE, "seal_number")
    fields = [_text(name, getattr(expected, name), getattr(found, name)) for name in asked]
    if not found.seal_intact:
        # A torn seal cannot be read.
        fields = [replace(one, verdict=ABSENT) if _is_torn(one) else one for one in fields]
    return (*fields, _seal(expected.seal_intact, found.seal_intact))


def _is_torn(one: Compared) -> bool:
    return one.name == "seal_number" and one.verdict == MISSING


def _text(name: str, expected: str, found: str) -> Compared:
    if not expected or not found:
        verdict = MISSING if expected else NOT_ON_RECORD if found else ABSENT
    else:
        verdict = SAME if plain(expected) == plain(found) else DIFFERS
    return Compared(name, expected, found, verdict)


def _seal(expected: bool, found: bool) -> Compared:
    told = [INTACT if one else BROKEN for one in (expected, found)]
    return Compared("seal", told[0], told[1], SAME if expected == found else DIFFERS)


def plain(text: str) -> str:
    """Without what people and keyboards make different: width, case, spaces, kinds of dash."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join("-" if unicodedata.category(one) == "Pd" else one for one in folded if not one.isspace())


def on_record(nameplate: Marks, life: Iterable[Happening]) -> Marks:
    """The marks that a life adds up to: each by the latest event that gave or took it, as the state counts them."""
    marks = replace(nameplate, seal_intact=False)
    for one in sorted(life, key=in_order):
        marks = replace(marks, **_given(one.kind, one.facts))
    return marks


def _given(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    if kind == "production-code":
        return {name: str(facts.get(name) or "") for name in ("production_code", "repair_code")}
    if kind == "repair":
        return {"repair_code": str(facts.get("repair_code") or ""), "verification_code": ""}
    if kind in ("verified", "failed"):
        return {"verification_code": str(facts.get("verification_code") or "") if kind == "verified" else ""}
    if kind == "sealed":
        return {"seal_intact": True, "seal_number": str(facts.get("seal_number") or "")}
    return {"seal_intact": False} if kind == "seal-broken" else {}
