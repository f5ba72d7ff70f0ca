"""Where a volunteer or their kin trade is declared, and they check nothing there."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Place, Stall
from quanheng.supervision.models import Interest, Volunteer

WHOSE = ("own", "kin")


@transaction.atomic
def declare(volunteer: Volunteer, given: Mapping[str, str], *, by: User, at: datetime) -> Interest:
    """By the volunteer or by the office. Raises ValidationError by field; declared twice it is declared once."""
    if not (volunteer.user_id == by.pk or _office_of(volunteer, by)):
        raise Volunteer.DoesNotExist
    form = FilledIn(given)
    area, kin = _area(form, volunteer), form.choice("whose", WHOSE) == "kin"
    form.done()
    told = {"kin": kin, "declared_at": at, "declared_by": by}
    try:
        with transaction.atomic():
            made = Interest.objects.create(volunteer=volunteer, area=area, **told)
    except IntegrityError:
        return Interest.objects.get(volunteer=volunteer, area=area, ended_at=None)
    after = {"area": area, "kin": kin}
    audit.note("interest-declared", f"volunteer:{volunteer.pk}", user=by, area=volunteer.area, after=after)
    return made


def _office_of(volunteer: Volunteer, by: User) -> bool:
    return by.role == Role.REGULATOR and volunteer.area.startswith(by.area if by.area is not None else "-")


def _area(form: FilledIn, volunteer: Volunteer) -> str:
    name, number = form.text("market", 80, must=True), form.text("stall", 20)
    found = list(Place.objects.filter(area__startswith=volunteer.area, name=name)[:2]) if name else []
    if name and len(found) != 1:
        form.refuse("market", _("There is no place, or more than one, of exactly this name in your area."))
    if len(found) != 1 or not number:
        return found[0].area if len(found) == 1 else ""
    stall = Stall.objects.filter(market=found[0], number=number).first()
    if stall is None:
        form.refuse("stall", _("This place has no stall of this number."))
        return ""
    return stall.area


@transaction.atomic
def end(number: int, given: Mapping[str, str], *, by: User, at: datetime) -> Interest:
    """Only the office takes one off, with a reason: whoever could take off their own would be bound by nothing."""
    row = Interest.objects.select_for_update(of=("self",)).select_related("volunteer")
    row = row.filter(within(by, "volunteer__area")).get(pk=number)
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    if row.ended_at is not None:
        raise ValidationError({"state": _("It is so already.")})
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    before = {"area": row.area}
    told = {"before": before, "reason": reason}
    audit.note("interest-ended", f"volunteer:{row.volunteer_id}", user=by, area=row.volunteer.area, **told)
    return row


def standing(volunteer: Volunteer) -> list[Interest]:
    return list(volunteer.interests.filter(ended_at=None).order_by("area"))


def forbids(volunteer: Volunteer, area: str) -> bool:
    """Whether a check there would be of the volunteer's own, or their kin's, trade."""
    return any(area.startswith(one.area) for one in standing(volunteer))
