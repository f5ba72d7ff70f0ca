"""The parts of a market, its entrances and its signs, and what they ask of its check scales (T4-5.1.1 to 5.1.4)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases.check_scale_need import need
from quanheng.console import place_forms
from quanheng.console.asked import Attempt, doer, given, questions, refused
from quanheng.console.gate import staff
from quanheng.people.permissions import may
from quanheng.register import market_lines
from quanheng.register.keeping import layout
from quanheng.register.models import Place

DEEDS = {
    "add-area": lambda market, _number, told, by: layout.add_area(market, told, by),
    "change-area": layout.change_area,
    "remove-area": lambda market, number, _told, by: layout.remove_area(market, number, by),
    "add-entrance": lambda market, _number, told, by: layout.add_entrance(market, told, by),
    "change-entrance": layout.change_entrance,
    "remove-entrance": lambda market, number, _told, by: layout.remove_entrance(market, number, by),
    "sign": lambda market, _number, told, by: layout.look_at_sign(market, told, by, timezone.localdate()),
}


@staff("see-markets")
def page(request: HttpRequest, market: int) -> HttpResponse:
    return _page(request, _market(request, market), None)


@require_POST
@staff("keep-market")
def do(request: HttpRequest, market: int, deed: str) -> HttpResponse:
    row = _market(request, market)
    if deed not in DEEDS:
        raise Http404
    try:
        _do(DEEDS[deed], row, request)
    except ValidationError as wrong:
        return _page(request, row, refused(deed, request, wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:market-layout", market=market)


def _do(deed: Callable[..., object], row: Place, request: HttpRequest) -> None:
    """``number`` names a part or an entrance; one of another market is not there."""
    told = given(request)
    number = told.get("number", "")
    try:
        deed(row, int(number) if number.isdecimal() and len(number) < 18 else 0, told, doer(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def _market(request: HttpRequest, number: int) -> Place:
    try:
        return market_lines.market(request.user, number)
    except Place.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, market: Place, attempt: Attempt | None) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    needed = need(market, now)
    entrances = list(market.entrances.order_by("-is_main", "name"))
    context = {
        "market": market,
        "tab": "layout",
        "need": needed,
        "reasons": [(one.explain(get_language() or "zh"), one.clause.article) for one in needed.law.reasons],
        "areas": market.selling_areas.order_by("name"),
        "entrances": entrances,
        "bare": [one for one in entrances if one.is_main and not one.has_check_scale],
        "signs": layout.signs(market, today),
        "adding_area": questions(place_forms.AREA, "add-area", attempt),
        "adding_entrance": questions(place_forms.ENTRANCE, "add-entrance", attempt),
        "looking": questions(place_forms.SIGN, "sign", attempt, {"seen_on": today.isoformat()}),
        "may_keep_market": may(request.user, "keep-market"),
        "tried": attempt.form if attempt else "",
    }
    return render(request, "console/market_layout.html", context, status=422 if attempt else 200)
