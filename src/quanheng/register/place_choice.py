"""Markets and stalls to choose from, by part of a name: for a shopper without a code."""

from django.db.models import Q

from quanheng.register.models import Place, Stall
from quanheng.register.models.places import PlaceKind

MARKETS, STALLS = 30, 60
LARGEST_ID = 2**31


def markets(words: str) -> list[Place]:
    wanted = words.replace("\0", "").strip()
    named = Q(name__icontains=wanted) | Q(name_en__icontains=wanted)
    found = Place.objects.filter(named, kind__in=(PlaceKind.MARKET, PlaceKind.SHOP, PlaceKind.STREET))
    return list(found.select_related("region").order_by("area")[:MARKETS])


def stalls(market: int, words: str) -> list[Stall]:
    if not 0 < market < LARGEST_ID:
        return []
    wanted = words.replace("\0", "").strip()
    named = Q(number__icontains=wanted) | Q(name__icontains=wanted)
    return list(Stall.objects.filter(named, market=market).order_by("number")[:STALLS])
