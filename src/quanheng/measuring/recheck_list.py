"""The re-weighings of an area, the latest first."""

from datetime import datetime

from django.db.models import Q, QuerySet

from quanheng.measuring.models import Recheck
from quanheng.people.areas import within

EXCEEDED = Q(market_exceeded=True) | Q(statute_exceeded=True)
SIEVES = {"": Q(), "exceeded": EXCEEDED, "unpaired": ~Q(pairing="paired")}


def rechecks(viewer: object, sieve: str = "", before: tuple[datetime, int] | None = None) -> QuerySet[Recheck]:
    rows = Recheck.objects.filter(within(viewer) & SIEVES.get(sieve, Q()))
    rows = rows.select_related("trade_scale__stall", "check_scale__place").order_by("-checked_at", "-id")
    if before is None:
        return rows
    at, number = before
    return rows.filter(checked_at__lte=at).exclude(checked_at=at, id__gte=number)


def has_photograph(viewer: object, sha256: str) -> bool:
    """Whether a re-weighing the viewer may see carries this photograph; at a stall, those against its own scale."""
    seen = within(viewer) | (within(viewer, "trade_scale__area") & Q(pairing="paired"))
    return Recheck.objects.filter(seen, photograph_sha256=sha256).exists()
