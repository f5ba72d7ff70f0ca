"""One shape for everything the API refuses: which field, what was expected, and a sentence in the caller's language."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError


class FieldError(Schema):
    field: str
    expected: str
    message: str


class Errors(Schema):
    errors: list[FieldError]


class Refused(Exception):
    """Raised by a route: the status and the fields that are wrong."""

    def __init__(self, status: int, *errors: FieldError) -> None:
        super().__init__(status)
        self.status = status
        self.errors = errors
        self.headers: dict[str, str] = {}


def refused(status: int, field: str, expected: object, message: object) -> Refused:
    return Refused(status, FieldError(field=field, expected=str(expected), message=str(message)))


# What pydantic calls wrong → what was expected, in words; {…} are pydantic's own figures.
EXPECTED: Mapping[str, Any] = {
    "missing": _("a value"),
    "string_type": _("text"),
    "string_too_long": _("at most {max_length} characters"),
    "string_too_short": _("at least {min_length} characters"),
    "string_pattern_mismatch": _("text of the form {pattern}"),
    "int_type": _("a whole number"),
    "int_parsing": _("a whole number"),
    "int_from_float": _("a whole number"),
    "bool_type": _("true or false"),
    "bool_parsing": _("true or false"),
    "literal_error": _("one of {expected}"),
    "enum": _("one of {expected}"),
    "greater_than_equal": _("at least {ge}"),
    "less_than_equal": _("at most {le}"),
    "greater_than": _("more than {gt}"),
    "less_than": _("less than {lt}"),
    "extra_forbidden": _("no such field"),
    "model_attributes_type": _("a JSON object"),
    "dict_type": _("a JSON object"),
    "list_type": _("a JSON array"),
}
OTHERWISE = _("another value")


def expected_by(error: Mapping[str, Any]) -> str:
    words = str(EXPECTED.get(error["type"], OTHERWISE))
    # Pydantic joins choices by an English "or", which would stand in a Chinese sentence.
    figures = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
    return words.format_map(figures)


def field_of(error: Mapping[str, Any]) -> str:
    """Where the caller finds it: without ninja's name of the place and of our parameter."""
    place, *path = error["loc"]
    if place == "body":
        path = path[1:]
    return ".".join(str(step) for step in path) or str(place)


def field_error(error: Mapping[str, Any]) -> FieldError:
    field, expected = field_of(error), expected_by(error)
    if error["type"] == "missing":
        message = str(format_lazy(_("{field} is missing"), field=field))
    else:
        message = str(format_lazy(_("{field}: expected {expected}"), field=field, expected=expected))
    return FieldError(field=field, expected=expected, message=message)


def answer_in_one_shape(api: NinjaAPI) -> None:
    def answer(request: HttpRequest, status: int, errors: list[FieldError]) -> HttpResponse:
        return api.create_response(request, Errors(errors=errors), status=status)

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, why: Refused) -> HttpResponse:
        response = answer(request, why.status, list(why.errors))
        for name, value in why.headers.items():
            response[name] = value
        return response

    @api.exception_handler(AuthenticationError)
    def _unknown(request: HttpRequest, _why: AuthenticationError) -> HttpResponse:
        message = str(_("this request needs the key of a phone"))
        return answer(request, 401, [FieldError(field="Authorization", expected="Bearer", message=message)])

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, why: ValidationError) -> HttpResponse:
        return answer(request, 422, [field_error(error) for error in why.errors])

    @api.exception_handler(HttpError)
    def _unreadable(request: HttpRequest, why: HttpError) -> HttpResponse:
        message = str(_("the body cannot be read as JSON"))
        return answer(request, why.status_code, [FieldError(field="body", expected="JSON", message=message)])

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, _why: RequestDataTooBig) -> HttpResponse:
        message = str(_("the body is too large"))
        return answer(request, 413, [FieldError(field="body", expected=str(_("fewer bytes")), message=message)])
