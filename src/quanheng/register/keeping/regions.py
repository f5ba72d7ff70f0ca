"""The regions below an office's own: picked from the code table, or entered where the table lacks them.

A renamed region keeps its code's area and its former names with their last day; one that was merged away says into
which, and takes no new places. Its places stay where they are until the office moves them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.law import divisions
from quanheng.people.areas import contains
from quanheng.register.keeping.change import Doer, added, changed
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Region, RegionName

ADDED = ("code", "name", "name_en", "level")


def area_of(code: str) -> str:
    """331002 lies at 33/10/02/, 331000 at 33/10/."""
    pairs = [code[at : at + 2] for at in (0, 2, 4)]
    kept = pairs[: 3 if pairs[2] != "00" else 2 if pairs[1] != "00" else 1]
    return "".join(f"{pair}/" for pair in kept)


def code_of(area: str) -> str:
    """The code of an area that is a region's, whether or not there is a region yet."""
    return area.replace("/", "").ljust(6, "0") if area else divisions.COUNTRY


def offered(area: str, year: int) -> list[divisions.Division]:
    """What the table has directly below an area, and the register has not."""
    known = set(Region.objects.filter(area__startswith=area).values_list("area", flat=True))
    return [one for one in divisions.below(code_of(area), year) if area_of(one.code) not in known]


@transaction.atomic
def pick(codes: Iterable[str], by: Doer, year: int) -> list[Region]:
    """Enter divisions of the table; those that are there already, and those outside one's area, are passed over."""
    new = []
    for code in sorted(codes):
        told = divisions.division(code, year)
        if told and (by.user is None or contains(by.user, area_of(code))):
            region, is_new = Region.objects.get_or_create(
                area=area_of(code), defaults={"code": code, "name": told.name, "level": told.level}
            )
            if is_new:
                added("region-added", region, by, ADDED)
                new.append(region)
    return new


def whole(code: str, year: int) -> list[str]:
    """A division with all above and all below it: what an installation of that office starts from."""
    if divisions.division(code, year) is None:
        return []
    line, at = [], code
    while at != divisions.COUNTRY:
        line.append(at)
        at = divisions.above(at)
    return [*line, *_below(code, year)]


def _below(code: str, year: int) -> list[str]:
    found = [one.code for one in divisions.below(code, year)]
    return found + [code for one in found for code in _below(one, year)]


@transaction.atomic
def enter(given: Mapping[str, Any], by: Doer) -> Region:
    """One that the table lacks: newly drawn, or invented (99…)."""
    form = FilledIn(given)
    code = form.text("code", 6, must=True)
    name, name_en = form.text("name", 80, must=True), form.text("name_en", 80)
    if code and not re.fullmatch("[0-9]{6}", code, re.ASCII):
        form.refuse("code", _("A code of six digits, such as 990103."))
    form.done()
    area = area_of(code)
    if by.user is not None and not contains(by.user, area):
        form.refuse("code", _("This code lies outside your area."))
    elif Region.objects.filter(area=area).exists():
        form.refuse("code", _("This region is there already."))
    elif len(area) > len("99/") and not Region.objects.filter(area=area[: -len("99/")]).exists():
        form.refuse("code", _("Enter the region above it first."))
    form.done()
    level = {1: "province", 2: "city", 3: "county"}[area.count("/")]
    region = Region.objects.create(area=area, code=code, name=name, name_en=name_en, level=level)
    added("region-added", region, by, ADDED)
    return region


@transaction.atomic
def rename(region: Region, given: Mapping[str, Any], by: Doer, today: date) -> None:
    """From a day on; the former name is kept with its last day."""
    form = FilledIn(given)
    name, name_en = form.text("name", 80, must=True), form.text("name_en", 80)
    last_day = form.day("until", must=True, latest=today)
    reason = form.reason()
    held = Region.objects.select_for_update().get(pk=region.pk)
    if name == held.name:
        form.refuse("name", _("It is called so already."))
    form.done()
    RegionName.objects.create(region=held, name=held.name, name_en=held.name_en, until=last_day)
    changed("region-renamed", held, {"name": name, "name_en": name_en}, by, reason)


@transaction.atomic
def abolish(region: Region, given: Mapping[str, Any], by: Doer, today: date) -> None:
    """It was merged into another of the same level; what is registered there stays there."""
    form = FilledIn(given)
    on = form.day("on", must=True, latest=today)
    code = form.text("into", 6, must=True)
    reason = form.reason()
    held = Region.objects.select_for_update().get(pk=region.pk)
    into = Region.objects.filter(area=area_of(code), level=held.level, abolished_on=None).exclude(pk=held.pk).first()
    if code and (into is None or not re.fullmatch("[0-9]{6}", code)):
        form.refuse("into", _("No region of the same level has this code here."))
    if held.abolished_on:
        form.refuse("on", _("It is so already."))
    form.done()
    changed("region-abolished", held, {"abolished_on": on, "merged_into": into}, by, reason)
