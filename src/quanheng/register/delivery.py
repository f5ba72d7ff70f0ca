"""Enter a maker's delivery list: regions, markets, stalls, scales, joined by area. A second time changes nothing."""

from base64 import b64decode
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Instrument, Kind, Place, Region, Stall
from quanheng.register.record import Report, record

KINDS = {"trade": Kind.TRADE_SCALE, "check": Kind.CHECK_SCALE}


class DeliveryRefused(ValueError):
    """The list cannot be entered; the text says which row and what was expected."""


@transaction.atomic
def enter(manifest: dict[str, Any]) -> int:
    """How many instruments were new. Nothing is entered when any row is refused."""
    for row in manifest["regions"]:
        _region(row)
    for row in manifest["markets"]:
        _market(row)
    for row in manifest["stalls"]:
        _stall(row)
    return sum(_instrument(row) for row in manifest["instruments"])


def _region(row: dict[str, Any]) -> None:
    Region.objects.get_or_create(
        area=row["area"], defaults={"name": row["name"], "name_en": row["name_en"], "level": row["level"]}
    )


def _market(row: dict[str, Any]) -> None:
    county = row["area"].rstrip("/").rpartition("/")[0] + "/"
    Place.objects.get_or_create(
        area=row["area"],
        defaults={
            "name": row["name"],
            "name_en": row["name_en"],
            "region": Region.objects.get(area=county),
            "address": row["address"],
            "complaint_phone": row["complaint_phone"],
            "group_standard_adopted_on": _day(row["group_standard_adopted_on"]),
        },
    )


def _stall(row: dict[str, Any]) -> None:
    Stall.objects.get_or_create(
        area=row["area"],
        defaults={
            "market": Place.objects.get(area=row["market"]),
            "number": row["number"],
            "name": row["name"],
            "stall_type": row["stall_type"],
            "operator_name": row["operator"],
        },
    )


def _instrument(row: dict[str, Any]) -> bool:
    key = b64decode(row["public_key"])
    if len(key) != 32:
        raise DeliveryRefused(f"{row['device_id']}: public_key: expected 32 bytes of Ed25519, got {len(key)}")
    instrument, is_new = Instrument.objects.get_or_create(
        gtin=row["gtin"],
        serial=row["serial"],
        defaults={name: row[name] for name in ("device_id", "maker", "model", "accuracy_class", "intervals", "area")}
        | {name: row[name] for name in ("firmware", "networked", "conforming")}
        | {
            "kind": KINDS[row["kind"]],
            "public_key": key,
            "place": Place.objects.get(area=row["market"]),
            "stall": Stall.objects.filter(area=row["stall"]).first(),
        },
    )
    if is_new:
        record(instrument, *_life_so_far(row), source="maker")
    return is_new


def _life_so_far(row: dict[str, Any]) -> list[Report]:
    """What the list tells of a scale's past, at noon of each day."""
    certificate = {name: row[name] for name in ("certificate_number", "verification_body", "valid_until")}
    codes = {"production_code": f"P-{row['serial']}", "repair_code": f"R-{row['serial']}"}
    told = [
        ("production-code", row["in_use_since"], codes if row["conforming"] else None),
        ("sealed", row["verified_on"], {}),
        ("verified", row["verified_on"], certificate),
        ("put-into-use", row["in_use_since"], {}),
    ]
    return [Report(kind, _noon(on), f"delivery-{kind}", facts) for kind, on, facts in told if on and facts is not None]


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), SHANGHAI)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
