"""What somebody told who would be a volunteer supervisor: sealed in the table, shown on record, erased in time."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from quanheng.people import audit, sealing
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.supervision.models import Volunteer

PURPOSE = "volunteer"
SHOWN, ERASED = "volunteer-shown", "volunteer-erased"
AT_ONCE = 500
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """``trades`` is where the person or their kin trade, in their own words."""

    name: str = ""
    phone: str = ""
    why: str = ""
    trades: str = ""


def sealed(told: Told) -> str:
    return sealing.seal(json.dumps([told.name, told.phone, told.why, told.trades], ensure_ascii=False), PURPOSE)


def unsealed(volunteer: Volunteer) -> Told:
    """A lost key must not close the page: then nothing is shown, and the operator's log says why."""
    if not volunteer.told_sealed:
        return Told()
    try:
        return Told(*json.loads(sealing.unseal(volunteer.told_sealed, PURPOSE)))
    except sealing.SealUnreadable as why:
        log.error("what volunteer %s told: %s", volunteer.pk, why)
        return Told()


@transaction.atomic
def show(number: int, *, to: User) -> Told:
    """The telephone number in full, on record. Raises Volunteer.DoesNotExist for a stranger's as for none."""
    volunteer = Volunteer.objects.filter(within(to)).get(pk=number)
    audit.note(SHOWN, f"volunteer:{volunteer.pk}", user=to, area=volunteer.area)
    return unsealed(volunteer)


def erase_due(at: datetime) -> int:
    """Of those that were declined, or whose appointment ended, long enough ago; how many."""
    until, erased = at - timedelta(days=settings.CONTACT_KEPT_DAYS), 0
    while numbers := _kept(closed_at__lt=until):
        with transaction.atomic():
            for volunteer in Volunteer.objects.select_for_update(skip_locked=True).filter(pk__in=numbers):
                volunteer.told_sealed = ""
                volunteer.save(update_fields=["told_sealed"])
                reason = f"{settings.CONTACT_KEPT_DAYS} days after the end"
                audit.note(ERASED, f"volunteer:{volunteer.pk}", area=volunteer.area, reason=reason)
                erased += 1
    return erased


def seal_anew() -> int:
    """After a change of keys: what an older key sealed is sealed with the newest one. Raises SealUnreadable."""
    done = 0
    older = Volunteer.objects.exclude(told_sealed="").exclude(told_sealed__startswith=sealing.newest())
    for volunteer in older.iterator():
        told = Told(*json.loads(sealing.unseal(volunteer.told_sealed, PURPOSE)))
        done += Volunteer.objects.filter(pk=volunteer.pk).update(told_sealed=sealed(told))
    return done


def _kept(**conditions: object) -> list[int]:
    rows = Volunteer.objects.exclude(told_sealed="").filter(**conditions)
    return list(rows.order_by("closed_at", "id").values_list("pk", flat=True)[:AT_ONCE])
