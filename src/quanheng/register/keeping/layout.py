"""The parts of a market, its entrances and its signs: what the law asks check scales for, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.register.keeping.change import Doer, added, changed, note
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Entrance, Place, PlaceKind, SellingArea, SignCheck, SignKind

# The standard asks for signs and names no interval; half a year is ours (C).
LOOKED_AT_WITHIN_DAYS = 183


@transaction.atomic
def add_area(market: Place, given: Mapping[str, Any], by: Doer) -> SellingArea:
    form = FilledIn(given)
    name = form.text("area_name", 80, must=True)
    held = _market(market, form, "area_name")
    if name and held.selling_areas.filter(name=name).exists():
        form.refuse("area_name", _("There is one of this name already."))
    form.done()
    told = {"is_enclosed": form.ticked("is_enclosed"), "has_live_goods": form.ticked("has_live_goods")}
    made = SellingArea.objects.create(market=held, area=held.area, name=name, **told)
    added("selling-area-added", made, by, ("name", "is_enclosed", "has_live_goods"))
    return made


@transaction.atomic
def change_area(market: Place, number: int, given: Mapping[str, Any], by: Doer) -> None:
    held = SellingArea.objects.select_for_update().get(pk=number, market=market)
    told = {"is_enclosed": given.get("is_enclosed") == "on", "has_live_goods": given.get("has_live_goods") == "on"}
    changed("selling-area-changed", held, told, by)


@transaction.atomic
def remove_area(market: Place, number: int, by: Doer) -> None:
    """Nothing hangs on it but the number of check scales; what it was stays on the audit trail."""
    held = SellingArea.objects.select_for_update().get(pk=number, market=market)
    before = {name: getattr(held, name) for name in ("name", "is_enclosed", "has_live_goods")}
    note("selling-area-removed", held, by, before=before)
    held.delete()


@transaction.atomic
def add_entrance(market: Place, given: Mapping[str, Any], by: Doer) -> Entrance:
    form = FilledIn(given)
    name = form.text("entrance_name", 80, must=True)
    held = _market(market, form, "entrance_name")
    if name and held.entrances.filter(name=name).exists():
        form.refuse("entrance_name", _("There is one of this name already."))
    form.done()
    told = {"is_main": form.ticked("is_main"), "has_check_scale": form.ticked("has_check_scale")}
    made = Entrance.objects.create(market=held, area=held.area, name=name, **told)
    added("entrance-added", made, by, ("name", "is_main", "has_check_scale"))
    return made


@transaction.atomic
def change_entrance(market: Place, number: int, given: Mapping[str, Any], by: Doer) -> None:
    held = Entrance.objects.select_for_update().get(pk=number, market=market)
    told = {"is_main": given.get("is_main") == "on", "has_check_scale": given.get("has_check_scale") == "on"}
    changed("entrance-changed", held, told, by)


@transaction.atomic
def remove_entrance(market: Place, number: int, by: Doer) -> None:
    held = Entrance.objects.select_for_update().get(pk=number, market=market)
    before = {name: getattr(held, name) for name in ("name", "is_main", "has_check_scale")}
    note("entrance-removed", held, by, before=before)
    held.delete()


def _market(market: Place, form: FilledIn, field: str) -> Place:
    held = Place.objects.select_for_update().get(pk=market.pk)
    if held.kind != PlaceKind.MARKET:
        form.refuse(field, _("Only a market has these."))
    return held


@dataclass(frozen=True)
class Sign:
    """One kind of sign, and what was last seen of it."""

    kind: SignKind
    last: SignCheck | None
    is_due: bool


@transaction.atomic
def look_at_sign(market: Place, given: Mapping[str, Any], by: Doer, today: date) -> SignCheck:
    form = FilledIn(given)
    kind = form.choice("sign", SignKind.values)
    seen_on = form.day("seen_on", must=True, latest=today)
    state = form.choice("state", ("in-order", "not-in-order"))
    text = form.text("note", 200)
    if state == "not-in-order" and not text:
        form.refuse("note", _("Say what is missing."))
    held = _market(market, form, "sign")
    form.done()
    told = {"kind": kind, "seen_on": seen_on, "in_order": state == "in-order", "note": text}
    made = SignCheck.objects.create(market=held, area=held.area, by_name=str(by.user or ""), **told)
    added("sign-seen", made, by, ("kind", "seen_on", "in_order", "note"))
    return made


def signs(market: Place, today: date) -> list[Sign]:
    found: dict[str, SignCheck] = {}
    for check in market.sign_checks.order_by("kind", "-seen_on", "-id").distinct("kind"):
        found[check.kind] = check
    return [Sign(kind, found.get(kind), _is_due(found.get(kind), today)) for kind in SignKind]


def _is_due(last: SignCheck | None, today: date) -> bool:
    return last is None or not last.in_order or (today - last.seen_on).days > LOOKED_AT_WITHIN_DAYS
