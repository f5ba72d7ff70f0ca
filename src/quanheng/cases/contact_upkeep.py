"""A name and a number are kept no longer than needed: some time after the end, or until the complainant says so."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from quanheng.cases import contact, secret
from quanheng.cases.models import Complaint
from quanheng.people import audit, sealing

ERASED = "contact-erased"
AT_ONCE = 500
log = logging.getLogger(__name__)


@transaction.atomic
def erase(token: str) -> None:
    """The complainant wants it so, at any time. Raises Complaint.DoesNotExist."""
    complaint = Complaint.objects.select_for_update().get(secret_sha256=secret.digest(token))
    if complaint.contact_sealed:
        _erase(complaint, "the complainant asked for it")


def erase_due(at: datetime) -> int:
    """Of the complaints that ended long enough ago; how many. Costs what has come due, however many there are."""
    until = at - timedelta(days=settings.CONTACT_KEPT_DAYS)
    erased = 0
    while numbers := _due(until):
        with transaction.atomic():
            for complaint in Complaint.objects.select_for_update(skip_locked=True).filter(pk__in=numbers):
                _erase(complaint, f"{settings.CONTACT_KEPT_DAYS} days after the end")
                erased += 1
        log.info("%d contacts erased so far", erased)
    return erased


def _due(until: datetime) -> list[int]:
    kept = Complaint.objects.exclude(contact_sealed="").filter(closed_at__lt=until)
    return list(kept.order_by("closed_at", "id").values_list("pk", flat=True)[:AT_ONCE])


def _erase(complaint: Complaint, reason: str) -> None:
    complaint.contact_sealed = complaint.contact_digest = ""
    complaint.contact_shown_to_manager = False
    complaint.save(update_fields=["contact_sealed", "contact_digest", "contact_shown_to_manager"])
    audit.note(ERASED, complaint.number, area=complaint.area, reason=reason)


def seal_anew() -> int:
    """After a change of keys: what an older key sealed is sealed with the newest one. How many; goes on after a kill.

    Raises SealUnreadable, and changes nothing more, where a key is missing.
    """
    done = last = 0
    while numbers := _of_older_keys(last):
        last = numbers[-1]
        with transaction.atomic():
            for complaint in Complaint.objects.select_for_update().filter(pk__in=numbers):
                for name, value in contact.sealed(contact.read(complaint.contact_sealed)).items():
                    setattr(complaint, name, value)
                complaint.save(update_fields=["contact_sealed", "contact_digest"])
                done += 1
        log.info("%d contacts sealed anew so far", done)
    return done


def _of_older_keys(after: int) -> list[int]:
    kept = Complaint.objects.filter(pk__gt=after).exclude(contact_sealed="")
    kept = kept.exclude(contact_sealed__startswith=sealing.newest())
    return list(kept.order_by("id").values_list("pk", flat=True)[:AT_ONCE])
