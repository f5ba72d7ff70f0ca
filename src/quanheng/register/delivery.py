"""Enter a maker's delivery list: regions, markets, stalls, scales, joined by area. A second time changes nothing."""

from base64 import b64decode
from datetime import date
from typing import Any

from django.db import transaction

from quanheng.register.models import Instrument, Kind, Market, Region, Stall

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
    Market.objects.get_or_create(
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
            "market": Market.objects.get(area=row["market"]),
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
    _, is_new = Instrument.objects.get_or_create(
        gtin=row["gtin"],
        serial=row["serial"],
        defaults={name: row[name] for name in ("device_id", "maker", "model", "accuracy_class", "intervals", "area")}
        | {name: _day(row[name]) for name in ("in_use_since", "verified_on", "valid_until")}
        | {
            "kind": KINDS[row["kind"]],
            "public_key": key,
            "firmware": row["firmware"],
            "networked": row["networked"],
            "verification_body": row["verification_body"],
            "certificate_number": row["certificate_number"],
            "market": Market.objects.get(area=row["market"]),
            "stall": Stall.objects.filter(area=row["stall"]).first(),
        },
    )
    return is_new


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
