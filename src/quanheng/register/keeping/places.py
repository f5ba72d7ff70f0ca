"""Somewhere instruments are used: enter a place, change what is known of it, close it. None is ever deleted."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people.areas import contains, within
from quanheng.register import find
from quanheng.register.divisions import Division
from quanheng.register.keeping.change import Doer, added, changed
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Organisation, Place, PlaceKind, Region

FIELDS = (
    *("kind", "name", "name_en", "address", "latitude", "longitude", "phone", "complaint_phone"),
    *("opened_on", "group_standard_adopted_on"),
)
SEGMENT = re.compile(r"p(\d{6})/")


def places(viewer: object, words: str = "", kind: str = "", after: str = "") -> QuerySet[Place]:
    """In the order of their areas; ``after`` is the area of the last one of the page before."""
    if words:
        rows = find.places(viewer, words, after)
    else:
        rows = Place.objects.filter(within(viewer)).select_related("region").order_by("area")
        rows = rows.filter(area__gt=after) if after else rows
    return rows.filter(kind=kind) if kind in PlaceKind.values else rows


def place(viewer: object, number: int) -> Place:
    """Raises Place.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return Place.objects.filter(within(viewer)).select_related("region", "run_by").get(pk=number)


def takes_places(region: Region) -> bool:
    """Places stand in counties, and in the few cities that have none."""
    return region.abolished_on is None and (region.level == "county" or not Division(region.area).parts())


def next_areas(region: Region, count: int) -> list[str]:
    """Paths for so many new places; the region's row is locked, so that nobody else is given the same ones."""
    Region.objects.select_for_update().get(pk=region.pk)
    taken = Place.objects.filter(area__startswith=f"{region.area}p").order_by("-area").values_list("area", flat=True)
    told = SEGMENT.fullmatch(taken[0].removeprefix(region.area)) if taken else None
    first = int(told[1]) + 1 if told else 1
    return [f"{region.area}p{number:06d}/" for number in range(first, first + count)]


def read(given: Mapping[str, Any], today: date) -> tuple[FilledIn, dict[str, Any]]:
    """What a form tells of the place itself; ``run_by`` is read apart."""
    form = FilledIn(given)
    values = {
        "kind": form.choice("kind", PlaceKind.values),
        "name": form.text("name", 80, must=True),
        "name_en": form.text("name_en", 80),
        "address": form.text("address", 200),
        "latitude": form.number("latitude", Decimal(-90), Decimal(90), 6),
        "longitude": form.number("longitude", Decimal(-180), Decimal(180), 6),
        "phone": form.phone("phone"),
        "complaint_phone": form.phone("complaint_phone"),
        "opened_on": form.day("opened_on", latest=today),
        "group_standard_adopted_on": form.day("group_standard_adopted_on"),
    }
    if (values["latitude"] is None) != (values["longitude"] is None):
        missing = "latitude" if values["latitude"] is None else "longitude"
        form.refuse(missing, _("Give both, or neither."))
    return form, values


def runner(form: FilledIn, area: str, by: Doer) -> Organisation | None:
    """Whoever runs it, by credit code; one that is new is entered with its name, in the place's region."""
    code, name = form.credit_code("run_by_uscc"), form.text("run_by_name", 120)
    if not code:
        if name:
            form.refuse("run_by_uscc", _("Give its credit code as well."))
        return None
    if "run_by_uscc" in form.wrong:
        return None
    known = Organisation.objects.filter(uscc=code).first()
    if known is None and not name:
        form.refuse("run_by_name", _("No organisation has this code yet: give its name."))
    if known or form.wrong:
        return known
    made = Organisation.objects.create(uscc=code, name=name, area=area, runs_places=True)
    added("organisation-added", made, by, ("uscc", "name", "area", "runs_places"))
    return made


@transaction.atomic
def enter(region: Region, given: Mapping[str, Any], by: Doer, today: date) -> Place:
    form, values = read(given, today)
    if not contains(by.user, region.area) or not takes_places(region):
        form.refuse("region", _("Choose a county of your area."))
    if values["name"] and _is_taken(values["name"], region, None):
        form.refuse("name", _("A place of this name is open in this county already."))
    run_by = runner(form, region.area, by)
    form.done()
    (area,) = next_areas(region, 1)
    made = Place.objects.create(area=area, region=region, run_by=run_by, **values)
    added("place-added", made, by, ("area", *FIELDS, "run_by"))
    return made


@transaction.atomic
def change(row: Place, given: Mapping[str, Any], by: Doer, today: date) -> None:
    held = Place.objects.select_for_update().select_related("region").get(pk=row.pk)
    form, values = read({**given, "kind": given.get("kind") or held.kind}, today)
    reason = form.reason()
    if values["name"] and _is_taken(values["name"], held.region, held):
        form.refuse("name", _("A place of this name is open in this county already."))
    if values["kind"] != held.kind and held.kind == PlaceKind.MARKET and held.stall_set.exists():
        form.refuse("kind", _("It has stalls, as only a market has."))
    run_by = runner(form, held.region.area, by)
    form.done()
    if not changed("place-changed", held, {**values, "run_by": run_by}, by, reason):
        form.refuse("reason", _("Nothing was changed."))
        form.done()


def _is_taken(name: str, region: Region, own: Place | None) -> bool:
    same = Place.objects.filter(area__startswith=region.area, name=name, closed_on=None)
    return same.exclude(pk=own.pk if own else None).exists()


@transaction.atomic
def close(row: Place, given: Mapping[str, Any], by: Doer, today: date) -> None:
    """It stays on record with all that happened there, and takes no new stalls."""
    form = FilledIn(given)
    on, reason = form.day("closed_on", must=True, latest=today), form.reason()
    held = Place.objects.select_for_update().get(pk=row.pk)
    if held.closed_on:
        form.refuse("closed_on", _("It is so already."))
    if held.instrument_set.filter(state__status="in-use").exists():
        form.refuse("closed_on", _("Instruments are in use here; take them out of use first."))
    form.done()
    changed("place-closed", held, {"closed_on": on}, by, reason)


@transaction.atomic
def reopen(row: Place, given: Mapping[str, Any], by: Doer) -> None:
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    held = Place.objects.select_for_update().get(pk=row.pk)
    changed("place-reopened", held, {"closed_on": None}, by, reason)
