"""Whether a member of staff may see how to reach the complainant."""

from dataclasses import dataclass

from quanheng.cases.models import Complaint
from quanheng.people.models import Role


@dataclass(frozen=True)
class Contact:
    """``withheld`` says that there is a number and that this person does not get it."""

    name: str
    phone: str
    withheld: bool


def contact_for(complaint: Complaint, viewer: object) -> Contact:
    """The authority always may; the market, which lives on the stalls' rent, only if the complainant allowed it."""
    allowed = complaint.contact_shown_to_manager or getattr(viewer, "role", None) == Role.REGULATOR
    given = bool(complaint.contact_name or complaint.contact_phone)
    if not allowed:
        return Contact("", "", withheld=given)
    return Contact(complaint.contact_name, complaint.contact_phone, withheld=False)
