"""Scales of the markets that send nothing: standby scales on their shelf, and old ones that were replaced."""

from datetime import date, timedelta
from typing import Any

from quanheng.simulator.chance import chance
from quanheng.simulator.past import Past

DEPOT = "99/01/02/p202/"
# How many days ago each old scale was scrapped; the stall's present one took its place.
REPLACED_DAYS_AGO = (6, 13, 22, 38, 64, 95, 140, 200, 262, 330)


def scales_apart(seed: int, as_of: date, markets: list[str]) -> list[dict[str, Any]]:
    standby = [_standby(seed, market, as_of) for market in markets]
    standby += [_at_depot(seed, number, as_of) for number in range(1, 5)]
    return [*standby, *(_replaced(seed, markets, number, days, as_of) for number, days in enumerate(REPLACED_DAYS_AGO))]


def _name(market: str) -> str:
    return market.rstrip("/").rpartition("/")[2].upper()


def _standby(seed: int, market: str, as_of: date) -> dict[str, Any]:
    """Lent for three days in the summer while the scale of stall 4 was repaired, and brought back."""
    device_id, stall = f"{_name(market)}-S1", f"{market}s004/"
    past, since = Past(device_id, 12), as_of - timedelta(days=290)
    lent = as_of - timedelta(days=120)
    life = [
        *past.made(since),
        past.event("production-code", since, production_code=f"P-{device_id}", repair_code=f"R-{device_id}"),
        past.event("put-on-standby", since),
        *past.verified(since),
        past.event("lent", lent, instead_of=f"{_name(market)}-T004", area=stall),
        past.event("returned", lent + timedelta(days=3), area=market),
    ]
    return _scale(seed, device_id, market, market, "ACS-15D", life, conforming=True)


def _at_depot(seed: int, number: int, as_of: date) -> dict[str, Any]:
    """Old scales that are still in use and have to be gone soon: nobody has replaced them yet."""
    past = Past(device_id := f"LK-{number:03d}", 12)
    life = past.whole(chance(seed, device_id, "past"), as_of, "soon" if number == 1 else "valid")
    row = _scale(seed, device_id, DEPOT, DEPOT, "TCS-150", life, conforming=False)
    return row | {"digits": "952000100008", "intervals": "150kg/50g", "measuring_range": "1 kg～150 kg"}


def _replaced(seed: int, markets: list[str], number: int, days_ago: int, as_of: date) -> dict[str, Any]:
    market = markets[number % len(markets)]
    stall = f"{market}s{11 + number:03d}/"
    device_id, gone = f"{_name(market)}-R{number + 1:02d}", as_of - timedelta(days=days_ago)
    past, since = Past(device_id, 12), as_of - timedelta(days=3 * 365 + 40)
    last = gone - timedelta(days=100)
    verified = [*past.verifications_before(last, since), *past.verified(last)]
    life = [*past.made(since), past.event("put-into-use", since), *verified, past.event("scrapped", gone)]
    return _scale(seed, device_id, market, stall, "ACS-15", life, conforming=False)


def _scale(
    seed: int, device_id: str, market: str, area: str, model: str, life: list[dict[str, Any]], *, conforming: bool
) -> dict[str, Any]:
    return {
        "area": area,
        "place": market,
        "device_id": device_id,
        "digits": "952000100003" if conforming else "952000100009",
        "serial": f"{chance(seed, device_id, 'serial').randrange(10**10):010d}",
        "kind": "trade-scale",
        "maker": "演示衡器一厂（虚构）",
        "model": model,
        "accuracy_class": "III",
        "intervals": "15kg/5g",
        "measuring_range": "100 g～15 kg",
        "purpose": "trade",
        "conforming": conforming,
        "details": {},
        "life": life,
    }
