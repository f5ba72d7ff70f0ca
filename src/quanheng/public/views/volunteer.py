"""Asking to be a volunteer supervisor, and whether the card that somebody shows holds."""

import secrets

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quanheng.cases.contact import masked_name
from quanheng.cases.pace import TooMany
from quanheng.register.area_names import name_of_area
from quanheng.register.models import Region
from quanheng.supervision import applying, card


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer(request: HttpRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    county = applying.county(given.get("area", ""))
    if county is None:
        return _counties(request)
    if request.method == "POST":
        return _send(request, county)
    return _form(request, county, {}, 200)


def _counties(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:40]
    found = applying.counties(wanted)
    shown, many = found[: applying.COUNTIES_SHOWN], len(found) > applying.COUNTIES_SHOWN
    context = {"wanted": wanted, "counties": shown, "many": many}
    return render(request, "public/volunteer_where.html", context)


def _send(request: HttpRequest, county: Region) -> HttpResponse:
    told = {name: str(value) for name, value in request.POST.items()}
    try:
        applying.apply(told, at=timezone.now(), address=request.META["REMOTE_ADDR"])
    except ValidationError as wrong:
        return _form(request, county, {field: said[0] for field, said in wrong.message_dict.items()}, 422)
    except TooMany:
        said = _("Many applications came from your network within this hour. Please try again later.")
        return _form(request, county, {"state": said}, 429)
    return render(request, "public/volunteer_done.html", {"county": county})


def _form(request: HttpRequest, county: Region, errors: dict[str, str], status: int) -> HttpResponse:
    key = request.POST.get("key") or secrets.token_hex(20)
    context = {"county": county, "given": request.POST, "errors": errors, "key": key}
    return render(request, "public/volunteer.html", context, status=status)


@never_cache
@require_safe
def supervisor(request: HttpRequest, number: str, proof: str) -> HttpResponse:
    """What anybody reads who scans a card: whether it holds today, and no more of the person than the card says."""
    row = card.named(number, proof)
    if row is None or row.user is None:
        raise Http404
    holds, name = row.serves_on(timezone.localdate()), masked_name(row.user.name)
    context = {"volunteer": row, "holds": holds, "name": name, "area": name_of_area(row.area)}
    return render(request, "public/supervisor.html", context)
