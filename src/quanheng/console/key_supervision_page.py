"""What the page of one key supervision shows: figures, a chart over months, evidence, what may be innocent, history."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.cases.key_supervision import decide, evidence, lists, words
from quanheng.cases.key_supervision.figures import Month, read
from quanheng.cases.key_supervision.thresholds import thresholds
from quanheng.cases.models import KeyState, KeySupervision, KeySupervisionEvent
from quanheng.console.asked import Attempt
from quanheng.people.models import User
from quanheng.people.permissions import may


@dataclass(frozen=True)
class Ask:
    """One question of a form: ``sort`` is text or day."""

    name: str
    label: str | Promise
    sort: str = "text"
    value: str = ""
    error: str = ""


@dataclass(frozen=True)
class Form:
    act: str
    title: str | Promise
    asks: list[Ask]
    is_open: bool
    is_first: bool


@dataclass(frozen=True)
class Bar:
    """Heights in hundredths of the tallest month."""

    month: Month
    within: int
    exceeded: int


def context_of(row: KeySupervision, viewer: User, attempt: Attempt | None) -> dict[str, object]:
    decides = may(viewer, lists.DECIDE)
    return {
        "row": row,
        "decides": decides,
        "attempt": attempt,
        "forms": _forms(row, attempt) if decides else [],
        "history": _history(row) if decides else [],
        "complaints": evidence.complaints(viewer, row),
        "rechecks": evidence.rechecks(viewer, row),
        "shown_most": evidence.SHOWN,
        "is_past_its_day": row.state == KeyState.RUNNING and row.until < timezone.localdate(),
        "has_left": row.operator_name != row.stall.operator_name,
        **figures_told(row),
    }


def figures_told(row: KeySupervision) -> dict[str, object]:
    """For the office, and for the operator it is about."""
    figures, limits = read(row.figures), thresholds()
    return {
        "figures": figures,
        "lines": words.lines(figures, limits),
        "circle": words.CIRCLES[figures.circle],
        "explained": words.explained(figures, row.reasons, limits),
        "bars": bars(figures.months),
        "limits": limits,
    }


def bars(months: tuple[Month, ...]) -> list[Bar]:
    most = max((one.rechecks for one in months), default=0) or 1
    return [Bar(one, (one.rechecks - one.exceeded) * 100 // most, one.exceeded * 100 // most) for one in months]


@dataclass(frozen=True)
class Told:
    event: KeySupervisionEvent
    title: str
    who: str
    facts: list[tuple[str | Promise, str]]


FACTS: dict[str, str | Promise] = {
    "since": _("From"),
    "until": _("Until"),
    "before": _("Until then"),
    "on": _("Told on"),
    "measures": _("What is done meanwhile"),
}


def _history(row: KeySupervision) -> list[Told]:
    events = row.events.select_related("actor")
    return [
        Told(
            event,
            str(words.HISTORY.get(event.kind, event.kind)),
            event.actor.name if event.actor else "",
            _facts(event),
        )
        for event in events
    ]


def _facts(event: KeySupervisionEvent) -> list[tuple[str | Promise, str]]:
    told = [(label, str(event.facts[name])) for name, label in FACTS.items() if event.facts.get(name)]
    if spoken := event.facts.get("reasons"):
        told.append((_("Reasons"), words.reasons_told(spoken)))
    return told


_REASON = Ask("reason", _("Reason"))
_MEASURES = Ask("measures", _("What is done meanwhile"))
_UNTIL = Ask("until", _("Until"), "day")
FORMS: dict[str, tuple[str | Promise, tuple[Ask, ...]]] = {
    decide.CONFIRM: (_("Put under key supervision"), (_UNTIL, _MEASURES, _REASON)),
    decide.DISMISS: (_("Dismiss the proposal"), (_REASON,)),
    decide.ANSWER: (_("Answer the objection"), (Ask("answer", _("Answer to the operator")),)),
    decide.TOLD: (_("The operator was told"), (Ask("on", _("Told on"), "day"), Ask("how", _("By whom and how")))),
    decide.EXTEND: (_("Extend"), (_UNTIL, _MEASURES, _REASON)),
    decide.END: (_("End it"), (_REASON,)),
    decide.OBJECT: (_("Enter an objection made on paper"), (Ask("text", _("What the operator objects to")),)),
}


def _forms(row: KeySupervision, attempt: Attempt | None) -> list[Form]:
    fit = [act for act in FORMS if decide.OPEN_IN[act] == row.state and _is_wanted(act, row)]
    opened = attempt.form if attempt else fit[0] if fit else ""
    known = _known(row, timezone.localdate())
    return [_form(act, known, attempt, is_open=act == opened, is_first=act == fit[0]) for act in fit]


def _is_wanted(act: str, row: KeySupervision) -> bool:
    if act in (decide.ANSWER, decide.OBJECT):
        return row.has_open_objection is (act == decide.ANSWER)
    return act != decide.TOLD or row.told_on is None


def _known(row: KeySupervision, today: date) -> dict[str, str]:
    until = decide.usual_end(max(today, row.until or today))
    return {"until": until.isoformat(), "measures": row.measures, "on": today.isoformat()}


def _form(act: str, known: dict[str, str], attempt: Attempt | None, *, is_open: bool, is_first: bool) -> Form:
    title, asks = FORMS[act]
    tried = attempt if attempt and attempt.form == act else None
    values = tried.given if tried else known
    errors = tried.errors if tried else {}
    filled = [Ask(one.name, one.label, one.sort, values.get(one.name, ""), errors.get(one.name, "")) for one in asks]
    return Form(act, title, filled, is_open, is_first)
