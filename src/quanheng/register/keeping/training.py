"""Training of those who look after a market's instruments (T4-4.2.2.6): records, and who is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.keeping.change import Doer, added
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Place, TrainingRecord

# The standard says "regularly" and gives no interval: a year is proposed where the record names no day (C).
USUAL_INTERVAL = timedelta(days=365)
SOON = timedelta(days=30)
TRAINED = (Role.ADMINISTRATOR, Role.MARKET_MANAGER)


@dataclass(frozen=True)
class Trained:
    """``standing`` is ``never``, ``over``, ``soon`` or ``good``."""

    person: User
    last: TrainingRecord | None
    standing: str


def people(viewer: object, today: date, standing: str = "", after: str = "") -> QuerySet[User]:
    """Administrators of the viewer's area by user name, page after page; those of one standing, or all."""
    rows = User.objects.filter(within(viewer), role=Role.ADMINISTRATOR, is_active=True).order_by("username")
    if standing:
        rows = rows.annotate(due=_due_again()).filter(_standing_is(standing, today))
    return rows.filter(username__gt=after) if after else rows


def _due_again() -> Subquery:
    due = Coalesce("next_due_on", F("on") + USUAL_INTERVAL, output_field=DateField())
    return Subquery(TrainingRecord.objects.filter(person=OuterRef("pk")).order_by("-on", "-id").values(due=due)[:1])


def _standing_is(standing: str, today: date) -> Q:
    """The same question as ``_standing``, asked of the database."""
    soon = today + SOON
    asked = {"never": Q(due=None), "over": Q(due__lt=today), "soon": Q(due__range=(today, soon))}
    return asked.get(standing, Q(due__gt=soon))


def people_of(place: Place) -> QuerySet[User]:
    return User.objects.filter(area=place.area, role__in=TRAINED, is_active=True).order_by("-role", "username")


def standings(persons: list[User], today: date) -> list[Trained]:
    """One question for all of them."""
    records = TrainingRecord.objects.filter(person__in=persons).order_by("person", "-on", "-id").distinct("person")
    last = {record.person_id: record for record in records}
    return [Trained(one, last.get(one.pk), _standing(last.get(one.pk), today)) for one in persons]


def _standing(last: TrainingRecord | None, today: date) -> str:
    if last is None:
        return "never"
    due = last.next_due_on or last.on + USUAL_INTERVAL
    if due < today:
        return "over"
    return "soon" if due <= today + SOON else "good"


@transaction.atomic
def enter(place: Place, given: Mapping[str, Any], by: Doer, today: date) -> TrainingRecord:
    form = FilledIn(given)
    person = people_of(place).filter(username=str(given.get("person", "")).replace("\0", "")).first()
    if person is None:
        form.refuse("person", _("Choose somebody of this place."))
    on, due = form.day("on", must=True, latest=today), form.day("next_due_on")
    values = {
        "subject": form.text("subject", 120, must=True),
        "certificate": form.text("certificate", 60),
        "next_due_on": due or (on + USUAL_INTERVAL if on else None),
    }
    hours = form.number("hours", Decimal("0.5"), Decimal(200), 1)
    if hours is None:
        form.refuse("hours", _("Fill this in."))
    if on and due and due <= on:
        form.refuse("next_due_on", _("This must be later than the training."))
    form.done()
    assert hours is not None
    made = TrainingRecord.objects.create(
        place=place, area=place.area, person=person, on=on, minutes=int(hours * 60), **values
    )
    added("training-recorded", made, by, ("person", "on", "minutes", *values))
    return made


def records(place: Place) -> QuerySet[TrainingRecord]:
    return TrainingRecord.objects.filter(place=place).select_related("person").order_by("-on", "-id")
