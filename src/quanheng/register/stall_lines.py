"""The stalls of a market with who works there and the scales that stand there (T4-5.3.2.1)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from quanheng.people.models import User
from quanheng.register.models import Instrument, Place, Stall


@dataclass(frozen=True)
class StallLine:
    stall: Stall
    accounts: list[User]
    scales: list[Instrument]


def stalls(market: Place, after: str = "") -> QuerySet[Stall]:
    rows = Stall.objects.filter(market=market, closed_on=None).order_by("area")
    return rows.filter(area__gt=after) if after else rows


def lines(rows: list[Stall]) -> list[StallLine]:
    accounts, scales = defaultdict(list), defaultdict(list)
    for person in User.objects.filter(area__in=[row.area for row in rows]).order_by("username"):
        accounts[person.area].append(person)
    for scale in Instrument.objects.filter(stall__in=rows).select_related("state").order_by("device_id"):
        scales[scale.stall_id].append(scale)
    return [StallLine(row, accounts[row.area], scales[row.pk]) for row in rows]


def check_scales(market: Place) -> QuerySet[Instrument]:
    """Those of the market itself; they stand at no stall."""
    rows = Instrument.objects.filter(place=market, stall=None).exclude(state__status="scrapped")
    return rows.select_related("state").order_by("kind", "device_id")
