"""A suspected offence is looked into on its own, by the authority's clocks, whatever becomes of the complaint."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.models import Complaint, Report, ReportState
from quanheng.cases.numbering import next_report_number
from quanheng.law.deadlines import due_or_earliest
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User

DECISIONS = (ReportState.FILED, ReportState.NOT_FILED)


def split_off(complaint: Complaint, text: str, *, by: User | None, at: datetime) -> Report:
    """Within the transaction of the move. One complaint has one report at a time that waits for a decision."""
    if complaint.reports.filter(state=ReportState.LODGED).exists():
        raise ValidationError({"text": _("A report of this complaint waits for a decision already.")})
    return Report.objects.create(
        number=next_report_number(localdate(at)),
        complaint=complaint,
        market=complaint.market,
        stall=complaint.stall,
        area=complaint.area,
        text=text,
        lodged_at=at,
        lodged_by=by,
        verify_due_on=due_or_earliest("report-verify", localdate(at))[0],
    )


def waiting(viewer: User, after: tuple[date, int] | None = None) -> QuerySet[Report]:
    """Those to be verified, the first due first."""
    rows = _of(viewer).filter(state=ReportState.LODGED).order_by("verify_due_on", "pk")
    if after is None:
        return rows
    due_on, number = after
    return rows.filter(Q(verify_due_on__gt=due_on) | Q(verify_due_on=due_on, pk__gt=number))


def decided(viewer: User, before: int | None = None) -> QuerySet[Report]:
    rows = _of(viewer).exclude(state=ReportState.LODGED).order_by("-pk")
    return rows if before is None else rows.filter(pk__lt=before)


def report(viewer: User, number: str) -> Report:
    """Raises Report.DoesNotExist for a stranger's as for none."""
    return _of(viewer).get(number=number)


def _of(viewer: User) -> QuerySet[Report]:
    rows = Report.objects.filter(within(viewer))
    return rows.select_related("market", "stall", "complaint", "decided_by", "lodged_by")


@transaction.atomic
def decide(number: str, decision: str, *, reason: str, by: User, at: datetime) -> Report:
    """Whether a case is opened. Raises Report.DoesNotExist, or ValidationError by field."""
    found = Report.objects.select_for_update().filter(within(by)).get(number=number)
    if found.state != ReportState.LODGED:
        raise ValidationError({"state": _("This report has been decided already.")})
    if decision not in DECISIONS:
        raise ValidationError({"decision": _("Please choose one of the list.")})
    reason = _reason(reason)
    found.state, found.reason, found.decided_at, found.decided_by = decision, reason, at, by
    if found.complaint.contact_sealed:
        found.inform_due_on = due_or_earliest("report-inform", localdate(at))[0]
    found.save()
    after = {"state": found.state}
    audit.note(
        "report-decided", number, user=by, area=found.area, before={"state": "lodged"}, after=after, reason=reason
    )
    return found


@transaction.atomic
def inform(number: str, *, by: User, at: datetime) -> None:
    """The reporter was told. A second time changes nothing."""
    found = Report.objects.select_for_update().filter(within(by)).get(number=number)
    if found.state == ReportState.LODGED:
        raise ValidationError({"state": _("Nothing is decided yet.")})
    if found.informed_at is None:
        found.informed_at = at
        found.save(update_fields=["informed_at"])
        audit.note("report-informed", number, user=by, area=found.area)


def _reason(text: str) -> str:
    try:
        told = move_fields.plain(text)
    except ValueError as problem:
        raise ValidationError({"reason": str(problem)}) from None
    if not told:
        raise ValidationError({"reason": _("Please give the reason.")})
    return told
