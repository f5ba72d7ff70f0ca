"""Trade associations remind the places of their trade of honest weighing (诚信提示, TZ-3.3): all of them alike.

A reminder concludes nothing and is about nobody. The people of a place read it among what waits for them, and say so.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from quanheng.cases.models import HonestyReminder, ReminderRead
from quanheng.people import audit
from quanheng.people.administering import given_reason
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register.models import Place

TITLE_MAX, TEXT_MAX = 80, 2000
# So that what is read stays worth reading.
STANDING_MOST = 12


def to_read(person: User) -> QuerySet[HonestyReminder]:
    """Those addressed to the place of a person, whether read or not; none for who belongs to no place."""
    place = Place.objects.filter(area=person.area).first()
    if place is None:
        return HonestyReminder.objects.none()
    above = HonestyReminder.objects.filter(area__in=list(_line(place.area)), kinds__contains=[place.kind])
    read = ReminderRead.objects.filter(reminder=OuterRef("pk"), place=place)
    return above.filter(withdrawn_at=None).annotate(is_read=Exists(read))


def unread(person: User) -> QuerySet[HonestyReminder]:
    return to_read(person).filter(is_read=False)


def _line(area: str) -> Iterable[str]:
    """An area and all above it."""
    steps = area.split("/")[:-1]
    return ("".join(f"{step}/" for step in steps[:end]) for end in range(len(steps) + 1))


def reminders(viewer: User, before: int | None = None) -> QuerySet[HonestyReminder]:
    """The latest first: to one's own place, or those of one's area."""
    if may(viewer, "read-honesty-reminders"):
        rows = to_read(viewer)
    else:
        rows = HonestyReminder.objects.filter(within(viewer)).annotate(reads_count=Count("reads"))
    rows = rows.filter(pk__lt=before) if before else rows
    return rows.select_related("issued_by").order_by("-pk")


@transaction.atomic
def issue(by: User, *, title: str, text: str, address: str | None, at: datetime) -> HonestyReminder:
    """To every place of the association's trade in its area; raises ValidationError by field."""
    title, text = title.replace("\0", "").strip(), text.replace("\0", "").strip()
    wrong = {}
    if not 0 < len(title) <= TITLE_MAX:
        wrong["title"] = _("Enter a title, at most 80 characters.")
    if not 0 < len(text) <= TEXT_MAX:
        wrong["text"] = _("Enter the reminder, at most 2,000 characters.")
    standing = HonestyReminder.objects.filter(issued_by=by, withdrawn_at=None)
    if not wrong and standing.filter(area=by.area).count() >= STANDING_MOST:
        wrong["title"] = _("Twelve reminders stand already; withdraw one that has done its work.")
    if wrong:
        raise ValidationError(wrong)
    told = {"title": title, "text": text}
    row = HonestyReminder.objects.create(area=by.area, kinds=by.trade_kinds, issued_by=by, issued_at=at, **told)
    after = {"title": title, "reminder": text}
    audit.note("honesty-reminder-issued", f"reminder:{row.pk}", user=by, address=address, area=row.area, after=after)
    return row


@transaction.atomic
def withdraw(by: User, number: int, *, reason: str, address: str | None, at: datetime) -> None:
    """By the association of the area it was issued for, or an office above it."""
    row = HonestyReminder.objects.select_for_update().filter(within(by), withdrawn_at=None).get(pk=number)
    reason = given_reason(reason)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    told = {"user": by, "address": address, "area": row.area, "before": {"title": row.title}, "reason": reason}
    audit.note("honesty-reminder-withdrawn", f"reminder:{row.pk}", **told)


def read(by: User, number: int, *, address: str | None, at: datetime) -> None:
    """Somebody of the place has read it; a second time changes nothing."""
    row = to_read(by).get(pk=number)
    place = Place.objects.get(area=by.area)
    try:
        with transaction.atomic():
            ReminderRead.objects.create(reminder=row, place=place, read_by=by, read_at=at)
            told = {"user": by, "address": address, "area": place.area, "after": {"title": row.title}}
            audit.note("honesty-reminder-read", f"reminder:{row.pk}", **told)
    except IntegrityError:
        return
