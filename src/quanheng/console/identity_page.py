"""What the pages of a check of identity show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.people.areas import contains
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register.identity import check_list
from quanheng.register.identity.advice import advice
from quanheng.register.identity.checking import bears_codes, marks_on_record
from quanheng.register.identity.deciding import KINDS
from quanheng.register.identity.looking_up import named
from quanheng.register.identity.marks import (
    ABSENT,
    AT_ANOTHER_PLACE,
    CODES,
    DIFFERS,
    INTACT,
    MISSING,
    NAMEPLATE,
    NOT_ON_RECORD,
    SAME,
)
from quanheng.register.identity.outcome import CLONE, FINDINGS, MATCH, MISMATCH
from quanheng.register.models import IdentityCheck, Instrument, Verification
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import life_state
from quanheng.register.verifying import desk

FIELD_NAMES: dict[str, Promise] = {
    "maker": _("Maker"),
    "model": _("Model"),
    "serial": _("Serial number"),
    "production_code": _("Production code"),
    "repair_code": _("Repair code"),
    "verification_code": _("Verification code"),
    "seal_number": _("Number of the seal"),
    "seal": _("Seal"),
    "place": _("Place"),
    "stall": _("Stall"),
    "life": _("State"),
}
WORST = (DIFFERS, MISSING, AT_ANOTHER_PLACE, NOT_ON_RECORD, SAME, ABSENT)
# Not on public pages: only people of the area where it is registered see what the register expects.
KEPT_BACK = (*CODES, "seal_number")


@dataclass(frozen=True)
class Question:
    name: str
    label: Promise
    value: str
    error: str
    on_record: bool


@dataclass(frozen=True)
class Row:
    label: Promise
    name: str
    expected: str
    found: str
    verdict: str


def form_of(
    viewer: User, instrument: Instrument | None, given: dict[str, str], errors: dict[str, str]
) -> dict[str, object]:
    """``given`` is what was typed, where it was refused; else the fields say what the register expects."""
    is_again = bool(errors)
    values = given if is_again else {**_expected(instrument, viewer), **given}
    verification = _verification(viewer, given.get("verification", ""))
    if verification and not is_again:
        values |= {"place": verification.place.name, "stall": _stall(verification.instrument)}
    asked = _asked(instrument)
    return {
        "instrument": instrument,
        "is_ours": instrument is not None and contains(viewer, instrument.area),
        "code": given.get("code", ""),
        "is_code": named(given.get("code", "")).is_code,
        "read_by": given.get("read_by", "typed"),
        "verification": verification,
        "plate": [_question(name, values, errors, instrument) for name in NAMEPLATE],
        "codes": [_question(name, values, errors, instrument) for name in asked],
        "place": _question("place", values, errors, instrument),
        "stall": _question("stall", values, errors, instrument),
        "seal": values.get("seal", INTACT),
        "off": values.get("off", ""),
        "errors": errors,
        "may_look": may(viewer, "see-instruments"),
    }


def _asked(instrument: Instrument | None) -> tuple[str, ...]:
    if instrument is None or bears_codes(instrument):
        return (*CODES, "seal_number")
    return ("seal_number",)


def _expected(instrument: Instrument | None, viewer: User) -> dict[str, str]:
    if instrument is None:
        return {}
    known = marks_on_record(instrument)
    told = {name: getattr(known, name) for name in (*NAMEPLATE, *KEPT_BACK)}
    if not contains(viewer, instrument.area):
        return {name: value for name, value in told.items() if name in NAMEPLATE}
    seal = INTACT if life_state(instrument.state).seal_intact else "broken"
    return told | {"seal": seal, "place": instrument.place.name, "stall": _stall(instrument)}


def _stall(instrument: Instrument) -> str:
    return instrument.stall.number if instrument.stall else ""


def _question(name: str, values: dict[str, str], errors: dict[str, str], instrument: Instrument | None) -> Question:
    value = values.get(name, "")
    return Question(name, FIELD_NAMES[name], value, errors.get(name, ""), bool(instrument and value))


def _verification(viewer: User, number: str) -> Verification | None:
    """The verification for which a scale is looked at, where it waits for its beginning."""
    try:
        found = desk.verification(viewer, number[:20]) if number and may(viewer, "verify") else None
    except Verification.DoesNotExist:
        return None
    return found if found and found.state == VerificationState.SCHEDULED else None


def answer_of(row: IdentityCheck, viewer: User) -> dict[str, object]:
    instrument = row.instrument
    is_ours = instrument is not None and contains(viewer, instrument.area)
    decisions = list(row.decisions.all())
    newest = decisions[0].kind if decisions else ""
    decides = may(viewer, "decide-findings") and contains(viewer, row.area) and row.outcome in FINDINGS
    waiting = _waiting(instrument, viewer) if instrument and row.outcome == MATCH else None
    return {
        "row": row,
        "instrument": instrument,
        "is_ours": is_ours,
        "may_look": is_ours and may(viewer, "see-instruments"),
        "fields": [_row(one, is_ours=is_ours) for one in _worst_first(row)] or _only_found(row),
        "advice": advice(row),
        "others": _others(row, viewer),
        "decisions": decisions,
        "decision": newest,
        "open_decisions": [kind for kind in KINDS if kind != newest] if decides else [],
        "may_stop": is_ours and may(viewer, "record-life") and row.outcome in (MISMATCH, CLONE),
        "waiting": waiting,
        "may_verify": may(viewer, "see-verifications"),
    }


def _worst_first(row: IdentityCheck) -> list[dict[str, str]]:
    """On a phone nobody scrolls through what agrees to find what does not."""
    return sorted(row.compared, key=lambda one: WORST.index(one["verdict"]))


def _row(one: dict[str, str], *, is_ours: bool) -> Row:
    hidden = one["name"] in KEPT_BACK and not is_ours and bool(one["expected"])
    return Row(
        FIELD_NAMES[one["name"]], one["name"], "•••" if hidden else one["expected"], one["found"], one["verdict"]
    )


def _only_found(row: IdentityCheck) -> list[Row]:
    """Of an unknown scale there is nothing to compare it with."""
    told = [(name, str(row.found.get(name) or "")) for name in (*NAMEPLATE, *KEPT_BACK)]
    return [Row(FIELD_NAMES[name], name, "", value, "not-on-record") for name, value in told if value]


def _others(row: IdentityCheck, viewer: User) -> list[dict[str, object]]:
    """The proofs of a clone; the other check by its place, which the viewer may see where the area allows it."""
    rows = check_list.named_in_proofs(row)
    return [
        {
            "kind": one["kind"],
            "at": datetime.fromisoformat(one["at"]),
            "check": rows.get(one["number"]),
            "may_open": one["number"] in rows and contains(viewer, rows[one["number"]].area),
        }
        for one in row.proofs
    ]


def _waiting(instrument: Instrument, viewer: User) -> Verification | None:
    """A verification that this match lets begin."""
    if not may(viewer, "verify"):
        return None
    rows = desk.verifications(viewer, VerificationState.SCHEDULED).filter(instrument=instrument)
    return rows.first()
