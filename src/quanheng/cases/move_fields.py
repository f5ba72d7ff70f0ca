"""The fields that a move asks for, as the law names them: how a form shows each, and how its answer is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quanheng.cases.submission import storable
from quanheng.law.complaint_flow import refusal_grounds
from quanheng.law.units import parse_mass, parse_yuan

LONGEST = 2000
LARGEST = 2**53


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    kind: str  # text | line | choice | mass | money | person | date
    choices: tuple[tuple[str, str], ...] = ()


KINDS = {
    "text": ("text", gettext_lazy("What was said or done")),
    "answer": ("text", gettext_lazy("Answer to the complainant")),
    "told": ("text", gettext_lazy("Explanation to the complainant (if needed)")),
    "reason": ("text", gettext_lazy("Reason")),
    "witness": ("text", gettext_lazy("Who watched")),
    "ground": ("choice", gettext_lazy("Lawful ground of refusal")),
    "settled_mg": ("mass", gettext_lazy("Mass that was paid for (kg)")),
    "actual_mg": ("mass", gettext_lazy("Mass when weighed again (kg)")),
    "refund_fen": ("money", gettext_lazy("Refund (yuan)")),
    "compensation_fen": ("money", gettext_lazy("Compensation (yuan)")),
    "paid_fen": ("money", gettext_lazy("Paid to the shopper (yuan)")),
    "recovered_fen": ("money", gettext_lazy("Recovered from the operator (yuan)")),
    "papers_due_on": ("date", gettext_lazy("To be supplied by")),
    "desk": ("choice", gettext_lazy("Office that takes it in hand")),
    "place": ("line", gettext_lazy("Where it really happened (name of the place)")),
    "into": ("line", gettext_lazy("Number of the complaint it belongs to")),
    "clock": ("line", gettext_lazy("Clock")),
    "due_on": ("date", gettext_lazy("Last day")),
    "second_person": ("person", gettext_lazy("Second person who agrees (account)")),
}


Choices = tuple[tuple[str, str], ...]


def field(name: str, on: date, offices: Choices = ()) -> Field:
    """``offices`` are those that a complaint may be handed to."""
    kind, label = KINDS[name]
    choices = {"ground": _grounds(on), "desk": offices}.get(name, ())
    return Field(name, str(label), kind, choices)


def _grounds(on: date) -> Choices:
    return tuple((ground.key, ground.name(get_language() or "zh-hans")) for ground in refusal_grounds(on))


def read(
    names: Iterable[str], given: Mapping[str, Any], on: date | None = None, offices: Choices = ()
) -> dict[str, Any]:
    """The facts of a move from what a form or a program gave; raises ValidationError field by field."""
    facts: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in names:
        asked = field(name, on or localdate(), offices)
        try:
            facts[name] = READERS[asked.kind](given.get(name), asked)
        except ValueError as problem:
            errors[name] = str(problem)
    if errors:
        raise ValidationError(errors)
    return facts


def read_besides(names: Iterable[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what can be told besides, that which was; raises ValidationError."""
    return read([name for name in names if str(given.get(name) or "").strip()], given)


def plain(text: str) -> str:
    """A remark that may be left out; raises ValueError for one that cannot be stored."""
    if len(text) > LONGEST or not storable(text):
        raise ValueError(_("Too long, or not plain text."))
    return text.strip()


def _text(answer: Any, _asked: Field) -> str:
    text = plain(str(answer or "").strip())
    if not text:
        raise ValueError(_("Please fill this in."))
    return text


def _date(answer: Any, _asked: Field) -> str:
    try:
        return date.fromisoformat(str(answer or "")).isoformat()
    except ValueError:
        raise ValueError(_("Expected a day such as 2026-11-30.")) from None


def _choice(answer: Any, asked: Field) -> str:
    if answer not in dict(asked.choices):
        raise ValueError(_("Please choose one of the list."))
    return str(answer)


def _mass(answer: Any, _asked: Field) -> int:
    return _quantity(answer, parse_mass, _("Expected a mass such as 1.25 (kg) or 980 g."))


def _money(answer: Any, _asked: Field) -> int:
    return _quantity(answer, parse_yuan, _("Expected an amount in yuan such as 500 or 4.50."))


def _quantity(answer: Any, parse: Callable[[str], int], expected: str) -> int:
    """A program gives whole milligrams or fen, a person writes kilograms or yuan."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        size = answer
    else:
        try:
            size = parse(str(answer or ""))
        except ValueError:
            raise ValueError(expected) from None
    if not 0 <= size < LARGEST:
        raise ValueError(expected)
    return size


READERS: dict[str, Callable[[Any, Field], Any]] = {
    "text": _text,
    "line": _text,
    "person": _text,
    "date": _date,
    "choice": _choice,
    "mass": _mass,
    "money": _money,
}
