"""The life of one instrument on its page: may it be used and why, what happened to it, and what a person may enter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quanheng.console.leaf import leaf, moment_key, read_moment_key
from quanheng.people.models import User
from quanheng.register import chronicle, life_acts
from quanheng.register.area_names import name_of_area
from quanheng.register.life_words import SOURCE_NAMES, STATUS_NAMES, facts_told, kind_name
from quanheng.register.models import Instrument, InstrumentEvent

EVENTS_SHOWN = 20
EARLIEST = date(1990, 1, 1)
LABELS = {
    "seal_number": gettext_lazy("Number of the seal"),
    "repair_code": gettext_lazy("Repair code"),
    "instead_of": gettext_lazy("Lent instead of (number of the instrument)"),
    "place": gettext_lazy("Place, by its full name"),
    "stall": gettext_lazy("Number of the stall (empty for none)"),
}


@dataclass(frozen=True)
class Attempt:
    """An entry that was tried and not accepted."""

    kind: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    name: str
    label: Promise
    value: str
    error: str


@dataclass(frozen=True)
class ActForm:
    kind: str
    label: Promise
    questions: list[Question]
    reason: str
    reason_error: str
    key: str
    is_open: bool


@dataclass(frozen=True)
class Entry:
    """One event of the timeline, in words."""

    event: InstrumentEvent
    title: str
    source: object
    who: str
    facts: list[tuple[str, str]]


def context_of(request: HttpRequest, instrument: Instrument, attempt: Attempt) -> dict[str, object]:
    today = timezone.localdate()
    asked, wrong = _asked_day(request.GET.get("on", ""), today)
    told = chronicle.today(instrument, today) if asked == today else chronicle.on_day(instrument, asked)
    before = read_moment_key(request.GET.get("life", ""))
    page = leaf(chronicle.events(instrument, before), _key, EVENTS_SHOWN)
    return {
        "answer": told,
        "is_today": asked == today,
        "today": today,
        "asked_day": request.GET.get("on", "")[:10] if wrong else asked.isoformat(),
        "day_error": wrong,
        "reasons": told.usage.told(get_language() or "zh-hans"),
        "status_name": STATUS_NAMES[told.state.status],
        "stood_at": name_of_area(told.state.area or instrument.area),
        "entries": [_entry(event) for event in page.rows],
        "next_life": page.next,
        "is_later_page": before is not None,
        "act_forms": act_forms(instrument, request.user, attempt),
        "attempt": attempt,
    }


def _asked_day(text: str, today: date) -> tuple[date, str]:
    """The day asked about, and what is wrong with the answer; today where it is not a day of the past."""
    if not text:
        return today, ""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today, _("Enter a day as 2026-11-21.")
    if not EARLIEST <= asked <= today:
        return today, _("Enter a day from 1990-01-01 up to today.")
    return asked, ""


def _key(event: InstrumentEvent) -> str:
    return moment_key(event.happened_at, event.pk)


def _entry(event: InstrumentEvent) -> Entry:
    who = event.recorded_by.name if event.recorded_by else ""
    return Entry(event, kind_name(event.kind), SOURCE_NAMES.get(event.source, event.source), who, facts_told(event))


def act_forms(instrument: Instrument, viewer: User, attempt: Attempt) -> list[ActForm]:
    state = chronicle.today(instrument, timezone.localdate()).state
    return [_form(act, instrument, attempt) for act in life_acts.acts_open_to(instrument, state, viewer)]


def _form(act: life_acts.Act, instrument: Instrument, attempt: Attempt) -> ActForm:
    tried = attempt if attempt.kind == act.kind else Attempt()
    known = {"place": instrument.place.name}
    return ActForm(
        act.kind,
        act.label,
        [
            Question(name, LABELS[name], tried.given.get(name, known.get(name, "")), tried.errors.get(name, ""))
            for name in act.asks
        ],
        tried.given.get("reason", ""),
        tried.errors.get("reason", ""),
        token_urlsafe(24),
        bool(tried.errors),
    )


def entered(request: HttpRequest, instrument: Instrument, kind: str) -> HttpResponse | Attempt:
    """Back to the page where it was entered; else what was tried. Raises KeyError where there is no such act."""
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        life_acts.enter(instrument.device_id, kind, given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return Attempt(kind, given, {name: said[0] for name, said in wrong.message_dict.items()})
    messages.success(request, _("Recorded."))
    return redirect("console:instrument", device_id=instrument.device_id)
