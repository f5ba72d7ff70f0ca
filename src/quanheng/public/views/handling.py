"""How complaints are handled, region by region, for anybody and for machines: what was published, and nothing else."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanheng.cases import publication
from quanheng.cases.models import Publication, PublishedFigures
from quanheng.cases.small_numbers import LEAST, SHARES_LEAST, above
from quanheng.public.handled_words import told_of

ROWS = 500
AREA = re.compile("(?:[0-9]{2}/){0,3}")


@require_safe
def complaints_handled(request: HttpRequest) -> HttpResponse:
    months = publication.latest()
    told = _asked(request, months)
    context = {"months": months, "told": told, "least": LEAST, "shares_least": SHARES_LEAST}
    context |= {"day": settings.SUMMARY_DAY, **(_regions(told, _area(request)) if told else {})}
    return render(request, "public/handled.html", context)


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """A region and all below it, or the whole country; ``next`` is where the answer goes on."""
    months = publication.latest()
    told = _asked(request, months)
    if told is None:
        return JsonResponse({"months": [], "regions": [], "next": None})
    after = request.GET.get("after", "").replace("\0", "")[:120]
    rows = list(publication.published(told, _area(request) or "", after)[: ROWS + 1])
    answer = {
        "month": f"{told.month:%Y-%m}",
        "edition": told.edition,
        "published_on": told.published_on.isoformat(),
        "months": [f"{one.month:%Y-%m}" for one in months],
        "rounded_to": LEAST,
        "regions": [one.as_dict() for one in told_of(rows[:ROWS])],
        "next": rows[ROWS - 1].area if len(rows) > ROWS else None,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _asked(request: HttpRequest, months: list[Publication]) -> Publication | None:
    """The latest where none is asked for that is told."""
    wanted = request.GET.get("month", "")
    return next((one for one in months if f"{one.month:%Y-%m}" == wanted), months[0] if months else None)


def _area(request: HttpRequest) -> str | None:
    asked = request.GET.get("area")
    return asked if asked is not None and AREA.fullmatch(asked) else None


def _regions(told: Publication, area: str | None) -> dict[str, object]:
    """One region with its parts; where none is asked for, the first from above that has more than one part."""
    asked, area = area is not None, area or ""
    parts = _parts(told, area)
    while len(parts) == 1 and not asked:
        area, parts = parts[0].area, _parts(told, parts[0].area)
    line = told_of(list(publication.published(told).filter(area__in=_line(area))))
    whole = line.pop() if line and line[-1].row.area == area else None
    return {"way": line, "whole": whole, "parts": told_of(parts)}


def _parts(told: Publication, area: str) -> list[PublishedFigures]:
    return list(publication.parts(told, area).filter(lodged__isnull=False))


def _line(area: str) -> list[str]:
    """From the country down to a region."""
    found = [area]
    while found[0]:
        found.insert(0, above(found[0]))
    return found
