"""What an act on a card puts on record: how a form asks for each thing, and how its answer is read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases import move_fields
from quanheng.cases.move_fields import Field
from quanheng.law.card_flow import CardAct

LINE_MAX = 80
SEEN = {"closed": gettext_lazy("Closed, as it should be"), "open": gettext_lazy("Open, it traded")}
KINDS = {
    "on": ("date", gettext_lazy("Day")),
    "seen": ("choice", gettext_lazy("How the stall was found")),
    "seen_by": ("line", gettext_lazy("Who saw it")),
    "receipt": ("line", gettext_lazy("Number of the receipt")),
    "handed_in_by": ("line", gettext_lazy("Who handed it in")),
    "text": ("text", gettext_lazy("Text")),
    "reason": ("text", gettext_lazy("Reason")),
}
# What the same field is called in an act where the general word would say too little.
CALLED = {
    ("appeal", "text"): gettext_lazy("Why the card is wrong"),
    ("appeal-on-paper", "text"): gettext_lazy("What the paper says"),
    ("appeal-on-paper", "on"): gettext_lazy("Day on which it was handed in"),
    ("close-stall", "on"): gettext_lazy("First day of the closure"),
    ("reopen-stall", "on"): gettext_lazy("First day on which it trades again"),
    ("reopen-stall", "reason"): gettext_lazy("Why, if before the last day"),
    ("expel", "on"): gettext_lazy("Day on which the operator left"),
    ("rectify", "text"): gettext_lazy("What was put right, and how it is kept from happening again"),
    ("accept-rectification", "reason"): gettext_lazy("How it was looked at"),
    ("refuse-rectification", "reason"): gettext_lazy("What is still missing"),
}


def field(act: str, name: str) -> Field:
    kind, label = KINDS[name]
    choices = tuple((value, str(said)) for value, said in SEEN.items()) if name == "seen" else ()
    return Field(name, str(CALLED.get((act, name), label)), kind, choices)


def read(act: CardAct, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Raises ValidationError field by field. A day is never still to come; what ``may`` be told can be left empty."""
    facts: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in (*act.needs, *act.may):
        if name in act.may and not str(given.get(name) or "").strip():
            facts[name] = ""
            continue
        try:
            facts[name] = _read(field(act.name, name), given.get(name), today)
        except ValueError as problem:
            errors[name] = str(problem)
    if errors:
        raise ValidationError(errors)
    return facts


def _read(asked: Field, answer: Any, today: date) -> str:
    said = str(move_fields.READERS[asked.kind](answer, asked))
    if asked.kind == "date" and date.fromisoformat(said) > today:
        raise ValueError(_("This day is still to come."))
    if asked.kind == "line" and len(said) > LINE_MAX:
        raise ValueError(_("At most %(most)d characters.") % {"most": LINE_MAX})
    return said
