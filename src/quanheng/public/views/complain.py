"""The form of a complaint, with a scanned code or with a market chosen."""

import secrets

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quanheng.cases.lodge import Lodged, lodge
from quanheng.cases.pace import TooMany
from quanheng.public.forms import ComplaintForm
from quanheng.public.where import Where, where
from quanheng.register.models import Place

MARKETS_SHOWN = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("code", "").strip()
    try:
        place = where(code, given.get("market", ""))
    except ValidationError as refused:
        return _place_page(request, code, refused.messages[0])
    if place is None:
        fault = _("Please scan the code again, or choose the market.") if request.method == "POST" else ""
        return _place_page(request, code, fault)
    if request.method == "POST":
        return _send(request, place)
    return _form_page(request, _empty(place, code, given.get("stall", "")), place, 200)


def _empty(place: Where, code: str, stall: str) -> ComplaintForm:
    known = {"code": code, "market": "" if place.scale else place.market.pk, "category": "short-weight", "stall": stall}
    return ComplaintForm(initial=known | {"submission_key": secrets.token_hex(20)}, market=place.market)


def _send(request: HttpRequest, place: Where) -> HttpResponse:
    form = ComplaintForm(request.POST, market=place.market)
    if form.is_valid() and (lodged := _lodged(request, form)):
        return redirect(f"{reverse('public:follow', args=[lodged.token])}?new=1")
    too_many = any(error.code == "too-many" for error in form.non_field_errors().as_data())
    return _form_page(request, form, place, 429 if too_many else 422)


def _lodged(request: HttpRequest, form: ComplaintForm) -> Lodged | None:
    try:
        return lodge(form.submission(), at=timezone.now(), address=request.META["REMOTE_ADDR"])
    except ValidationError as refused:
        form.add_refusals(refused)
    except TooMany:
        message = _("Many complaints came from your network within this hour. Please try again later, or call 12315.")
        form.add_error(None, ValidationError(message, code="too-many"))
    return None


def _form_page(request: HttpRequest, form: ComplaintForm, place: Where, status: int) -> HttpResponse:
    return render(request, "public/complain.html", {"form": form, "where": place}, status=status)


def _place_page(request: HttpRequest, code: str, fault: str) -> HttpResponse:
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:40]
    named = Q(name__icontains=wanted) | Q(name_en__icontains=wanted)
    found = list(Place.objects.filter(named).order_by("area")[: MARKETS_SHOWN + 1])
    context = {
        "code": code.replace("\0", ""),
        "fault": fault,
        "wanted": wanted,
        "markets": found[:MARKETS_SHOWN],
        "many": len(found) > MARKETS_SHOWN,
    }
    return render(request, "public/place.html", context, status=422 if fault else 200)
