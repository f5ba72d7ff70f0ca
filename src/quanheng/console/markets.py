"""Markets: the list, and the page of one with its stalls, scales and people (T4-5.3.2.1)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases.check_scale_need import Need, need, needs
from quanheng.cases.open_by_market import open_by_market
from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, leaf
from quanheng.console.places import acts
from quanheng.console.sheets.markets import MARKETS
from quanheng.people.permissions import may
from quanheng.register import find, market_lines, stall_lines, unified
from quanheng.register.models import Place

# All stalls of most markets, so that one print shows them.
STALLS_SHOWN = 200


@staff("see-markets")
@opens_with_saved("markets")
def page(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    markets = Leaves(
        lambda after: market_lines.markets(request.user, words, after), lambda place: place.area, _with_figures
    )
    if export.is_asked(request):
        return export.answer(request, MARKETS, markets)
    found = markets.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    context = {
        "rows": _with_figures(found.rows),
        "next": found.next,
        "words": words,
        "may_keep": may(request.user, "keep-places"),
        "is_short": bool(words) and len(words) < find.NAME_MIN,
    }
    return render(request, "console/markets.html", context)


def _with_figures(rows: list[Place]) -> list[tuple[market_lines.MarketLine, Need, int]]:
    """Each market's line, the check scales it needs, and its open complaints."""
    complaints = open_by_market(rows)
    told = zip(market_lines.lines(rows), needs(rows, timezone.now()), strict=True)
    return [(line, needed, complaints.get(line.place.pk, 0)) for line, needed in told]


@staff("see-markets")
def one(request: HttpRequest, market: int) -> HttpResponse:
    return _page(request, _market(request, market), {})


@require_POST
@staff("manage-market")
def state_unified(request: HttpRequest, market: int) -> HttpResponse:
    place = _market(request, market)
    given = {name: request.POST.get(name) == "on" for name in unified.FIVE}
    told = {"reason": request.POST.get("reason", ""), "by": request.user, "address": request.META["REMOTE_ADDR"]}
    try:
        unified.state(place, given, **told)
    except ValidationError as wrong:
        return _page(request, place, first_messages(wrong), given)
    messages.success(request, _("Recorded."))
    return redirect("console:market", market=market)


def _market(request: HttpRequest, number: int) -> Place:
    try:
        return market_lines.market(request.user, number)
    except Place.DoesNotExist:
        raise Http404 from None


def _page(
    request: HttpRequest, market: Place, errors: dict[str, str], given: dict[str, bool] | None = None
) -> HttpResponse:
    after = request.GET.get("after", "").replace("\0", "")[:120]
    stalls = leaf(stall_lines.stalls(market, after), lambda stall: stall.area, STALLS_SHOWN)
    stated = given or unified.five_of(market)
    (line,) = market_lines.lines([market])
    context = {
        "market": market,
        "place": market,
        "tab": "market",
        "line": line,
        "need": need(market, timezone.now()),
        "open_complaints": open_by_market([market]).get(market.pk, 0),
        "stalls": stall_lines.lines(stalls.rows),
        "next": stalls.next,
        "check_scales": stall_lines.check_scales(market),
        "five": [(name, said, stated[name]) for name, said in unified.FIVE.items()],
        "may_manage": may(request.user, "manage-market"),
        "may_see_accounts": may(request.user, "manage-accounts"),
        "reason": request.POST.get("reason", ""),
        "errors": errors,
        "layout_facts": (market.selling_areas.count(), market.entrances.count()),
        **acts(request, None),
    }
    return render(request, "console/market.html", context, status=422 if errors else 200)
