"""The invented city: its counties, markets, stalls and scales, as the scales' makers would deliver the list.

Everything follows from the seed. A device's private key does too and never enters the manifest.
"""

import hmac
from base64 import b64encode
from datetime import date, timedelta
from typing import Any

from nacl.signing import SigningKey

from quanheng.simulator import elsewhere
from quanheng.simulator.chance import chance
from quanheng.simulator.past import Past, months_after
from quanheng.simulator.scales_apart import scales_apart

Manifest = dict[str, Any]

# Dates of a manifest are told from this day unless the caller names another, so that a seed alone determines it.
AS_OF = date(2026, 11, 20)
CITY = "云秤市（虚构）"
REGIONS = [
    {"area": "99/", "level": "province", "name": "演示省（虚构）", "name_en": "Demo Province (invented)"},
    {"area": "99/01/", "level": "city", "name": CITY, "name_en": "Yuncheng City (invented)"},
    {"area": "99/01/01/", "level": "county", "name": "东屏区（虚构）", "name_en": "Dongping District (invented)"},
    {"area": "99/01/02/", "level": "county", "name": "西渡县（虚构）", "name_en": "Xidu County (invented)"},
]
# Both markets have adopted the group standard, so its remedies may be proposed in them.
MARKETS = [
    {
        "area": "99/01/01/m001/",
        "name": "晨光农贸市场（演示）",
        "name_en": "Chenguang Market (demo)",
        "address": "云秤市东屏区晨光路1号（虚构）",
        "complaint_phone": "0000-0000001",
        "group_standard_adopted_on": "2023-01-01",
        "selling_areas": [],
        "entrances": [("东门（演示）", True, True), ("西门（演示）", False, False)],
    },
    {
        "area": "99/01/02/m002/",
        "name": "河湾农贸市场（演示）",
        "name_en": "Hewan Market (demo)",
        "address": "云秤市西渡县河湾街2号（虚构）",
        "complaint_phone": "0000-0000002",
        "group_standard_adopted_on": "2024-07-01",
        # Its two check scales stand at the gates: three enclosed parts, two with live goods, ask for more.
        "selling_areas": [
            ("水产厅（演示）", True, True),
            ("活禽区（演示）", True, True),
            ("熟食间（演示）", True, False),
            ("果蔬大厅（演示）", False, False),
        ],
        "entrances": [("南门（演示）", True, True), ("北门（演示）", True, False), ("货运门（演示）", False, False)],
    },
]
STALLS_PER_MARKET = 30
# (stall type, prefix of the sign, how many of each market's thirty, the scale that suits the goods)
STALL_TYPES = [
    ("蔬菜", "青禾", 8, "counter"),
    ("水果", "甘露", 5, "counter"),
    ("猪肉", "丰年", 4, "counter"),
    ("禽蛋", "晓鸣", 3, "counter"),
    ("水产", "临波", 4, "platform"),
    ("干货", "山月", 3, "fine"),
    ("熟食糕点", "知味", 2, "counter"),
    ("粮油", "嘉谷", 1, "platform"),
]
MODELS = {
    "counter": ("952000100001", "演示衡器一厂（虚构）", "ACS-15D", "15kg/5g"),
    "platform": ("952000100002", "演示衡器一厂（虚构）", "ACS-30D", "15kg/5g,30kg/10g"),
    "fine": ("952000200001", "演示衡器二厂（虚构）", "ACS-5F", "2kg/1g,5kg/2g"),
    "check-low": ("952000300001", "演示公平秤厂（虚构）", "GP-30", "15kg/5g,30kg/10g"),
    "check-high": ("952000300002", "演示公平秤厂（虚构）", "GP-5", "2kg/1g,5kg/2g"),
}
# Credit codes of region 990100, which is nowhere.
MAKERS = {
    "91990100MA0000001G": "演示衡器一厂（虚构）",
    "91990100MA0000002K": "演示衡器二厂（虚构）",
    "91990100MA0000003N": "演示公平秤厂（虚构）",
}
# Two stallholders have let the yearly verification lapse.
OVERDUE = {"M001-T009", "M002-T022"}
WORKBENCH = "WORKBENCH-1"
# Its private key is published in docs/wire/examples/workbench.key.pem: anyone may speak as this one scale.
WORKBENCH_PUBLIC_KEY = "40Mod6TqHMdTzIeSNkW3e+bxwX6izNoHkTMQFyoXNqQ="


def manifest(seed: int, as_of: date = AS_OF) -> Manifest:
    """The delivery list of the whole city, dated ``as_of``: flat lists joined by ``area``."""
    stalls = [stall for market in MARKETS for stall in _stalls(market["area"])]
    trade = [_trade_scale(seed, stall, as_of) for stall in stalls]
    check = [scale for market in MARKETS for scale in _check_scales(seed, market["area"], as_of)]
    bench = _bench_stall()
    markets = [market["area"] for market in MARKETS]
    silent = [*elsewhere.instruments(seed, as_of, markets), *scales_apart(seed, as_of, markets)]
    return {
        "format": "quanheng-fleet-1",
        "notice": "Every name, place and device in this list is invented.",
        "seed": seed,
        "city": CITY,
        "as_of": as_of.isoformat(),
        "regions": REGIONS,
        "markets": MARKETS,
        "places": elsewhere.places(as_of),
        "stalls": [*stalls, bench],
        "operators": [{"area": stall["area"], "name": stall["operator"]} for stall in [*stalls, bench]],
        "makers": [_maker(seed, uscc, name) for uscc, name in MAKERS.items()],
        "instruments": [*trade, *check, _workbench(seed, bench, as_of)],
        # These say nothing on the wire.
        "unconnected": [_with_gtin(row) for row in silent],
    }


def device_key(seed: int, device_id: str) -> SigningKey:
    """The private key a maker would burn into the device. The workbench scale has another, published one."""
    return SigningKey(hmac.digest(f"quanheng demo fleet {seed}".encode(), device_id.encode(), "sha256"))


def _with_gtin(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "digits"} | {"gtin": gtin14(row["digits"])}


def maker_key(seed: int, uscc: str) -> SigningKey:
    """With which a maker's verification service signs its answers."""
    return SigningKey(hmac.digest(f"quanheng demo makers {seed}".encode(), uscc.encode(), "sha256"))


def _maker(seed: int, uscc: str, name: str) -> dict[str, str]:
    key = b64encode(bytes(maker_key(seed, uscc).verify_key)).decode()
    return {"uscc": uscc, "name": name, "area": "99/01/", "service_key": key}


def _codes(seed: int, device_id: str) -> dict[str, str]:
    """No format of codes is published: these are ours, as opaque as any."""
    draw = chance(seed, device_id, "codes")
    names = {"production_code": "SC", "repair_code": "WX", "verification_code": "JD", "seal_number": "QF"}
    return {name: f"{letters}{draw.randrange(10**8):08d}" for name, letters in names.items()}


def gtin14(first_twelve: str) -> str:
    """A GTIN-13 of the demonstration prefix 952 in its 14-digit form, check digit computed."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return f"0{first_twelve}{-total % 10}"


def _stalls(market: str) -> list[dict[str, str]]:
    kinds = [(kind, sign, model) for kind, sign, count, model in STALL_TYPES for _ in range(count)]
    return [_stall(market, number, *kind) for number, kind in enumerate(kinds, start=1)]


def _stall(market: str, number: int, stall_type: str, sign: str, model: str) -> dict[str, str]:
    return {
        "area": f"{market}s{number:03d}/",
        "market": market,
        "number": f"{'AB'[number > STALLS_PER_MARKET // 2]}{number:02d}",
        "name": f"{sign}{stall_type}{number:02d}号（演示）",
        "stall_type": stall_type,
        "operator": f"演示摊主{int(market.split('/')[-2][1:])}{number:02d}",
        "licence_number": f"演示照{market.split('/')[-2].upper()}{number:03d}",
        "scale_model": model,
    }


def _bench_stall() -> dict[str, str]:
    return _stall(MARKETS[0]["area"], STALLS_PER_MARKET + 1, "试验", "", "counter") | {
        "number": "试验台",
        "name": "试验台",
        "operator": "试验台（演示）",
    }


def _trade_scale(seed: int, stall: dict[str, str], as_of: date) -> dict[str, Any]:
    market, number = stall["area"].rstrip("/").split("/")[-2:]
    device_id = f"{market.upper()}-T{number[1:]}"
    return _instrument(seed, device_id, "trade", stall["scale_model"], stall["market"], stall["area"], as_of)


def _check_scales(seed: int, market: str, as_of: date) -> list[dict[str, Any]]:
    """Two at the entrances of each market: one pair of intervals for heavy goods, one for dear ones."""
    name = market.rstrip("/").rpartition("/")[2].upper()
    return [
        _instrument(seed, f"{name}-C{place}", "check", model, market, "", as_of)
        for place, model in enumerate(("check-low", "check-high"), start=1)
    ]


def _workbench(seed: int, bench: dict[str, str], as_of: date) -> dict[str, Any]:
    scale = _instrument(seed, WORKBENCH, "trade", "counter", bench["market"], bench["area"], as_of)
    return scale | {"public_key": WORKBENCH_PUBLIC_KEY}


def _instrument(
    seed: int, device_id: str, kind: str, model_key: str, market: str, stall: str, as_of: date
) -> dict[str, Any]:
    digits, maker, model, intervals = MODELS[model_key]
    draw = chance(seed, device_id, "papers")
    late = device_id in OVERDUE
    in_use_since = as_of - timedelta(days=draw.randrange(400 if late else 60, 900))
    verified_on = max(
        as_of - timedelta(days=draw.randrange(370, 400) if late else draw.randrange(15, 355)), in_use_since
    )
    past = Past(device_id, 12)
    before = [*past.made(in_use_since), *past.verifications_before(verified_on, in_use_since)]
    return {
        "area": stall or market,
        "device_id": device_id,
        "gtin": gtin14(digits),
        # Of the seed alone: the simulator names its scales without knowing when the city was founded.
        "serial": f"{chance(seed, device_id, 'serial').randrange(10**10):010d}",
        "kind": kind,
        "maker": maker,
        "model": model,
        "accuracy_class": "III",
        "intervals": intervals,
        "networked": True,
        "conforming": in_use_since >= date(2026, 1, 8),
        "firmware": f"{model.lower()}-{draw.choice(['1.4.2', '1.4.3', '1.5.0'])}",
        "public_key": b64encode(bytes(device_key(seed, device_id).verify_key)).decode(),
        "verification_body": "云秤市计量检定所（虚构）",
        "certificate_number": f"演示{verified_on:%Y}-{device_id}",
        **_codes(seed, device_id),
        "sold_to": next(one["name"] for one in MARKETS if one["area"] == market),
        "market": market,
        "stall": stall,
        "in_use_since": in_use_since.isoformat(),
        "verified_on": verified_on.isoformat(),
        "valid_until": (months_after(verified_on, 12) - timedelta(days=1)).isoformat(),
        "past": before if in_use_since < verified_on else list(past.made(in_use_since)),
    }
