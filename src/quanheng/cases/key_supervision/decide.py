"""What people decide about a proposal, and about a key supervision that runs. Each act gives its reason and is kept."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.key_supervision.thresholds import thresholds
from quanheng.cases.models import KeyState, KeySupervision, KeySupervisionEvent
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User

LONGEST_DAYS = 366 * 3
Given = Mapping[str, Any]
CONFIRM, DISMISS, EXTEND, END = "confirm", "dismiss", "extend", "end"
TOLD, OBJECT, ANSWER = "told", "object", "answer"
# Which acts are open in which state.
OPEN_IN = {
    CONFIRM: KeyState.PROPOSED,
    DISMISS: KeyState.PROPOSED,
    EXTEND: KeyState.RUNNING,
    END: KeyState.RUNNING,
    TOLD: KeyState.RUNNING,
    OBJECT: KeyState.RUNNING,
    ANSWER: KeyState.RUNNING,
}


def usual_end(today: date) -> date:
    """The day that is offered when a proposal is confirmed; the office may choose another."""
    number = today.year * 12 + today.month - 1 + thresholds().months
    for day in (today.day, 30, 29, 28):
        try:
            return date(number // 12, number % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


@transaction.atomic
def do(act: str, number: int, given: Given, *, by: User, at: datetime) -> KeySupervision:
    """Raises KeySupervision.DoesNotExist for a stranger's as for none, ValidationError by field."""
    row = KeySupervision.objects.select_for_update().filter(within(by)).get(pk=number)
    if act not in OPEN_IN or row.state != OPEN_IN[act]:
        raise ValidationError({"state": _("This has been decided meanwhile. Please look at it again.")})
    before = _kept(row)
    facts, note = _ACTS[act](row, given, at)
    row.save()
    KeySupervisionEvent.objects.create(supervision=row, at=at, kind=act, actor=by, facts=facts, note=note)
    audit.note(
        f"key-supervision-{act}",
        f"key-supervision:{row.pk}",
        user=by,
        area=row.area,
        before=before,
        after=_kept(row),
        reason=note,
    )
    return row


def _kept(row: KeySupervision) -> dict[str, str]:
    days = {"since": row.since, "until": row.until, "told_on": row.told_on}
    told = {"operator_name": row.operator_name, "key_state": str(row.state), "measures": row.measures}
    return told | {name: day.isoformat() for name, day in days.items() if day is not None}


Facts = tuple[dict[str, Any], str]


def _confirmed(row: KeySupervision, given: Given, at: datetime) -> Facts:
    today, form = localdate(at), _Form(given)
    until, measures, reason = form.until(today), form.text("measures"), form.text("reason")
    form.done()
    row.state, row.decided_at, row.since, row.until, row.measures = KeyState.RUNNING, at, today, until, measures
    facts = {"since": today.isoformat(), "until": until.isoformat(), "measures": measures}
    return facts, reason


def _dismissed(row: KeySupervision, given: Given, at: datetime) -> Facts:
    form = _Form(given)
    reason = form.text("reason")
    form.done()
    row.state, row.decided_at = KeyState.DISMISSED, at
    return {}, reason


def _extended(row: KeySupervision, given: Given, at: datetime) -> Facts:
    form = _Form(given)
    until, measures, reason = form.until(max(localdate(at), row.until)), form.text("measures"), form.text("reason")
    form.done()
    facts = {"until": until.isoformat(), "before": row.until.isoformat(), "measures": measures}
    row.until, row.measures = until, measures
    return facts, reason


def _ended(row: KeySupervision, given: Given, at: datetime) -> Facts:
    form = _Form(given)
    reason = form.text("reason")
    form.done()
    row.state, row.ended_at, row.has_open_objection = KeyState.ENDED, at, False
    return {}, reason


def _told(row: KeySupervision, given: Given, at: datetime) -> Facts:
    form = _Form(given)
    on, how = form.day("on"), form.text("how")
    if on and not row.since <= on <= localdate(at):
        form.wrong["on"] = _("A day between the confirmation and today.")
    form.done()
    row.told_on = on
    return {"on": on.isoformat()}, how


def _objected(row: KeySupervision, given: Given, _at: datetime) -> Facts:
    """What the operator handed in on paper, or said; from an account it comes by `objection.object_to`."""
    form = _Form(given)
    if row.has_open_objection:
        form.wrong["text"] = _("An objection waits for an answer already.")
    text = form.text("text")
    form.done()
    row.has_open_objection = True
    return {}, text


def _answered(row: KeySupervision, given: Given, _at: datetime) -> Facts:
    form = _Form(given)
    if not row.has_open_objection:
        form.wrong["state"] = _("No objection waits for an answer.")
    answer = form.text("answer")
    form.done()
    row.has_open_objection = False
    return {}, answer


_ACTS: dict[str, Callable[[KeySupervision, Given, datetime], Facts]] = {
    CONFIRM: _confirmed,
    DISMISS: _dismissed,
    EXTEND: _extended,
    END: _ended,
    TOLD: _told,
    OBJECT: _objected,
    ANSWER: _answered,
}


class _Form:
    """Reads all fields before it refuses, so that a person hears of every mistake at once."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        try:
            told = move_fields.plain(str(self.given.get(name, "")))
        except ValueError as problem:
            self.wrong[name] = str(problem)
            return ""
        if not told:
            self.wrong[name] = _("Please fill this in.")
        return told

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(str(self.given.get(name, "")))
        except ValueError:
            self.wrong[name] = _("Expected a day such as 2026-11-30.")
            return date.min

    def until(self, after: date) -> date:
        last = self.day("until")
        if "until" not in self.wrong and not after < last <= date.fromordinal(after.toordinal() + LONGEST_DAYS):
            self.wrong["until"] = _("A day after %(day)s, and at most three years later.") % {"day": after}
        return last

    def done(self) -> None:
        if self.wrong:
            raise ValidationError(self.wrong)
