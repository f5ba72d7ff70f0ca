"""Enter a delivery list: regions, places, stalls, instruments, joined by area. A second time changes nothing."""

from base64 import b64decode
from datetime import date, datetime, time
from typing import Any

import msgspec
from django.db import transaction

from quanheng.register.keeping.stalls import AtTheCounter, begin
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.kinds.told import kept
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import (
    Entrance,
    Instrument,
    Kind,
    Licence,
    Organisation,
    Place,
    Region,
    SellingArea,
    Stall,
)
from quanheng.register.record import Report, append_all, refold

KINDS = {"trade": Kind.TRADE_SCALE, "check": Kind.CHECK_SCALE}
Row = dict[str, Any]


class DeliveryRefused(ValueError):
    """The list cannot be entered; the text says which row and what was expected."""


@transaction.atomic
def enter(manifest: Row) -> int:
    """How many instruments were new. Nothing is entered when any row is refused."""
    for row in manifest["regions"]:
        _region(row)
    for row in manifest["markets"]:
        _layout(_place(row, "market"), row)
    for row in manifest.get("places", []):
        _place(row, row["kind"])
    for row in manifest["stalls"]:
        _stall(row)
    for row in manifest.get("makers", []):
        _maker(row)
    told = [_scale(row) for row in manifest["instruments"]]
    told += [_unconnected(row) for row in manifest.get("unconnected", [])]
    lives = {instrument: life for instrument, life in told if life}
    append_all(lives, source="maker")
    refold(lives)
    return len(lives)


def _region(row: Row) -> None:
    Region.objects.get_or_create(
        area=row["area"], defaults={"name": row["name"], "name_en": row["name_en"], "level": row["level"]}
    )


def _place(row: Row, kind: str) -> Place:
    county = row["area"].rstrip("/").rpartition("/")[0] + "/"
    place, _ = Place.objects.get_or_create(
        area=row["area"],
        defaults={
            "kind": kind,
            "name": row["name"],
            "name_en": row["name_en"],
            "region": Region.objects.get(area=county),
            "address": row["address"],
            "complaint_phone": row.get("complaint_phone", ""),
            "group_standard_adopted_on": _day(row.get("group_standard_adopted_on")),
        },
    )
    for one in row.get("licences", []):
        until = {"valid_until": _day(one["valid_until"]), "area": place.area}
        Licence.objects.get_or_create(place=place, kind=one["kind"], number=one["number"], defaults=until)
    return place


def _layout(market: Place, row: Row) -> None:
    """The parts of a market that may ask for a check scale, and where shoppers come in."""
    for name, is_enclosed, has_live_goods in row.get("selling_areas", []):
        told = {"area": market.area, "is_enclosed": is_enclosed, "has_live_goods": has_live_goods}
        SellingArea.objects.get_or_create(market=market, name=name, defaults=told)
    for name, is_main, has_check_scale in row.get("entrances", []):
        told = {"area": market.area, "is_main": is_main, "has_check_scale": has_check_scale}
        Entrance.objects.get_or_create(market=market, name=name, defaults=told)


def _stall(row: Row) -> None:
    operator = AtTheCounter(row["operator"], licence_number=row.get("licence_number", ""))
    stall, is_new = Stall.objects.get_or_create(
        area=row["area"],
        defaults={
            "market": Place.objects.get(area=row["market"]),
            "number": row["number"],
            "name": row["name"],
            "stall_type": row["stall_type"],
            **operator.on_stall(),
        },
    )
    if is_new:
        begin(stall, operator, None)


def _maker(row: Row) -> None:
    known = {"name": row["name"], "area": row["area"], "makes": True}
    Organisation.objects.get_or_create(uscc=row["uscc"], defaults=known)


def _scale(row: Row) -> tuple[Instrument, list[Report]]:
    """One that speaks on the wire; with its life so far where it is new here."""
    key = b64decode(row["public_key"])
    if len(key) != 32:
        raise DeliveryRefused(f"{row['device_id']}: public_key: expected 32 bytes of Ed25519, got {len(key)}")
    own = {name: row[name] for name in ("intervals", "firmware", "networked", "conforming")}
    return _instrument(row, {**own, "kind": KINDS[row["kind"]], "public_key": key}, row["market"], _life_so_far(row))


def _unconnected(row: Row) -> tuple[Instrument, list[Report]]:
    """One of any kind that sends nothing."""
    own = {name: row[name] for name in ("kind", "measuring_range", "purpose")}
    try:
        own["details"] = kept(msgspec.convert(row["details"], DESCRIPTIONS[row["kind"]]))
    except (KeyError, msgspec.ValidationError) as wrong:
        raise DeliveryRefused(f"{row['device_id']}: details: {wrong}") from wrong
    own |= {"intervals": row.get("intervals", ""), "conforming": row.get("conforming", False)}
    return _instrument(row, own, row["place"], _told(row["life"]))


def _instrument(row: Row, own: Row, place: str, life: list[Report]) -> tuple[Instrument, list[Report]]:
    common = {name: row[name] for name in ("device_id", "maker", "model", "accuracy_class", "area")}
    stall = Stall.objects.filter(area=row["area"]).first()
    instrument, is_new = Instrument.objects.get_or_create(
        gtin=row["gtin"],
        serial=row["serial"],
        defaults={**common, **own, "place": Place.objects.get(area=place), "stall": stall},
    )
    return instrument, life if is_new else []


def _life_so_far(row: Row) -> list[Report]:
    """What the list tells of a scale's past, at noon of each day."""
    certificate = {name: row[name] for name in ("certificate_number", "verification_body", "valid_until")}
    codes = {"production_code": f"P-{row['serial']}", "repair_code": f"R-{row['serial']}"}
    codes |= {name: row[name] for name in codes if row.get(name)}
    if row["conforming"] and row.get("verification_code"):
        certificate["verification_code"] = row["verification_code"]
    sealed = {"seal_number": row["seal_number"]} if row.get("seal_number") else {}
    told = [
        ("production-code", row["in_use_since"], codes if row["conforming"] else None),
        ("sealed", row["verified_on"], sealed),
        ("verified", row["verified_on"], certificate),
        ("put-into-use", row["in_use_since"], {}),
    ]
    latest = [(kind, on, facts) for kind, on, facts in told if on and facts is not None]
    reports = [Report(kind, _noon(on), f"delivery-{kind}", facts) for kind, on, facts in latest]
    return [*_told(row.get("past", [])), *reports]


def _told(events: list[Row]) -> list[Report]:
    return [
        Report(one["kind"], _noon(one["on"]), f"delivery-{one['kind']}-{one['on']}", one["facts"]) for one in events
    ]


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), SHANGHAI)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
