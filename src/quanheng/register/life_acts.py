"""What people enter into the life of an instrument: who may, when it is possible, and what has to be said with it.

No act leads into use while the law says no; only a verification changes that (T4-4.2.5, N25-3.5).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register.form_key import form_key
from quanheng.register.legal_day import legal_day
from quanheng.register.life import LifeState
from quanheng.register.making.trades import require_repairer
from quanheng.register.models import Instrument, InstrumentEvent, Place, Stall
from quanheng.register.models.instrument import SCALES
from quanheng.register.record import Report, life_state, record
from quanheng.register.standby import STANDING
from quanheng.register.usage import usage_of
from quanheng.register.verifying.reasons import required_reason

CODE_LENGTH = 60

Given = Mapping[str, str]
Facts = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """``allowed`` is the act of quanheng.people.permissions; ``asks`` are the fields besides the reason."""

    kind: str
    label: Promise
    allowed: str
    possible: Callable[[Instrument, LifeState], bool]
    asks: tuple[str, ...] = ()
    into_use: bool = False


def _is(*statuses: str) -> Callable[[Instrument, LifeState], bool]:
    return lambda _instrument, state: state.status in statuses


def _may_stand_by(instrument: Instrument, state: LifeState) -> bool:
    """Markets keep scales for when one of theirs is away (T4-4.2.5); nobody lends a dispenser."""
    return instrument.kind in SCALES and state.status in ("registered", "in-use")


def _alive(_instrument: Instrument, state: LifeState) -> bool:
    return state.status != "scrapped"


def is_lent(instrument: Instrument) -> bool:
    last = InstrumentEvent.objects.filter(instrument=instrument, kind__in=STANDING).order_by("-happened_at", "-id")
    return getattr(last.first(), "kind", "") == "lent"


ACTS = {
    act.kind: act
    for act in (
        Act(
            "put-into-use",
            gettext_lazy("Put into use"),
            "record-life",
            _is("registered", "standby"),
            into_use=True,
        ),
        Act("stopped", gettext_lazy("Take out of use"), "record-life", _is("in-use", "standby")),
        Act("resumed", gettext_lazy("Let it back into use"), "record-life", _is("stopped"), into_use=True),
        Act("seal-broken", gettext_lazy("Report a broken seal"), "record-life", lambda _i, state: state.seal_intact),
        Act(
            "sealed",
            gettext_lazy("Enter a new seal"),
            "seal",
            lambda _i, state: not state.seal_intact,
            asks=("seal_number",),
        ),
        Act("label-damaged", gettext_lazy("Report a damaged label"), "record-life", lambda _i, s: s.label_intact),
        Act("label-confirmed", gettext_lazy("Confirm the label"), "seal", lambda _i, state: not state.label_intact),
        Act("moved", gettext_lazy("Move to another place"), "record-life", _alive, asks=("place", "stall")),
        Act("repair", gettext_lazy("Enter a repair"), "enter-repair", _alive, asks=("repair_code",)),
        Act("put-on-standby", gettext_lazy("Put on standby"), "record-life", _may_stand_by),
        Act("lent", gettext_lazy("Lend it"), "record-life", _is("standby"), asks=("instead_of",), into_use=True),
        Act(
            "returned",
            gettext_lazy("Return it to standby"),
            "record-life",
            lambda instrument, state: state.status == "in-use" and is_lent(instrument),
        ),
        Act("scrapped", gettext_lazy("Scrap it"), "scrap", _alive),
    )
}


def acts_open_to(instrument: Instrument, state: LifeState, viewer: User) -> list[Act]:
    """What this person may enter now; where the law says no to use, the acts that lead there are not offered."""
    return [act for act in ACTS.values() if may(viewer, act.allowed) and is_open(act, instrument, state)]


def is_open(act: Act, instrument: Instrument, state: LifeState) -> bool:
    return state.status != "scrapped" and act.possible(instrument, state)


@transaction.atomic
def enter(device_id: str, kind: str, given: Given, *, by: User, at: datetime) -> LifeState:
    """Raises Instrument.DoesNotExist for a stranger, KeyError for no such act, ValidationError by field."""
    act = ACTS[kind]
    rows = Instrument.objects.select_for_update(no_key=True).filter(within(by))
    instrument = rows.get(device_id=device_id)
    key = form_key(given)
    if InstrumentEvent.objects.filter(instrument=instrument, source="staff", key=key).exists():
        return life_state(instrument.state)
    before = life_state(instrument.state)
    if not is_open(act, instrument, before):
        raise ValidationError({"state": _("This is not possible in its present state: look at it again.")})
    if act.into_use:
        _refuse_unless_usable(instrument, before, at)
    facts, reason = _checked(act, instrument, given, by)
    if act.kind == "moved":
        _move(instrument, facts)
    report = Report(act.kind, at, key, facts, reason)
    after = record(instrument, report, source="staff", by=by)
    _put_on_trail(instrument, act, before, after, facts, reason, by)
    return after


def _refuse_unless_usable(instrument: Instrument, state: LifeState, at: datetime) -> None:
    """Would it be allowed, were it in use?"""
    asked = usage_of(instrument, replace(state, status="in-use"), legal_day(at))
    if not asked.may_be_used:
        raise ValidationError({"state": " ".join(asked.reasons(get_language() or "zh-hans"))})


def _checked(act: Act, instrument: Instrument, given: Given, by: User) -> tuple[Facts, str]:
    """All that is wrong is said at once."""
    facts: Facts = {}
    wrong: dict[str, Any] = {}
    try:
        reason = required_reason(given.get("reason", ""))
    except ValidationError as error:
        reason = ""
        wrong |= error.message_dict
    for read in _READERS.get(act.kind, ()):
        try:
            facts |= read(instrument, given, by)
        except ValidationError as error:
            wrong |= error.message_dict
    if wrong:
        raise ValidationError(wrong)
    return facts, reason


def _plain(given: Given, name: str) -> str:
    return given.get(name, "").replace("\0", "").strip()


def _seal_number(_instrument: Instrument, given: Given, _by: User) -> Facts:
    return {"seal_number": _code(given, "seal_number", _("Enter the number of the seal, at most 60 characters."))}


def _repair_code(instrument: Instrument, given: Given, by: User) -> Facts:
    """Only scales of the new kind have codes; of the others the repair is told without one."""
    require_repairer(by)
    if not instrument.conforming and not _plain(given, "repair_code"):
        return {}
    return {"repair_code": _code(given, "repair_code", _("Enter the repair code, at most 60 characters."))}


def _code(given: Given, name: str, otherwise: str) -> str:
    code = _plain(given, name)
    if not code or len(code) > CODE_LENGTH:
        raise ValidationError({name: otherwise})
    return code


def _replaced(instrument: Instrument, given: Given, _by: User) -> Facts:
    name = _plain(given, "instead_of")
    other = Instrument.objects.filter(device_id=name, place=instrument.place_id, kind=instrument.kind)
    found = other.exclude(pk=instrument.pk).first()
    if found is None:
        raise ValidationError({"instead_of": _("There is no instrument of this kind with this number at the place.")})
    return {"instead_of": found.device_id, "area": found.area}


def _destination(instrument: Instrument, given: Given, by: User) -> Facts:
    name, number = _plain(given, "place"), _plain(given, "stall")
    places = list(Place.objects.filter(within(by), name=name)[:2]) if name else [instrument.place]
    if len(places) != 1:
        raise ValidationError({"place": _("There is no place, or more than one, of exactly this name in your area.")})
    stall = Stall.objects.filter(within(by), market=places[0], number=number).first() if number else None
    if number and stall is None:
        raise ValidationError({"stall": _("This place has no stall of this number.")})
    area = stall.area if stall else places[0].area
    if area == instrument.area:
        raise ValidationError({"stall": _("It stands there already.")})
    return {"area": area, "from_area": instrument.area}


_READERS: dict[str, tuple[Callable[[Instrument, Given, User], Facts], ...]] = {
    "sealed": (_seal_number,),
    "repair": (_repair_code,),
    "lent": (_replaced,),
    "moved": (_destination,),
}


def _move(instrument: Instrument, facts: Facts) -> None:
    stall = Stall.objects.select_related("market").filter(area=facts["area"]).first()
    instrument.place = stall.market if stall else Place.objects.get(area=facts["area"])
    instrument.stall, instrument.area = stall, facts["area"]
    instrument.save(update_fields=["place", "stall", "area"])


def _put_on_trail(
    instrument: Instrument, act: Act, before: LifeState, after: LifeState, facts: Facts, reason: str, by: User
) -> None:
    audit.note(
        f"instrument-{act.kind}",
        instrument.device_id,
        user=by,
        area=instrument.area,
        before={"status": before.status, "area": facts.get("from_area", instrument.area)},
        after={"status": after.status, **facts},
        reason=reason,
    )
