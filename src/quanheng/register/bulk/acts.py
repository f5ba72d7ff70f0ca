"""What can be done to many instruments at once, each by the verb that does it to one.

An act finds out of a chunk of instruments which it is not possible for and why, in plain words; and does the others,
one by one in the eyes of the audit trail and of the instruments' lives.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.people.models import User
from quanheng.register import life_acts
from quanheng.register.life_words import STATUS_NAMES
from quanheng.register.models import BulkJob, Instrument, Verification
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import life_state
from quanheng.register.verifying import apply, moves

# Of an instrument's key: why not, or what was made of it.
Said = dict[int, str]
NOT_BEGUN = (VerificationState.APPLIED, VerificationState.SCHEDULED)


@dataclass(frozen=True)
class BulkAct:
    """``allowed`` is the act of quanheng.people.permissions; ``asks`` are the fields a person fills before it is done.

    ``done`` gives back what was made of each instrument, and raises ValidationError for what came in between.
    ``meant`` says beforehand to what of an instrument it would be done, where that is not the instrument itself.
    """

    name: str
    label: Promise
    allowed: str
    asks: tuple[str, ...]
    refusals: Callable[[Sequence[Instrument]], Said]
    done: Callable[[BulkJob, Sequence[Instrument], datetime], Said]
    checked: Callable[[Mapping[str, str], User, date], dict[str, str]]
    meant: Callable[[Sequence[Instrument]], Said] = lambda _instruments: {}


def _reason(given: Mapping[str, str], _by: User, _today: date) -> dict[str, str]:
    return {"reason": moves.required_reason(given.get("reason", ""))}


def _nothing(_given: Mapping[str, str], _by: User, _today: date) -> dict[str, str]:
    return {}


def _plan(given: Mapping[str, str], by: User, today: date) -> dict[str, str]:
    told = _plan_of(given)
    moves.plan(*told, by, today)
    return {name: given.get(name, "") for name in ("planned_on", "body", "verifier")}


def _plan_of(given: Mapping[str, str]) -> tuple[date | None, int | None, int | None]:
    try:
        planned_on = date.fromisoformat(given.get("planned_on", ""))
    except ValueError:
        planned_on = None
    body, verifier = (given.get(name, "") for name in ("body", "verifier"))
    return planned_on, _number(body), _number(verifier)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _apply_refusals(instruments: Sequence[Instrument]) -> Said:
    busy = apply.under_verification(instruments)
    return {one.pk: why for one in instruments if (why := apply.why_not(one, busy))}


def _apply_done(job: BulkJob, instruments: Sequence[Instrument], at: datetime) -> Said:
    """One application for each place, as a verifier visits a place."""
    made = apply.apply([one.device_id for one in instruments], by=job.by, at=at)
    return {one.instrument_id: one.number for one in made.verifications}


def _open(instruments: Sequence[Instrument]) -> dict[int, Verification]:
    rows = Verification.objects.filter(instrument__in=instruments, state__in=NOT_BEGUN)
    return {row.instrument_id: row for row in rows}


def _open_numbers(instruments: Sequence[Instrument]) -> Said:
    return {pk: row.number for pk, row in _open(instruments).items()}


def _plan_refusals(instruments: Sequence[Instrument]) -> Said:
    known = _open(instruments)
    return {one.pk: _("No verification is applied for, or it has begun.") for one in instruments if one.pk not in known}


def _plan_done(job: BulkJob, instruments: Sequence[Instrument], at: datetime) -> Said:
    planned_on, body, verifier = _plan_of(job.given)
    said = {}
    for pk, row in _open(instruments).items():
        moves.schedule([row.number], planned_on=planned_on, body_id=body, verifier_id=verifier, by=job.by, at=at)
        said[pk] = row.number
    return said


def _withdraw_refusals(instruments: Sequence[Instrument]) -> Said:
    known = _open(instruments)
    return {one.pk: _("Nothing is applied for that could be taken back.") for one in instruments if one.pk not in known}


def _withdraw_done(job: BulkJob, instruments: Sequence[Instrument], at: datetime) -> Said:
    said = {}
    for pk, row in _open(instruments).items():
        moves.withdraw(row.number, reason=job.given["reason"], by=job.by, at=at)
        said[pk] = row.number
    return said


def _life_refusals(kind: str) -> Callable[[Sequence[Instrument]], Said]:
    def refusals(instruments: Sequence[Instrument]) -> Said:
        act = life_acts.ACTS[kind]
        shut = [one for one in instruments if not life_acts.is_open(act, one, life_state(one.state))]
        return {one.pk: _("Not possible in its present state: %(state)s.") % {"state": _state(one)} for one in shut}

    return refusals


def _state(instrument: Instrument) -> str:
    return str(STATUS_NAMES[instrument.state.status])


def _life_done(kind: str) -> Callable[[BulkJob, Sequence[Instrument], datetime], Said]:
    def done(job: BulkJob, instruments: Sequence[Instrument], at: datetime) -> Said:
        given = {"reason": job.given["reason"], "key": f"bulk-{job.pk}"}
        for one in instruments:
            life_acts.enter(one.device_id, kind, given, by=job.by, at=at)
        return {one.pk: "" for one in instruments}

    return done


def _of_life(name: str, label: Promise, kind: str) -> BulkAct:
    return BulkAct(name, label, "record-life", ("reason",), _life_refusals(kind), _life_done(kind), _reason)


ACTS = {
    act.name: act
    for act in (
        BulkAct(
            "apply",
            gettext_lazy("Apply for verification"),
            "apply-for-verification",
            (),
            _apply_refusals,
            _apply_done,
            _nothing,
        ),
        BulkAct(
            "plan",
            gettext_lazy("Plan a day of verification"),
            "verify",
            ("plan",),
            _plan_refusals,
            _plan_done,
            _plan,
            _open_numbers,
        ),
        BulkAct(
            "withdraw",
            gettext_lazy("Take the application back"),
            "apply-for-verification",
            ("reason",),
            _withdraw_refusals,
            _withdraw_done,
            _reason,
            _open_numbers,
        ),
        _of_life("stop", gettext_lazy("Take out of use"), "stopped"),
        _of_life("standby", gettext_lazy("Put on standby"), "put-on-standby"),
    )
}


def do(job: BulkJob, instruments: Sequence[Instrument], at: datetime) -> tuple[Said, Said]:
    """What was made of which, and which were refused after all and why: the world moved on since it was looked at.

    All at once where that goes; else one by one, so that one that is refused keeps no other from it.
    """
    act = ACTS[job.act]
    try:
        with transaction.atomic():
            return act.done(job, instruments, at), {}
    except ValidationError:
        return _one_by_one(act, job, instruments, at)


def _one_by_one(act: BulkAct, job: BulkJob, instruments: Sequence[Instrument], at: datetime) -> tuple[Said, Said]:
    made: Said = {}
    refused: Said = {}
    for one in instruments:
        try:
            with transaction.atomic():
                made |= act.done(job, [one], at)
        except ValidationError as wrong:
            refused[one.pk] = " ".join(wrong.messages)[:300]
    return made, refused
