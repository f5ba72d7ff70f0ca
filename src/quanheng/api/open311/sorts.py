"""Which sorts of complaint there are, and what one should tell with them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.api.open311.answering import Refused, answer, route
from quanheng.cases.categories import Category
from quanheng.law.goods import GOODS

GROUP = "metrology"
# When this interface last changed.
CHANGED = "2026-11-27T00:00:00+08:00"
Attribute = dict[str, object]


@route("GET", "HEAD")
def services(_request: HttpRequest, response_format: str) -> HttpResponse:
    told = [
        {
            "service_code": code,
            "service_name": str(label),
            "description": _("A purchase that was weighed or charged in a market."),
            "metadata": True,
            "type": "realtime",
            "keywords": "",
            "group": GROUP,
        }
        for code, label in Category.choices
    ]
    return answer(told, response_format, "services", "service")


@route("GET", "HEAD")
def definition(_request: HttpRequest, response_format: str, service_code: str) -> HttpResponse:
    if service_code not in Category.values:
        raise Refused(404, _("there is no service of this code"))
    told = {"service_code": service_code, "attributes": attributes()}
    return answer(told, response_format, "service_definition", "attribute")


@route("GET", "HEAD")
def discovery(_request: HttpRequest, response_format: str) -> HttpResponse:
    """Where the interface is, for programs that are given the city's address only."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{settings.PUBLIC_URL}/open311/v2",
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    told = {"changeset": CHANGED, "contact": settings.PUBLIC_URL, "endpoints": [endpoint]}
    return answer(told, response_format, "discovery", "endpoint")


def attributes() -> list[Attribute]:
    lang = get_language() or "zh-hans"
    goods = [{"key": key, "name": one.name(lang)} for key, one in GOODS.items()]
    return [
        _asked(
            1, "purchase_code", _("The code on the receipt, as it was scanned: it names market, stall and weighing.")
        ),
        _asked(2, "stall_id", _("The stall's number in our register, where there is no receipt.")),
        _asked(3, "goods_class", _("What was bought."), "singlevaluelist", goods),
    ]


def _asked(
    order: int, code: str, description: str, datatype: str = "string", values: list[dict[str, str]] | None = None
) -> Attribute:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": description,
        "values": values or [],
    }
