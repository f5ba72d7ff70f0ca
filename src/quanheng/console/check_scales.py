"""Check scales of each market: how many it needs, how many it has, where to put more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from quanheng.cases import check_scale_need
from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.markets import CHECK_SCALES
from quanheng.measuring import check_scale_watch
from quanheng.register.models import Place


@staff("see-check-scales")
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    markets = Leaves(
        lambda after: check_scale_need.markets(request.user, after),
        lambda row: row.area,
        lambda rows: check_scale_need.needs(rows, now),
    )
    if export.is_asked(request):
        return export.answer(request, CHECK_SCALES, markets)
    found = markets.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    context = {"needs": check_scale_need.needs(found.rows, now), "found": found}
    return render(request, "console/check_scales.html", context)


@staff("see-check-scales")
def market(request: HttpRequest, market: int) -> HttpResponse:
    try:
        place = check_scale_need.markets(request.user).get(pk=market)
    except Place.DoesNotExist:
        raise Http404 from None
    need = check_scale_need.need(place, timezone.now())
    language = get_language() or "zh-hans"
    here = check_scale_watch.in_market(place)
    context = {
        "need": need,
        "reasons": [(one.explain(language), one.clause.cite(language)) for one in need.law.reasons],
        "scales": [(row, check_scale_watch.due_on(row.last_at)) for row in here],
        "days": check_scale_need.CLUSTER_DAYS,
        "many": check_scale_need.CLUSTER_COMPLAINTS,
        "today": timezone.localdate(),
    }
    return render(request, "console/check_scales_market.html", context)
