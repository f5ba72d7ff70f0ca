"""What the code on a market's poster or a stall's sign opens; printed, the page is that poster or sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanheng.cases.submission import storable
from quanheng.register.place_codes import PlaceUnknown, place_path, standing_at


@require_safe
def at(request: HttpRequest, area: str) -> HttpResponse:
    try:
        place, stall = standing_at(f"{area.rstrip('/')}/" if storable(area) else "")
    except PlaceUnknown:
        raise Http404 from None
    link = request.build_absolute_uri(place_path(stall.area if stall else place.area))
    return render(request, "public/at.html", {"market": place, "stall": stall, "link": link})
