"""A volunteer's check of a stall is taken in: once, with what the check scale sent, and what it amounts to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases.places import Whereabouts
from quanheng.law.goods import GOODS
from quanheng.law.spot_checks import observations
from quanheng.law.units import parse_mass, parse_yuan
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.form_key import form_key
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.kept_files import write
from quanheng.register.models import Instrument
from quanheng.register.pictures import PhotographRefused, copy_without_metadata
from quanheng.supervision import roll, weighing
from quanheng.supervision.findings import findings_of
from quanheng.supervision.models import Activity, SpotCheck, Volunteer
from quanheng.supervision.models.spot_check import CLEAR, OPEN
from quanheng.supervision.weighing import Settled, Weighed
from quanheng.supervision.where import standing_at

NOTE_MAX = 500
LARGEST_MG = 10**9  # a tonne: more than anybody carries home
ANSWERS = {"yes": True, "no": False}
# An activity's checks may be entered until the day after it.
ACTIVITY_GRACE = timedelta(hours=24)


@dataclass(frozen=True)
class _Read:
    """The form, field by field, without what the codes say."""

    observed: dict[str, bool]
    note: str
    asks_office: bool


def enter(given: Mapping[str, str], photograph: bytes, *, by: User, at: datetime) -> SpotCheck:
    """Raises ValidationError with each field at fault; the same form sent again is the check it was."""
    volunteer = serving_volunteer(by, at)
    key = _key(given)
    if before := SpotCheck.objects.filter(volunteer=volunteer, key=key).first():
        return before
    place = standing_at(given, volunteer, by)
    form = FilledIn(given)
    settled = _settled(form, place, at)
    weighed = _weighed(form, place, settled, at)
    read = _Read(_observed(given, at), form.text("note", NOTE_MAX), form.ticked("asks_office"))
    picture = _picture(form, photograph)
    if not form.wrong and not (settled or weighed.typed_mg is not None or read.observed or read.asks_office):
        form.refuse("state", _("Nothing is entered yet: weigh something again, or answer what you looked at."))
    form.done()
    digest = _kept(picture)
    row = _row(volunteer, place, settled, weighed, read, key, at)
    row.photograph_sha256 = digest
    row.activity = _activity(volunteer, place, at)
    return _stored(row, by)


def _key(given: Mapping[str, str]) -> str:
    """Of the form and what is in it: a form that a phone took up again for another check is another check."""
    told = sorted((name, value) for name, value in given.items() if name != "csrfmiddlewaretoken")
    return sha256(repr((form_key(given), told)).encode()).hexdigest()


def serving_volunteer(by: User, at: datetime) -> Volunteer:
    volunteer = roll.serving(by, localdate(at))
    if volunteer is None:
        raise ValidationError({"state": _("Your appointment does not hold today: ask the office about its term.")})
    return volunteer


def _settled(form: FilledIn, place: Whereabouts, at: datetime) -> Settled | None:
    """What the signed receipt says was paid for; what was typed, where there is no receipt code."""
    if place.bought:
        receipt = place.bought.receipt
        goods = receipt.goods_class or _goods(form)
        return Settled(receipt.net_mg, goods, place.bought.price_fen_per_kg, place.bought.weighed_at, typed=False)
    mass, goods, price = _mass(form, "settled"), _goods(form), _price(form)
    if mass is None:
        return None
    if place.stall is None:
        form.refuse("stall", _("Choose the stall where it was bought."))
    if not goods:
        form.refuse("goods_class", _("Choose what was bought: the limits differ by goods."))
    return Settled(mass, goods, price, at, typed=True)


def _weighed(form: FilledIn, place: Whereabouts, settled: Settled | None, at: datetime) -> Weighed:
    record = weighing.networked(place.bought) if place.bought else None
    if record:
        return weighing.of_record(record, place.market, settled.goods if settled else "")
    reading = _mass(form, "reading")
    if reading is None:
        return Weighed()
    if settled is None:
        form.refuse("settled", _("Enter the mass that was paid for, as the receipt or the scale showed it."))
        return Weighed()
    scale = _check_scale(form, place)
    return weighing.by_hand(settled, reading, scale, place.market, original=form.ticked("original_state"), at=at)


def _check_scale(form: FilledIn, place: Whereabouts) -> Instrument | None:
    wanted = str(form.given.get("check_scale") or "")
    found = next((one for one in weighing.check_scales(place.market) if one.device_id == wanted), None)
    if wanted and found is None:
        form.refuse("check_scale", _("Choose a check scale of this market."))
    return found


def _mass(form: FilledIn, name: str) -> int | None:
    said = form.text(name, 20)
    if not said:
        return None
    try:
        mass = parse_mass(said)
    except ValueError:
        mass = None
    if mass is None or not 0 < mass <= LARGEST_MG:
        form.refuse(name, _("Kilograms, such as 1.250."))
        return None
    return mass


def _price(form: FilledIn) -> int | None:
    said = form.text("price", 20)
    if not said:
        return None
    try:
        price = parse_yuan(said)
    except ValueError:
        price = None
    if price is None or price > LARGEST_MG:
        form.refuse("price", _("Yuan a kilogram, such as 12.80."))
        return None
    return price


def _goods(form: FilledIn) -> str:
    said = str(form.given.get("goods_class") or "")
    if said and said not in GOODS:
        form.refuse("goods_class", _("Please choose the goods from the list."))
        return ""
    return said


def _observed(given: Mapping[str, str], at: datetime) -> dict[str, bool]:
    """What was not looked at is left out, whatever the form says of it."""
    asked = ((one.id, given.get(f"observed-{one.id}", "")) for one in observations(localdate(at)))
    return {name: ANSWERS[said] for name, said in asked if said in ANSWERS}


def _picture(form: FilledIn, photograph: bytes) -> bytes:
    if not photograph:
        return b""
    try:
        if len(photograph) > settings.DOCUMENT_BYTES_MAX:
            raise PhotographRefused("too-large")
        return copy_without_metadata(photograph)
    except PhotographRefused as why:
        too_large = why.reason == "too-large"
        form.refuse("photograph", _("The photograph is too large.") if too_large else _("This is no photograph."))
        return b""


def _kept(picture: bytes) -> str:
    """Under the digest of the copy: what the camera wrote into the file is not kept, nor its digest."""
    if not picture:
        return ""
    digest = sha256(picture).hexdigest()
    write(photograph_path(digest), picture)
    return digest


def photograph_path(digest: str) -> Path:
    return Path(settings.PHOTOGRAPHS_DIR) / "spot-checks" / digest[:2] / f"{digest}.jpg"


def _row(
    volunteer: Volunteer,
    place: Whereabouts,
    settled: Settled | None,
    weighed: Weighed,
    read: _Read,
    key: str,
    at: datetime,
) -> SpotCheck:
    row = SpotCheck(
        area=place.area,
        market=place.market,
        stall=place.stall,
        volunteer=volunteer,
        checked_at=at,
        checked_on=localdate(at),
        key=key,
        trade_scale=place.scale,
        **asdict(read),
    )
    if settled:
        row.settled_mg, row.settled_typed = settled.mass_mg, settled.typed
        row.goods_class, row.price_fen_per_kg, row.weighed_at = settled.goods, settled.price_fen_per_kg, settled.at
    if place.bought:
        row.purchase_code, row.purchase_seq = place.bought.code, place.bought.receipt.seq
    take_over(row, weighed)
    return row


def take_over(row: SpotCheck, weighed: Weighed) -> None:
    """What the second weighing was, and what the whole check now amounts to."""
    row.recheck, row.typed_mg, row.check_scale = weighed.recheck, weighed.typed_mg, weighed.check_scale
    row.original_state, row.judgement, row.exceeded = weighed.original_state, weighed.judgement, weighed.exceeded
    row.findings = findings_of(row)
    row.state = OPEN if row.findings else CLEAR


def _activity(volunteer: Volunteer, place: Whereabouts, at: datetime) -> Activity | None:
    """The activity that the volunteer takes part in here and now; nobody has to say so."""
    rows = Activity.objects.filter(
        participations__volunteer=volunteer,
        participations__withdrawn_at=None,
        markets=place.market,
        starts_at__lte=at + ACTIVITY_GRACE / 12,
        ends_at__gte=at - ACTIVITY_GRACE,
    ).exclude(state="cancelled")
    return rows.order_by("-starts_at").first()


def _stored(row: SpotCheck, by: User) -> SpotCheck:
    try:
        with transaction.atomic():
            row.save()
            after = {"findings": ", ".join(row.findings)}
            audit.note("spot-check", f"spot-check:{row.pk}", user=by, area=row.area, after=after)
    except IntegrityError:  # the same form came in by another connection at the same moment
        return SpotCheck.objects.get(volunteer=row.volunteer, key=row.key)
    return row
