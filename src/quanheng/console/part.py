"""The part of one's own area that a list is narrowed to by ``?area=``; anything else is as if nothing was asked."""

from django.db.models import QuerySet
from django.http import HttpRequest

from quanheng.people.areas import contains


def asked_part(request: HttpRequest) -> str | None:
    """One's own area where no part of it is asked for."""
    area = request.GET.get("area", "").replace("\0", "")[:120]
    return area if area and contains(request.user, area) else request.user.area


def part_of(request: HttpRequest, rows: QuerySet) -> QuerySet:
    area = asked_part(request)
    return rows if area == request.user.area else rows.filter(area__startswith=area)
