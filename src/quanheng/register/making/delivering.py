"""A maker enters scales that it produced: what they are, their codes, and to whom they were sold (N25-3.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.legal_day import SHANGHAI, legal_day
from quanheng.register.making.delivery_row import Produced
from quanheng.register.making.trades import organisation_of
from quanheng.register.models import Instrument, InstrumentEvent, Kind, Organisation, Place, PlaceKind, Region
from quanheng.register.record import Report, append_all, record, refold


@dataclass(frozen=True, slots=True)
class Delivered:
    """``known`` were entered before, by the same list sent again; nothing of them is changed."""

    new: list[Instrument]
    known: int


def maker_of(user: User) -> Organisation:
    """Raises ValidationError where the account belongs to no maker."""
    maker = organisation_of(user, "makes")
    if maker is None:
        raise ValidationError({"state": _("Your account belongs to no maker on the register; ask the regulator.")})
    return maker


def own(maker: Organisation, after: str = "") -> QuerySet[Instrument]:
    """The scales of a maker, wherever they are, in the order of model and serial number."""
    rows = Instrument.objects.filter(maker=maker.name).select_related("state", "place__region")
    rows = rows.order_by("maker", "model", "serial")
    last = rows.filter(device_id=after).first() if after else None
    if last is None:
        return rows
    return rows.filter(model__gte=last.model).exclude(model=last.model, serial__lte=last.serial)


@transaction.atomic
def deliver(rows: Sequence[Produced], *, by: User) -> Delivered:
    """All or none. Raises ValidationError where a code or an identity is taken by another scale."""
    maker = maker_of(by)
    works = _works(maker)
    fresh = [row for row in rows if not _known(maker, row)]
    made = [_instrument(maker, works, row) for row in fresh]
    try:
        with transaction.atomic():
            Instrument.objects.bulk_create(made)
    except IntegrityError:
        told = _("A GTIN with this serial number is registered already, or stands twice in the list.")
        raise ValidationError({"serial": told}) from None
    places = _places(fresh)
    lives = {one: _life(row) for one, row in zip(made, fresh, strict=True)}
    for one, row in zip(made, fresh, strict=True):
        lives[one] += _handed_over(one, places[row.said["place"]], row.sold_on) if row.said["place"] else []
    append_all(lives, source="maker", by=by)
    refold(lives)
    if made:
        after = {"instruments": len(made), "first": made[0].serial, "last": made[-1].serial}
        audit.note("maker-delivered", maker.uscc, user=by, area=works.area, after=after)
    return Delivered(made, len(rows) - len(made))


def _known(maker: Organisation, row: Produced) -> bool:
    """The same once more is nothing new; the same identity with other codes is refused."""
    found = Instrument.objects.filter(maker=maker.name, model=row.said["model"], serial=row.said["serial"]).first()
    if found is None:
        return False
    codes = InstrumentEvent.objects.filter(instrument=found, source="maker", key="maker-production-code").first()
    if codes is None or codes.facts != _codes(row):
        told = _("%(serial)s is registered already, with other codes.") % {"serial": found.serial}
        raise ValidationError({"serial": told})
    return True


def _works(maker: Organisation) -> Place:
    """Where a scale is until it stands in a market: the maker's works."""
    region = Region.objects.filter(area=maker.area).first()
    if region is None:
        raise ValidationError({"state": _("Your organisation is registered in no region; ask the regulator.")})
    place, _is_new = Place.objects.get_or_create(
        area=f"{region.area}w{maker.pk:05d}/",
        defaults={"kind": PlaceKind.WORKS, "name": maker.name[:80], "name_en": maker.name[:80], "region": region},
    )
    return place


def _instrument(maker: Organisation, works: Place, row: Produced) -> Instrument:
    """Its number follows from its identity, as with ledgers."""
    said = row.said
    number = sha256("\x1f".join((maker.name, said["model"], said["serial"])).encode()).hexdigest()[:16].upper()
    plain = ("gtin", "serial", "model", "intervals", "accuracy_class", "type_approval_number", "firmware")
    return Instrument(
        device_id=f"QH-{number}",
        giai="" if said["gtin"] else f"{settings.GS1_COMPANY_PREFIX}{number}",
        kind=Kind.TRADE_SCALE,
        maker=maker.name,
        conforming=True,
        networked=row.public_key is not None,
        public_key=row.public_key,
        place=works,
        area=works.area,
        **{name: said[name] for name in plain},
    )


def _codes(row: Produced) -> dict[str, str]:
    return {name: row.said[name] for name in ("production_code", "repair_code")}


def _life(row: Produced) -> list[Report]:
    approved = {"type_approval_number": row.said["type_approval_number"]}
    told = [("produced", {}), ("type-approved", approved), ("production-code", _codes(row))]
    life = [Report(kind, _noon(row.produced_on), f"maker-{kind}", facts) for kind, facts in told]
    if row.sold_on:
        life.append(Report("sold", _noon(row.sold_on), "maker-sold", {"sold_to": row.said["sold_to"]}))
    return life


def _places(rows: Sequence[Produced]) -> dict[str, Place]:
    return {name: place_of(name) for name in {row.said["place"] for row in rows} if name}


def place_of(name: str) -> Place:
    """By its full name, as on the public pages. Raises ValidationError where there is none or more than one."""
    found = list(Place.objects.filter(name=name, closed_on__isnull=True).exclude(kind=PlaceKind.WORKS)[:2])
    if len(found) != 1:
        told = _("There is no place on the register, or more than one, of exactly the name “%(name)s”.")
        raise ValidationError({"place": told % {"name": name}})
    return found[0]


def _handed_over(instrument: Instrument, place: Place, on: date | None) -> list[Report]:
    """Sold to a place on the register, it stands there from then on."""
    assert on is not None
    facts = {"area": place.area, "from_area": instrument.area}
    instrument.place, instrument.area = place, place.area
    instrument.save(update_fields=["place", "area"])
    return [Report("moved", _noon(on), "maker-handed-over", facts)]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


@transaction.atomic
def sell(device_id: str, given: dict[str, str], *, by: User, at: datetime) -> None:
    """Raises Instrument.DoesNotExist for a scale of another maker, ValidationError by field."""
    maker = maker_of(by)
    held = Instrument.objects.select_for_update(no_key=True).filter(maker=maker.name).get(device_id=device_id)
    form = FilledIn(given)
    sold_to = form.text("sold_to", 120, must=True)
    sold_on = form.day("sold_on", must=True, latest=legal_day(at))
    name, place = form.text("place", 80), None
    try:
        place = place_of(name) if name else None
    except ValidationError as wrong:
        form.refuse("place", wrong.message_dict["place"][0])
    if InstrumentEvent.objects.filter(instrument=held, kind="sold").exists():
        form.refuse("state", _("It is on record as sold already."))
    form.done()
    assert sold_on is not None
    told = [Report("sold", _noon(sold_on), "maker-sold", {"sold_to": sold_to})]
    told += _handed_over(held, place, sold_on) if place else []
    record(held, *told, source="maker", by=by)
    audit.note("maker-sold", held.device_id, user=by, area=held.area, after={"sold_to": sold_to})
