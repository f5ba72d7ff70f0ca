"""Move what stands in a county that was merged into another: place by place, so that a killed run goes on.

What stands moves: places, stalls, instruments, accounts, what is applied for. What happened keeps its old area.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.following import follow, rewrite
from quanheng.people.models import AuditEntry, User
from quanheng.register.keeping.change import Doer, changed
from quanheng.register.keeping.places import next_areas, takes_places
from quanheng.register.keeping.regions import abolish, area_of, code_of
from quanheng.register.models import (
    Entrance,
    FormerArea,
    Instrument,
    Licence,
    Organisation,
    Place,
    Region,
    SellingArea,
    Stall,
    StallOperator,
    Verification,
)
from quanheng.register.models.verification import OPEN
from quanheng.register.record import Report, append_all, refold


def regions_of(gone: str, into: str) -> tuple[Region, Region]:
    """Raises ValidationError where either is none, or the other cannot take places."""
    found = [Region.objects.filter(area=area_of(code)).first() for code in (gone, into)]
    if None in found or gone == into:
        raise ValidationError(_("No region of the register has this code."))
    old, new = (one for one in found if one is not None)
    if old.level != new.level or not takes_places(new):
        raise ValidationError(_("Choose two counties, of which the second still stands."))
    if old.merged_into_id not in (None, new.pk):
        raise ValidationError(_("It was merged into another one."))
    return old, new


def standing_in(region: Region) -> dict[str, int]:
    """What would move, counted."""
    area = region.area
    return {
        "places": Place.objects.filter(area__startswith=area).count(),
        "stalls": Stall.objects.filter(area__startswith=area).count(),
        "instruments": Instrument.objects.filter(area__startswith=area).count(),
        "verifications": Verification.objects.filter(area__startswith=area, state__in=OPEN).count(),
        "organisations": Organisation.objects.filter(area__startswith=area).count(),
        "accounts": User.objects.filter(area__startswith=area).count(),
    }


def close_region(gone: Region, into: Region, on: date, reason: str) -> None:
    """First of all: from now on nobody enters anything there. A second time changes nothing."""
    if gone.abolished_on is None:
        told = {"on": on.isoformat(), "into": code_of(into.area), "reason": reason}
        abolish(gone, told, Doer(None), on)


def places_left(gone: Region) -> QuerySet[Place]:
    return Place.objects.filter(area__startswith=gone.area).order_by("area")


def move_place(place: Place, into: Region, on: date, at: datetime, reason: str) -> tuple[str, str]:
    """Within the caller's transaction. From which area to which; its last step is kept where it is free there."""
    Region.objects.select_for_update().get(pk=into.pk)
    held = Place.objects.select_for_update().get(pk=place.pk)
    old, new = held.area, _area_in(into, held)
    stalls = list(Stall.objects.select_for_update().filter(market=held))
    FormerArea.objects.bulk_create(
        [
            FormerArea(area=old, place=held, until=on),
            *(FormerArea(area=stall.area, place=held, stall=stall, until=on) for stall in stalls),
        ]
    )
    changed("place-moved", held, {"area": new, "region": into}, Doer(None), reason)
    for rows in _standing_at(old):
        rewrite(rows, old, new)
    _move_instruments(held, old, new, at, reason)
    follow(old, new, reason)
    return old, new


def _area_in(into: Region, place: Place) -> str:
    wanted = into.area + place.area.rstrip("/").rpartition("/")[2] + "/"
    taken = Place.objects.filter(area=wanted).exists() or FormerArea.objects.filter(area=wanted).exists()
    return next_areas(into, 1)[0] if taken else wanted


def _standing_at(area: str) -> list[QuerySet]:
    below = {"area__startswith": area}
    return [
        *(model.objects.filter(**below) for model in (Stall, SellingArea, Entrance)),
        StallOperator.objects.filter(**below, until=None),
        Licence.objects.filter(**below, ended_on=None),
        Verification.objects.filter(**below, state__in=OPEN),
    ]


def _move_instruments(place: Place, old: str, new: str, at: datetime, reason: str) -> None:
    """Each has it in its life, as when it is moved by hand."""
    held = list(Instrument.objects.select_for_update(no_key=True).filter(place=place, area__startswith=old))
    before = {one.pk: one.area for one in held}
    for one in held:
        one.area = new + one.area.removeprefix(old)
    rewrite(Instrument.objects.filter(pk__in=list(before)), old, new)
    append_all({one: [_moved(one, before[one.pk], at, reason)] for one in held}, source="staff")
    refold(held)
    audit.note_all(_entry(one, before[one.pk], reason) for one in held)


def _moved(one: Instrument, before: str, at: datetime, reason: str) -> Report:
    return Report("moved", at, f"merged-{before}", {"area": one.area, "from_area": before}, reason)


def _entry(one: Instrument, before: str, reason: str) -> AuditEntry:
    told = {"before": {"area": before}, "after": {"area": one.area}, "reason": reason}
    return AuditEntry(act="instrument-moved", subject=one.device_id, area=one.area, **told)


def move_office(gone: Region, into: Region, reason: str) -> int:
    """Within the caller's transaction, when no place is left: the office's people, and firms registered there."""
    for row in Organisation.objects.select_for_update().filter(area__startswith=gone.area):
        changed("organisation-changed", row, {"area": into.area}, Doer(None), reason)
    return follow(gone.area, into.area, reason)
