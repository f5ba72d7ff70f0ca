"""Enter a market's own check of a check scale with weights; the law judges, and a failure stops the scale (T4-5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.law import weekly_check as law
from quanheng.law.errors import LawError
from quanheng.law.instruments import ACCURACY_CLASSES, Intervals
from quanheng.law.units import format_mass, parse_mass
from quanheng.measuring.models import WeeklyCheck
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.models import Instrument, InstrumentState, Kind
from quanheng.register.record import Report, record

MAY_BE_CHECKED = ("in-use", "standby", "stopped")


@dataclass(frozen=True, slots=True)
class Method:
    """What is asked of whoever makes the check."""

    load_mg: int
    least_mg: int
    most_mg: int
    readings: tuple[str, ...]


def reading_fields() -> tuple[str, ...]:
    return tuple(f"reading_{n}" for n in range(1, law.readings_wanted() + 1))


def method(check_scale: Instrument) -> Method | None:
    """None where the register does not know enough of the scale to judge it."""
    intervals = _intervals(check_scale)
    if intervals is None:
        return None
    return Method(law.recommended_load_mg(intervals), *law.load_bounds_mg(intervals), reading_fields())


def _intervals(check_scale: Instrument) -> Intervals | None:
    try:
        known = Intervals.parse(check_scale.intervals)
    except ValueError:
        return None
    return known if check_scale.accuracy_class in ACCURACY_CLASSES else None


@transaction.atomic
def enter(check_scale: Instrument, given: Mapping[str, str], *, by: User, at: datetime) -> WeeklyCheck:
    """Judge and keep one check; sent again with the same key it is the same check.

    Raises ValidationError with each field at fault.
    """
    held = Instrument.objects.select_for_update().get(pk=check_scale.pk, kind=Kind.CHECK_SCALE)
    key = given.get("key", "")
    if known := WeeklyCheck.objects.filter(check_scale=held, key=key).first():
        return known
    check = _judged(held, _read(held, given), by, at)
    check.save()
    _tell(check, held, by)
    return check


@dataclass(frozen=True, slots=True)
class _Entered:
    load_mg: int
    readings_mg: list[int]
    weights: str
    key: str


def _read(held: Instrument, given: Mapping[str, str]) -> _Entered:
    asked = method(held)
    if asked is None:
        raise ValidationError({"load": _("The register lacks class, Max or e of this scale; have it completed first.")})
    if InstrumentState.objects.get(instrument=held).status not in MAY_BE_CHECKED:
        raise ValidationError({"load": _("This scale is not in use; there is nothing to check.")})
    wrong: dict[str, str] = {}
    load_mg = _mass("load", given, wrong)
    if "load" not in wrong and not asked.least_mg <= load_mg <= asked.most_mg:
        bounds = {"least": format_mass(asked.least_mg), "most": format_mass(asked.most_mg)}
        wrong["load"] = _("Take weights of about half of Max: %(least)s to %(most)s.") % bounds
    readings = [_mass(name, given, wrong) for name in asked.readings]
    weights, key = (given.get(name, "").replace("\0", "").strip() for name in ("weights", "key"))
    if not weights or len(weights) > WeeklyCheck._meta.get_field("weights").max_length:
        wrong["weights"] = _("Write the number on the certificate of the weights, in at most 60 characters.")
    if not 8 <= len(key) <= WeeklyCheck._meta.get_field("key").max_length or WeeklyCheck.objects.filter(key=key):
        wrong["key"] = _("This form is out of date; open the page again.")
    if wrong:
        raise ValidationError(wrong)
    return _Entered(load_mg, readings, weights, key)


def _mass(name: str, given: Mapping[str, str], wrong: dict[str, str]) -> int:
    try:
        return parse_mass(given.get(name, ""))
    except ValueError:
        wrong[name] = _("Enter kilograms as the scale shows them, such as 15.005.")
        return 0


def _judged(held: Instrument, entered: _Entered, by: User, at: datetime) -> WeeklyCheck:
    intervals = Intervals.parse(held.intervals)
    try:
        answer = law.weekly_check(held.accuracy_class, intervals, entered.load_mg, entered.readings_mg)
    except LawError as silence:
        raise ValidationError({"load": silence.explain(get_language() or "zh-hans")}) from None
    return WeeklyCheck(
        check_scale=held,
        key=entered.key,
        checked_at=at,
        checked_by=by,
        weights=entered.weights,
        load_mg=entered.load_mg,
        readings_mg=entered.readings_mg,
        judgement=_as_kept(answer),
        passed=answer.passed,
        area=held.area,
    )


def _as_kept(answer: law.WeeklyCheck) -> dict[str, Any]:
    told = {lang: answer.explain(lang) for lang in ("zh", "en")}
    return answer.as_dict("zh") | {"in_english": answer.as_dict("en"), "told": told}


def _tell(check: WeeklyCheck, held: Instrument, by: User) -> None:
    audit.note(
        "weekly-check",
        held.device_id,
        user=by,
        area=held.area,
        after={"check": check.pk, "passed": check.passed, "readings_mg": check.readings_mg},
    )
    if not check.passed:
        facts = {"check": check.pk, "reasons": check.judgement["reasons"]}
        told = check.judgement["told"]["zh"]
        record(held, Report("check-failed", check.checked_at, check.key, facts, told), source="staff", by=by)
