"""Places of the city that are no markets, and all instruments that send nothing. Every name and number is invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from quanheng.simulator.chance import chance
from quanheng.simulator.past import Past, Standing

EAST, WEST = "99/01/01/", "99/01/02/"
# (area, kind, name, name in English, kind of its licence)
_PLACES = [
    (f"{EAST}p101/", "filling-station", "东屏加油站（演示）", "Dongping Filling Station (demo)", "fuel"),
    (f"{EAST}p102/", "charging-site", "晨光充电站（演示）", "Chenguang Charging Site (demo)", "business"),
    (f"{EAST}p103/", "optician", "明眸眼镜店（演示）", "Mingmou Optician (demo)", "business"),
    (f"{EAST}p104/", "street", "东屏出租汽车公司（演示）", "Dongping Taxi Company (demo)", "business"),
    (f"{WEST}p201/", "clinic", "西渡卫生院（演示）", "Xidu Clinic (demo)", "medical"),
    (f"{WEST}p202/", "grain-depot", "河湾粮库（演示）", "Hewan Grain Depot (demo)", "business"),
    (f"{WEST}p203/", "public-utility", "河湾新村居民区（演示）", "Hewan Residential Area (demo)", "other"),
]
MAKER = "演示仪器厂（虚构）"


class Model(NamedTuple):
    """``months`` between two verifications; ``digits`` begin the GTIN."""

    kind: str
    digits: str
    model: str
    months: int
    measuring_range: str = ""
    purpose: str = "trade"
    accuracy_class: str = ""


MODELS = {
    "dispenser": Model("fuel-dispenser", "952000400001", "JY-4", 6, "5～50 L/min"),
    "charger": Model("charger", "952000500001", "DC-120", 36, "200～1000 V"),
    "refractometer": Model("refractometer", "952000600001", "YG-9", 12, "-20～+20 D", "medical"),
    "focimeter": Model("focimeter", "952000600002", "JD-7", 12, "-25～+25 D", "medical"),
    "lenses": Model("trial-lens-set", "952000600003", "SJP-266", 24, "-20～+20 D", "medical"),
    "taximeter": Model("taximeter", "952000700001", "JJ-5", 12),
    "electricity": Model("electricity-meter", "952000800001", "DDZ-60", 96, "5（60）A"),
    "water": Model("water-meter", "952000800002", "LXS-20", 72, "DN20"),
    "gas": Model("gas-meter", "952000800003", "G2.5", 120, "0.025～4 m³/h"),
    "weights": Model("weight-set", "952000900001", "FM-M1", 12, "1 g～5 kg", accuracy_class="M1"),
}
_MONTHS = {model.kind: model.months for model in MODELS.values()}
# Most are in order; some run out soon, some have. One pattern, so that every list of the city has something to show.
STANDINGS: tuple[Standing, ...] = ("valid", "valid", "soon", "valid", "overdue", "valid", "valid", "valid")


def places(as_of: date) -> list[dict[str, Any]]:
    return [
        {
            "area": area,
            "kind": kind,
            "name": name,
            "name_en": name_en,
            "address": f"云秤市{'东屏区' if area.startswith(EAST) else '西渡县'}（虚构）",
            "licences": [{"kind": licence, "number": f"演示证{number:04d}", "valid_until": f"{as_of.year + 2}-06-30"}],
        }
        for number, (area, kind, name, name_en, licence) in enumerate(_PLACES, start=1)
    ]


def instruments(seed: int, as_of: date, markets: list[str]) -> list[dict[str, Any]]:
    rows = [_instrument(seed, *one, as_of) for one in _all(markets)]
    for device_id, change in INCIDENTS.items():
        row = next(row for row in rows if row["device_id"] == device_id)
        row["life"] += change(Past(device_id, _MONTHS[row["kind"]]), as_of)
    return rows


def _all(markets: list[str]) -> Iterator[tuple[str, str, str, dict[str, Any], Standing]]:
    """Number, model, area, particulars, standing."""
    counts = [("JY", "dispenser", 0, 6), ("CD", "charger", 1, 8), ("TX", "taximeter", 3, 10)]
    counts += [("DB", "electricity", 6, 24), ("SB", "water", 6, 24), ("RB", "gas", 6, 24)]
    for prefix, model, place, count in counts:
        for number in range(1, count + 1):
            standing = STANDINGS[number % len(STANDINGS)] if MODELS[model].months < 60 else "valid"
            yield f"{prefix}-{number:03d}", model, _PLACES[place][0], PARTICULARS[model](number), standing
    yield "YG-001", "refractometer", _PLACES[2][0], {"sphere_from_cd": -2000, "sphere_to_cd": 2000}, "valid"
    yield "JD-001", "focimeter", _PLACES[2][0], {"sphere_from_cd": -2500, "sphere_to_cd": 2500}, "overdue"
    yield "SJ-001", "lenses", _PLACES[2][0], {"sphere_from_cd": -2000, "sphere_to_cd": 2000, "lenses": 266}, "soon"
    yield "YG-002", "refractometer", _PLACES[4][0], {"sphere_from_cd": -2000, "sphere_to_cd": 2000}, "soon"
    for market in (*markets, _PLACES[5][0]):
        name = market.rstrip("/").rpartition("/")[2].upper()
        yield f"{name}-W1", "weights", market, _weights(name), "valid"


def _instrument(
    seed: int, device_id: str, model_key: str, area: str, details: dict[str, Any], standing: Standing, as_of: date
) -> dict[str, Any]:
    model, draw = MODELS[model_key], chance(seed, device_id, "past")
    return {
        "area": area,
        "place": area,
        "device_id": device_id,
        "digits": model.digits,
        "serial": f"{chance(seed, device_id, 'serial').randrange(10**10):010d}",
        "kind": model.kind,
        "maker": MAKER,
        "model": model.model,
        "accuracy_class": model.accuracy_class,
        "measuring_range": model.measuring_range,
        "purpose": model.purpose,
        "details": details,
        "life": Past(device_id, model.months).whole(draw, as_of, standing),
    }


def _dispenser(number: int) -> dict[str, Any]:
    products = ("92", "95", "0") if number % 2 else ("92", "98")
    flow = {"flow_min_ml_min": 5_000, "flow_max_ml_min": 50_000, "least_ml": 5_000}
    nozzles = [{"number": f"{number}-{at}", "product": one, **flow} for at, one in enumerate(products, start=1)]
    seals = {f"seal_{where}": f"演封{number:02d}{at}" for at, where in enumerate(("adjuster", "encoder", "board"))}
    return {"nozzles": nozzles, **seals}


def _charger(number: int) -> dict[str, Any]:
    if number > 6:
        return {"current": "ac", "error_class": "2", "power_w": 7_000, "voltage_max_v": 250, "connectors": 1}
    return {"current": "dc", "error_class": "1", "power_w": 120_000, "voltage_max_v": 1_000, "connectors": 2}


def _taximeter(number: int) -> dict[str, Any]:
    return {"plate": f"演A·T{number:04d}", "constant_imp_km": 1_000, "tariff": "演示运价2025"}


def _electricity(_number: int) -> dict[str, Any]:
    rated = {"voltage_mv": 220_000, "current_ma": 5_000, "current_max_ma": 60_000}
    return {"communication": "plc", "phases": "1", **rated, "constant_imp_kwh": 1_200}


def _water(_number: int) -> dict[str, Any]:
    return {"communication": "radio", "bore_mm": 20, "q3_l_h": 2_500, "range_r": 100}


def _gas(_number: int) -> dict[str, Any]:
    return {"communication": "mobile", "size": "G2.5", "flow_max_l_h": 4_000, "flow_min_l_h": 25}


def _weights(place: str) -> dict[str, Any]:
    """What a weekly check of a scale up to 30 kg takes."""
    grams = [1, 2, 2, 5, 10, 20, 20, 50, 100, 200, 200, 500, 1_000, 2_000, 2_000, 5_000, 5_000, 5_000]
    pieces = [{"number": f"{place}-{at:02d}", "nominal_mg": g * 1_000} for at, g in enumerate(grams, start=1)]
    return {"weight_class": "M1", "pieces": pieces}


PARTICULARS = {
    "dispenser": _dispenser,
    "charger": _charger,
    "taximeter": _taximeter,
    "electricity": _electricity,
    "water": _water,
    "gas": _gas,
}


def _repaired(past: Past, as_of: date) -> list[dict[str, Any]]:
    """A new flow meter: what verification there was has ended, and a new one holds."""
    on = as_of - timedelta(days=24)
    return [past.event("repair", on), *past.verified(on + timedelta(days=2))]


INCIDENTS = {
    "JY-003": _repaired,
    "JY-006": lambda past, as_of: [past.event("seal-broken", as_of - timedelta(days=3))],
    "CD-005": lambda past, as_of: [past.event("label-damaged", as_of - timedelta(days=6))],
    "CD-008": lambda past, as_of: [past.event("stopped", as_of - timedelta(days=11))],
    "TX-010": lambda past, as_of: [past.event("scrapped", as_of - timedelta(days=40))],
}
