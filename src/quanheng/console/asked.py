"""Forms of the register as a page asks them: the questions, what was typed so far, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from quanheng.console.own_fields import Question
from quanheng.register.keeping.change import Doer


@dataclass(frozen=True)
class Attempt:
    """A form that was sent and refused; forms of the same page that were not sent stay as they are."""

    form: str
    given: Mapping[str, str]
    errors: Mapping[str, str]


def given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value).replace("\0", "") for name, value in request.POST.items()}


def doer(request: HttpRequest) -> Doer:
    return Doer(request.user, request.META["REMOTE_ADDR"])


def refused(form: str, request: HttpRequest, wrong: ValidationError) -> Attempt:
    return Attempt(form, given(request), {name: said[0] for name, said in wrong.message_dict.items()})


def questions(
    asked: Iterable[Question], form: str, attempt: Attempt | None, known: Mapping[str, str] | None = None
) -> list[Question]:
    """With what stands in the register, or with what was typed and is wrong."""
    tried = attempt if attempt and attempt.form == form else None
    values = tried.given if tried else known or {}
    errors = tried.errors if tried else {}
    return [replace(one, value=values.get(one.name, ""), error=errors.get(one.name, "")) for one in asked]


def is_tried(form: str, attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.form == form
