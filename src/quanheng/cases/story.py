"""A complaint's whole story as staff read it: every event, who made it, and what was put on record."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.handing_over import ASSIGN
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.cases.progress import ASK_SECOND_PERSON
from quanheng.cases.rate import RATE
from quanheng.law.complaint_flow import flow
from quanheng.law.units import format_reading, format_yuan
from quanheng.register.area_names import name_of_area


@dataclass(frozen=True)
class Entry:
    at: datetime
    title: str
    who: str
    facts: list[tuple[str, str]]
    note: str
    internal: bool


def story(complaint: Complaint) -> list[Entry]:
    events = complaint.events.select_related("actor")
    return [
        Entry(
            event.at,
            _title(event),
            _who(event),
            _facts(event),
            event.note if event.note != event.facts.get("text") else "",
            not event.shown_to_complainant,
        )
        for event in events
    ]


def _language() -> str:
    return get_language() or "zh-hans"


def _title(event: ComplaintEvent) -> str:
    if event.move == "lodge":
        return _("Complaint lodged")
    if event.move == RATE:
        return _("The complainant rated how it was handled: %(stars)s of 5") % {"stars": event.facts["stars"]}
    if event.move == ASSIGN:
        return _("In the hands of %(name)s") % {"name": event.facts["name"] or _("the office")}
    if event.move == ASK_SECOND_PERSON:
        return _("Asks a second person: %(move)s") % {"move": _move_label(event.facts.get("move", ""))}
    return _move_label(event.move)


def _move_label(name: str) -> str:
    move = flow().moves.get(name)
    return move.label(_language()) if move else name


def _who(event: ComplaintEvent) -> str:
    role = flow().roles.get(event.actor_role)
    name = role.name(_language()) if role else event.actor_role
    return f"{event.actor.name} · {name}" if event.actor else name


def _facts(event: ComplaintEvent) -> list[tuple[str, str]]:
    """Label and value of every field of the move; what is no field (the move asked about) is in the title."""
    on = localdate(event.at)
    # In the order of the fields: a database keeps the keys of JSON in an order of its own.
    asked = (move_fields.field(name, on) for name in move_fields.KINDS if name in event.facts)
    return [(_without_unit(one.label), _value(one, event.facts[one.name])) for one in asked]


def _without_unit(label: str) -> str:
    """A form says in which unit to write; what is written down carries its own."""
    return re.split(r"\s*[(（]", label)[0]


def _value(asked: move_fields.Field, value: object) -> str:
    if asked.kind == "mass":
        return format_reading(int(str(value)))
    if asked.kind == "money":
        return format_yuan(int(str(value)))
    if asked.name == "desk":
        return name_of_area(str(value))
    return dict(asked.choices).get(str(value), str(value))
