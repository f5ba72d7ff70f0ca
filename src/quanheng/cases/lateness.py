"""Complaints past their last day, the latest one first: how late, how often handed up, how often urged."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from quanheng.cases.desk import Mark
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.cases.models.complaint import OPEN_STATES
from quanheng.cases.offices import with_names
from quanheng.people.areas import within


@dataclass(frozen=True)
class Late:
    complaint: Complaint
    days: int
    handed_up: int
    urged: int


def late(viewer: object, today: date, after: Mark | None = None) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(within(viewer), state__in=OPEN_STATES, due_on__lt=today)
    rows = rows.select_related("market", "stall").order_by("due_on", "pk")
    if after is None:
        return rows
    return rows.filter(due_on__gte=after.due_on).filter(Q(due_on__gt=after.due_on) | Q(pk__gt=after.pk))


def told(rows: list[Complaint], today: date) -> list[Late]:
    events = ComplaintEvent.objects.filter(complaint__in=rows, move__in=("overdue", "urge")).order_by()
    counted = {
        row["complaint"]: row
        for row in events.values("complaint").annotate(
            handed_up=Count("pk", filter=Q(move="overdue")), urged=Count("pk", filter=Q(move="urge"))
        )
    }
    nothing = {"handed_up": 0, "urged": 0}
    said = [(row, counted.get(row.pk, nothing)) for row in with_names(rows)]
    return [Late(row, (today - row.due_on).days, many["handed_up"], many["urged"]) for row, many in said]
