"""Complaints as service requests: a list, one of them, and a new one from a system that was admitted."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.api.open311.answering import Refused, answer, route
from quanheng.api.open311.lodging import lodged_by_partner
from quanheng.cases.categories import Category
from quanheng.cases.published import Published, Wanted, published
from quanheng.law.complaint_flow import flow
from quanheng.register.area_names import place_name

SPAN = timedelta(days=90)
AT_ONCE_MOST, AT_ONCE = 1000, 100
NUMBERS_MOST = 100
STATES = {"open": True, "closed": False}


@route("GET", "HEAD", "POST")
def requests(request: HttpRequest, response_format: str) -> HttpResponse:
    if request.method == "POST":
        return answer([lodged_by_partner(request)], response_format, "service_requests", "request", 201)
    size = _number(request, "page_size", AT_ONCE, AT_ONCE_MOST)
    first = (_number(request, "page", 1, 100_000) - 1) * size
    rows = published(_wanted(request), localdate(), first, size)
    return answer([_told(row) for row in rows], response_format, "service_requests", "request")


@route("GET", "HEAD")
def one(_request: HttpRequest, response_format: str, service_request_id: str) -> HttpResponse:
    rows = published(Wanted(numbers=(service_request_id,)), localdate(), 0, 1)
    if not rows:
        raise Refused(404, _("there is no complaint of this number"))
    return answer([_told(row) for row in rows], response_format, "service_requests", "request")


def _wanted(request: HttpRequest) -> Wanted:
    numbers = _listed(request, "service_request_id")
    if numbers:
        return Wanted(numbers=numbers[:NUMBERS_MOST])
    since, until = _span(request)
    categories = _listed(request, "service_code")
    if unknown := sorted(set(categories) - set(Category.values)):
        raise Refused(400, _("service_code: there is no %(code)s") % {"code": unknown[0][:40]})
    return Wanted(since, until, categories=categories, is_open=_is_open(request))


def _span(request: HttpRequest) -> tuple[datetime, datetime]:
    since, until = _moment(request, "start_date"), _moment(request, "end_date")
    if until is None:
        until = since + SPAN if since else timezone.now()
    since = since or until - SPAN
    if until - since > SPAN:
        raise Refused(400, _("start_date and end_date: at most 90 days apart"))
    return since, until


def _moment(request: HttpRequest, name: str) -> datetime | None:
    given = request.GET.get(name, "")
    if not given:
        return None
    try:
        at = parse_datetime(given.replace(" ", "+"))
        # Near the ends of the calendar no span fits beside it.
        if at is None or not 1970 <= at.year <= 2999:
            raise ValueError
        return at if timezone.is_aware(at) else timezone.make_aware(at)
    except ValueError:
        raise Refused(400, _("%(name)s: expected a time such as 2026-11-20T08:00:00+08:00") % {"name": name}) from None


def _is_open(request: HttpRequest) -> bool | None:
    given = set(_listed(request, "status"))
    if given - set(STATES):
        raise Refused(400, _("status: expected open or closed"))
    return STATES[given.pop()] if len(given) == 1 else None


def _listed(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(one for one in request.GET.get(name, "").replace("\0", "").split(",") if one)


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    given = request.GET.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 7 and 1 <= int(given) <= most):
        raise Refused(400, _("%(name)s: expected a number from 1 to %(most)d") % {"name": name, "most": most})
    return int(given)


def _told(row: Published) -> dict[str, object]:
    return {
        "service_request_id": row.number,
        "status": "open" if row.is_open else "closed",
        "status_notes": flow().states[row.state].name(get_language() or "zh-hans"),
        "service_name": str(Category(row.category).label),
        "service_code": row.category,
        "description": None,
        "agency_responsible": place_name(row.market),
        "service_notice": None,
        "requested_datetime": _written(row.lodged_at),
        "updated_datetime": _written(row.updated_at),
        "expected_datetime": f"{row.due_on}T23:59:59+08:00" if row.due_on else None,
        "address": f"{place_name(row.market)} {row.market.address}".strip(),
        "address_id": str(row.market.pk),
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _written(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
