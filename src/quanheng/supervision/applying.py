"""Somebody asks to be a volunteer supervisor of a county: a short form on a public page, taken once."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quanheng.cases import pace
from quanheng.people import audit
from quanheng.register.form_key import form_key
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Region
from quanheng.supervision.models import Volunteer, VolunteerEvent
from quanheng.supervision.models.volunteer import VolunteerState
from quanheng.supervision.told import Told, sealed

APPLICATIONS = pace.Budget("APPLICATIONS_PER_HOUR", "quanheng.supervision.applying")
COUNTIES_SHOWN = 60
NAME_MAX, TEXT_MAX = 40, 500


def counties(words: str) -> list[Region]:
    """Whose office one may apply to, by part of a name."""
    wanted = words.replace("\0", "").strip()[:40]
    rows = Region.objects.filter(level="county", abolished_on=None)
    if wanted:
        rows = rows.filter(name__icontains=wanted) | rows.filter(name_en__icontains=wanted)
    return list(rows.order_by("area")[: COUNTIES_SHOWN + 1])


def county(area: str) -> Region | None:
    wanted = {"area": area.replace("\0", "")[:120], "level": "county", "abolished_on": None}
    return Region.objects.filter(**wanted).first()


def apply(given: Mapping[str, str], *, at: datetime, address: str = "") -> Volunteer:
    """Raises ValidationError by field, or TooMany from one address. The same form sent again is taken once."""
    key = sha256(form_key(given).encode()).hexdigest()
    if already := Volunteer.objects.filter(submission_key=key).first():
        return already
    form = FilledIn(given)
    told = told_in(form)
    region = county(str(given.get("area", "")))
    if region is None:
        form.refuse("area", _("Choose a county of the list."))
    form.done()
    assert region is not None
    if address:
        pace.admit(APPLICATIONS, address, at)
    try:
        with transaction.atomic():
            return _enter(region, told, key, at)
    except IntegrityError:  # the same form came in by another connection at the same moment
        return Volunteer.objects.get(submission_key=key)


def told_in(form: FilledIn, *, phone_must: bool = True) -> Told:
    name = form.text("name", NAME_MAX, must=True)
    phone = form.phone("phone")
    if phone_must and not phone:
        form.refuse("phone", _("Enter a number at which the office can reach you."))
    return Told(name, phone, form.text("why", TEXT_MAX), form.text("trades", TEXT_MAX))


def _enter(region: Region, told: Told, key: str, at: datetime) -> Volunteer:
    kept = {"told_sealed": sealed(told), "submission_key": key, "applied_at": at}
    made = Volunteer.objects.create(area=region.area, state=VolunteerState.APPLIED, **kept)
    VolunteerEvent.objects.create(volunteer=made, kind="applied", at=at)
    audit.note("volunteer-applied", f"volunteer:{made.pk}", area=made.area)
    return made
