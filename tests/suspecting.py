"""Half a year of a market's re-weighings and sales in a few rows, for tests of what is compared over half a year."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from quanheng.measuring.models import DayTally, Recheck
from quanheng.register.models import Place
from tests.cast import NOON, Cast

# The night after the cast's Friday.
NIGHT = NOON + timedelta(hours=14, minutes=30)
_SEQS = count(10_000)


def reweighed(
    cast: Cast, scale: str, within: int, exceeded: int, at: datetime = NOON, **otherwise: Any
) -> list[Recheck]:
    """So many purchases of one scale on 晨光's public check scale, within the limit and beyond it."""
    rows = []
    for is_short in [False] * within + [True] * exceeded:
        seq = next(_SEQS)
        told: dict[str, Any] = {
            "check_scale": cast.scales["CS-1"],
            "seq": seq,
            "checked_at": at,
            "received_at": at,
            "check_mg": 900_000 if is_short else 1_000_000,
            "original_state": True,
            "purchase_code": f"code-{seq}",
            "area": cast.chenguang.area,
            "pairing": "paired",
            "trade_scale": cast.scales[scale],
            "purchase_seq": seq,
            "weighed_at": at - timedelta(minutes=5),
            "settled_mg": 1_000_000,
            "price_fen_per_kg": 600,
            "goods_class": "vegetable",
            "shortfall_mg": 100_000 if is_short else 0,
            "market_exceeded": is_short,
            "statute_exceeded": is_short,
        }
        rows.append(Recheck(**told | otherwise))
    return Recheck.objects.bulk_create(rows)


def sold(market: Place, weighings: int, day: date = date(2026, 11, 1)) -> None:
    DayTally.objects.create(market=market, day=day, weighings=weighings, area=market.area)
