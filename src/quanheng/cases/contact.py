"""How to reach a complainant: sealed in the table, masked on every page, shown on request and on record.

The authority may always ask to see it; the market, which lives on the stalls' rent, only if the complainant allowed it.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quanheng.cases.models import Complaint
from quanheng.people import audit, audit_trail, sealing
from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.people.permissions import may

PURPOSE = "complainant"
SHOWN = "contact-shown"
MASK = "****"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str


@dataclass(frozen=True)
class Glimpse:
    """What a page shows unasked. ``withheld`` says that there is a contact and that this person does not get it."""

    name: str
    phone: str
    withheld: bool
    may_be_shown: bool


def sealed(contact: Contact) -> dict[str, str]:
    """The columns of a complaint that keep it; empty ones for nothing."""
    if not (contact.name or contact.phone):
        return {"contact_sealed": "", "contact_digest": ""}
    told = json.dumps([contact.name, contact.phone], ensure_ascii=False)
    digits = digits_of(contact.phone)
    return {
        "contact_sealed": sealing.seal(told, PURPOSE),
        "contact_digest": sealing.digest(digits, PURPOSE) if digits else "",
    }


def unsealed(complaint: Complaint) -> Contact:
    """A lost key must not close the complainant's page: then nothing is shown, and the operator's log says why."""
    if not complaint.contact_sealed:
        return Contact("", "")
    try:
        return read(complaint.contact_sealed)
    except sealing.SealUnreadable as why:
        log.error("contact of %s: %s", complaint.number, why)
        return Contact("", "")


def read(kept: str) -> Contact:
    """Raises SealUnreadable."""
    return Contact(*json.loads(sealing.unseal(kept, PURPOSE)))


def digits_of(phone: str) -> str:
    """The number without its country and its spaces: a person writes it one way today and another tomorrow."""
    digits = "".join(filter(str.isdigit, phone))
    return digits[-11:]


def glimpse(complaint: Complaint, viewer: User) -> Glimpse:
    given = bool(complaint.contact_sealed)
    if not may_see(complaint, viewer):
        return Glimpse("", "", withheld=given, may_be_shown=False)
    contact = unsealed(complaint)
    return Glimpse(masked_name(contact.name), masked_phone(contact.phone), withheld=False, may_be_shown=given)


def may_see(complaint: Complaint, viewer: User) -> bool:
    return may(viewer, "see-contacts") and (complaint.contact_shown_to_manager or viewer.role == Role.REGULATOR)


def masked_name(name: str) -> str:
    return name[:1] + "**" if name else ""


def masked_phone(phone: str) -> str:
    """Enough to recognise a number that one knows: three digits and four, of short ones the last two."""
    if len(phone) < 9:
        return MASK + phone[-2:] if phone else ""
    return phone[:3] + MASK + phone[-4:]


@transaction.atomic
def show(number: str, *, to: User) -> Contact:
    """Raises Complaint.DoesNotExist for a stranger as for who may not see it."""
    complaint = Complaint.objects.filter(within(to)).get(number=number)
    if not may_see(complaint, to) or not complaint.contact_sealed:
        raise Complaint.DoesNotExist
    audit.note(SHOWN, complaint.number, user=to, area=complaint.area)
    return unsealed(complaint)


def looked_at(complaint: Complaint) -> list[datetime]:
    """When it was shown to somebody, the latest first: the complainant may know."""
    return audit_trail.times(SHOWN, complaint.number)
