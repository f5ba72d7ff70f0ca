"""What the events in the life of an instrument add up to on any day, and whether it may be used then (N25-3.5).

Pure: events in, state out. The order of arrival does not matter, only the order of happening; two events of one moment
take the order of ``KINDS``. ``law.verification`` and ``law.phase_out`` say what follows from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from quanheng.law import verification
from quanheng.register.legal_day import legal_day

# In the order in which events of one moment are told: what opens before what closes, what breaks before what mends.
KINDS = (
    "produced",
    "type-approved",
    "production-code",
    "sold",
    "registered",
    "seal-broken",
    "housing-opened",
    "locked",
    "parameter-changed",
    "unlock-requested",
    "unlock-authorised",
    "unlock-refused",
    "unlocked",
    "repair",
    "part-replacement",
    "label-damaged",
    "label-confirmed",
    "moved",
    "described",
    "sealed",
    "verified",
    "failed",
    "put-into-use",
    "put-on-standby",
    "lent",
    "returned",
    "check-failed",
    "stopped",
    "resumed",
    "scrapped",
)
_STATUS = {
    "put-into-use": "in-use",
    "put-on-standby": "standby",
    "lent": "in-use",
    "returned": "standby",
    # A check scale that fails its weekly check leaves use at once (T4-5.2).
    "check-failed": "stopped",
    "stopped": "stopped",
    "resumed": "in-use",
    "scrapped": "scrapped",
}
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


class Happening(NamedTuple):
    """One event, as far as the state depends on it."""

    at: datetime
    kind: str
    key: str = ""
    facts: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class LifeState:
    """The sum of an instrument's events up to a moment. Nothing in it depends on the day that asks."""

    status: str = "registered"
    area: str = ""
    in_use_since: date | None = None
    locked: bool = False
    seal_intact: bool = False
    label_intact: bool = True
    production_code: bool = False
    repair_code: bool = False
    verification_code: bool = False
    verified_on: date | None = None
    valid_until: date | None = None
    passed: bool | None = None
    certificate_number: str = ""
    verification_body: str = ""
    since: tuple[verification.LifeEvent, ...] = ()
    last_event_at: datetime | None = None


def state_of(happenings: Iterable[Happening], until: datetime | None = None) -> LifeState:
    """The state after every event up to and including a moment; of all events when none is given."""
    state = LifeState()
    for one in sorted(happenings, key=in_order):
        if until is not None and one.at > until:
            break
        if state.status != "scrapped":
            state = _after(state, one)
    return state


def in_order(one: Happening) -> tuple[datetime, int, str]:
    return one.at, _ORDER[one.kind], one.key


def _after(state: LifeState, one: Happening) -> LifeState:
    changes = {"last_event_at": one.at} | EFFECTS.get(one.kind, _nothing)(state, one)
    if one.kind in verification.events():
        changes["since"] = (*state.since, verification.LifeEvent(one.kind, legal_day(one.at)))
    return replace(state, **changes)


Effect = Callable[[LifeState, Happening], dict[str, Any]]


def _nothing(_state: LifeState, _one: Happening) -> dict[str, Any]:
    return {}


def _codes(_state: LifeState, one: Happening) -> dict[str, Any]:
    return {"production_code": bool(one.facts["production_code"]), "repair_code": bool(one.facts.get("repair_code"))}


def _repaired(_state: LifeState, one: Happening) -> dict[str, Any]:
    """A repair is on record by its code; one without a code leaves none."""
    return {"repair_code": bool(one.facts.get("repair_code")), "verification_code": False}


def _verified(_state: LifeState, one: Happening) -> dict[str, Any]:
    valid_until = one.facts.get("valid_until")
    return {
        "passed": True,
        "verified_on": legal_day(one.at),
        "valid_until": date.fromisoformat(valid_until) if valid_until else None,
        "certificate_number": one.facts.get("certificate_number", ""),
        "verification_body": one.facts.get("verification_body", ""),
        "verification_code": True,
        "label_intact": True,
        "since": (),
    }


def _failed(_state: LifeState, one: Happening) -> dict[str, Any]:
    return {
        "passed": False,
        "verified_on": legal_day(one.at),
        "valid_until": None,
        "certificate_number": "",
        "verification_body": one.facts.get("verification_body", ""),
        "verification_code": False,
        "status": "stopped",
        "since": (),
    }


def _status(state: LifeState, one: Happening) -> dict[str, Any]:
    status = _STATUS[one.kind]
    first = state.in_use_since or (legal_day(one.at) if status == "in-use" else None)
    return {"status": status, "in_use_since": first, **_place(state, one)}


def _place(state: LifeState, one: Happening) -> dict[str, Any]:
    return {"area": one.facts.get("area", state.area)}


EFFECTS: dict[str, Effect] = {
    "production-code": _codes,
    "seal-broken": lambda _state, _one: {"seal_intact": False},
    "sealed": lambda _state, _one: {"seal_intact": True},
    "housing-opened": lambda _state, _one: {"locked": True},
    "locked": lambda _state, _one: {"locked": True},
    "unlocked": lambda _state, _one: {"locked": False},
    "label-damaged": lambda _state, _one: {"label_intact": False},
    "label-confirmed": lambda _state, _one: {"label_intact": True},
    "repair": _repaired,
    "moved": _place,
    "verified": _verified,
    "failed": _failed,
    **dict.fromkeys(_STATUS, _status),
}
