"""What the figures rest on, for a person to read: complaints, and re-weighings beyond the limit."""

from django.db.models import QuerySet

from quanheng.cases.key_supervision.asked import IGNORED, OF_OTHER_THINGS
from quanheng.cases.key_supervision.figures import read
from quanheng.cases.key_supervision.others import midnight
from quanheng.cases.models import Complaint, KeySupervision
from quanheng.measuring.models import Recheck
from quanheng.measuring.recheck_list import EXCEEDED
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.models import Instrument

# The latest; the rest is found by the lists.
SHOWN = 12


def complaints(viewer: User, row: KeySupervision) -> QuerySet[Complaint]:
    since = midnight(read(row.figures).since)
    rows = Complaint.objects.filter(within(viewer), stall=row.stall, operator_name=row.operator_name)
    rows = rows.filter(lodged_at__gte=since).exclude(state__in=IGNORED).exclude(category=OF_OTHER_THINGS)
    return rows.select_related("recheck").order_by("-pk")[:SHOWN]


def rechecks(viewer: User, row: KeySupervision) -> QuerySet[Recheck]:
    """Found by the scales of the stall, of which there are few."""
    scales = list(Instrument.objects.filter(within(viewer), stall=row.stall).values_list("pk", flat=True))
    rows = Recheck.objects.filter(EXCEEDED, trade_scale__in=scales, pairing="paired")
    rows = rows.filter(checked_at__gte=midnight(read(row.figures).since))
    return rows.select_related("check_scale__place", "trade_scale").order_by("-checked_at", "-pk")[:SHOWN]
