"""Who of an office works on a complaint: taken, given to a colleague, and all of them handed over before a leave."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.cases.models.complaint import OPEN_STATES
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import ACTS, may

ASSIGN = "assign"


def colleagues(office: str) -> list[User]:
    """Of exactly this office, who may work on its complaints."""
    rows = User.objects.filter(area=office, role__in=ACTS["work-complaints"], is_active=True)
    return list(rows.order_by("name", "pk"))


def may_assign(complaint: Complaint, person: User) -> bool:
    """Those of the office that has it; an office above takes it by moving it, and then it is theirs."""
    is_open = complaint.state in OPEN_STATES
    return is_open and may(person, "work-complaints") and complaint.desk == person.area


def handled_by(person: User, colleague: User) -> int:
    return _open_of(person, colleague).count()


def _open_of(person: User, colleague: User) -> QuerySet[Complaint]:
    return Complaint.objects.filter(within(person), handler=colleague, desk=person.area, state__in=OPEN_STATES)


@transaction.atomic
def assign(number: str, to: str, *, by: User, at: datetime, reason: str = "") -> bool:
    """``to`` is a colleague's account, or nobody's: it is the office's again. Whether anything changed.

    Raises Complaint.DoesNotExist for a stranger, ValidationError for whoever is not of the office.
    """
    complaint = Complaint.objects.select_for_update().filter(within(by)).get(number=number)
    if not may_assign(complaint, by):
        raise ValidationError({"to": _("Another office has this complaint in hand, or it has ended.")})
    return _give(complaint, _colleague(by, to) if to else None, by, at, reason)


@transaction.atomic
def hand_over_all(of: str, to: str, *, by: User, at: datetime) -> int:
    """Every open complaint that a colleague works on; how many. Raises ValidationError."""
    leaving, taking = _colleague(by, of, "of"), _colleague(by, to) if to else None
    if leaving == taking:
        raise ValidationError({"to": _("Please choose two different people.")})
    rows = _open_of(by, leaving).order_by("pk").select_for_update()
    return sum(_give(one, taking, by, at, _("hand-over of all complaints")) for one in rows)


def _colleague(person: User, username: str, field: str = "to") -> User:
    found = next((one for one in colleagues(person.area) if one.username == username), None)
    if found is None:
        raise ValidationError({field: _("There is no colleague of your office by this account.")})
    return found


def _give(complaint: Complaint, to: User | None, by: User, at: datetime, reason: str) -> bool:
    before = complaint.handler
    if before == to:
        return False
    complaint.handler = to
    complaint.save(update_fields=["handler"])
    facts = {"name": to.name if to else "", "account": to.username if to else ""}
    told = {"move": ASSIGN, "state": complaint.state, "actor": by, "actor_role": by.role, "note": reason}
    ComplaintEvent.objects.create(complaint=complaint, at=at, facts=facts, shown_to_complainant=False, **told)
    audit.note(
        "complaint-assign",
        complaint.number,
        user=by,
        area=complaint.area,
        before={"handler": before.username if before else ""},
        after={"handler": facts["account"]},
        reason=reason,
    )
    return True
