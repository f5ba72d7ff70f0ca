"""Answers in the two formats of GeoReport v2, and its one shape of errors."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from xml.etree import ElementTree

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# What XML 1.0 cannot carry, however it is written.
NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
Route = Callable[..., HttpResponse]


class Refused(Exception):
    """``status`` is that of the answer; ``description`` says what was expected."""

    def __init__(self, status: int, description: object) -> None:
        super().__init__(description)
        self.status, self.description = status, str(description)


def route(*methods: str) -> Callable[[Route], Route]:
    """A view of this interface: without cookies, and with whatever is refused in its shape."""

    def decorate(view: Route) -> Route:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, response_format: str, **named: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Refused(405, f"{request.method}: expected {', '.join(methods)}")
                return view(request, response_format=response_format, **named)
            except Refused as why:
                return refusal(why, response_format)
            except RequestDataTooBig:
                return refusal(Refused(413, "the body is too large"), response_format)

        return answered

    return decorate


def refusal(why: Refused, response_format: str) -> HttpResponse:
    told = [{"code": why.status, "description": why.description}]
    return answer(told, response_format, "errors", "error", why.status)


def answer(told: Any, response_format: str, root: str, item: str, status: int = 200) -> HttpResponse:
    """``root`` and ``item`` are the names that XML gives a list and its elements."""
    if response_format == "json":
        body = json.dumps(told, ensure_ascii=False).encode(errors="replace")
    else:
        body = ElementTree.tostring(_element(root, told, item), encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=TYPES[response_format], status=status)


def _element(name: str, told: Any, item: str) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(told, dict):
        made.extend(_element(key, value, "value" if key == "values" else item) for key, value in told.items())
    elif isinstance(told, list):
        made.extend(_element(item, one, item) for one in told)
    elif told is not None:
        made.text = str(told).lower() if isinstance(told, bool) else _xml_text(str(told))
    return made


def _xml_text(text: str) -> str:
    return text.translate(NOT_IN_XML).encode(errors="replace").decode()
