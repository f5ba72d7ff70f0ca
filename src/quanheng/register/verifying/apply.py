"""Apply for the verification of one instrument, or of many at once."""

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, Verification
from quanheng.register.models.verification import OPEN
from quanheng.register.verifying.numbering import APPLICATION, VERIFICATION, next_number

# More than any market has; a larger application is a mistake or an attack.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Application:
    """``left_out`` were asked for and are under verification already or scrapped."""

    number: str
    verifications: list[Verification]
    left_out: list[Instrument]


@transaction.atomic
def apply(device_ids: Collection[str], *, by: User, at: datetime) -> Application:
    """Raises ValidationError where nothing remains to be applied for; what lies outside the area is not found."""
    if len(device_ids) > MOST:
        raise ValidationError({"instruments": _("Apply for at most %(most)d at once.") % {"most": MOST}})
    asked = Instrument.objects.filter(within(by), device_id__in=set(device_ids)).select_related("state")
    found = list(asked.order_by("pk").select_for_update(of=("self",)))
    busy = under_verification(found)
    fit = [one for one in found if not why_not(one, busy)]
    if not fit:
        raise ValidationError(
            {"instruments": _("Choose at least one instrument that is not under verification already.")}
        )
    application = next_number(APPLICATION, legal_day(at))
    made = Verification.objects.bulk_create([_verification(one, application, by, at) for one in fit])
    audit.note(
        "verification-apply",
        application,
        user=by,
        area=by.area or "",
        after={"instruments": [one.device_id for one in fit]},
    )
    return Application(application, made, [one for one in found if one not in fit])


def under_verification(instruments: Collection[Instrument]) -> set[int]:
    rows = Verification.objects.filter(instrument__in=instruments, state__in=OPEN)
    return set(rows.values_list("instrument", flat=True))


def why_not(instrument: Instrument, busy: Container[int]) -> str:
    """Why no verification can be applied for, of those in ``busy`` because one is under way; empty where it can."""
    if instrument.state.status == "scrapped":
        return _("It is scrapped.")
    return _("It is under verification already.") if instrument.pk in busy else ""


def _verification(instrument: Instrument, application: str, by: User, at: datetime) -> Verification:
    return Verification(
        number=next_number(VERIFICATION, legal_day(at)),
        application=application,
        instrument=instrument,
        place_id=instrument.place_id,
        area=instrument.area,
        is_first=instrument.state.passed is None,
        applied_at=at,
        applied_by=by,
    )
