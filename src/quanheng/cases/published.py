"""What anybody may know of complaints: that there was one, of which sort, where, and how far it came.

Never who complained, what was written, nor against which stall: a complaint is no verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quanheng.cases.clock import clock
from quanheng.cases.desk import ended_states, open_states
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.register.models import Place


@dataclass(frozen=True)
class Wanted:
    """Both moments are included; no numbers, sorts or states means all."""

    since: datetime | None = None
    until: datetime | None = None
    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_open: bool | None = None
    area: str = ""


@dataclass(frozen=True)
class Published:
    number: str
    category: str
    state: str
    is_open: bool
    market: Place
    lodged_at: datetime
    updated_at: datetime
    due_on: date | None


def published(wanted: Wanted, today: date, first: int, most: int) -> list[Published]:
    """The latest first. Their keys are looked for first: of those passed over nobody asks when something happened."""
    keys = list(_wanted(wanted).order_by("-lodged_at", "-pk").values_list("pk", flat=True)[first : first + most])
    rows = Complaint.objects.filter(pk__in=keys).select_related("market").order_by("-lodged_at", "-pk")
    return [_told(row, today) for row in rows.annotate(updated_at=_updated())]


def _wanted(wanted: Wanted) -> QuerySet[Complaint]:
    rows = Complaint.objects.all()
    if wanted.numbers:
        return rows.filter(number__in=wanted.numbers)
    if wanted.area:
        rows = rows.filter(area__startswith=wanted.area)
    if wanted.since:
        rows = rows.filter(lodged_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(lodged_at__lte=wanted.until)
    if wanted.categories:
        rows = rows.filter(category__in=wanted.categories)
    return rows if wanted.is_open is None else rows.filter(state__in=_states(wanted.is_open))


def _states(is_open: bool) -> Iterable[str]:
    return open_states() if is_open else ended_states()


def _updated() -> Coalesce:
    """Of the steps a complainant sees; what staff say among themselves is not told by its time either."""
    shown = ComplaintEvent.objects.filter(complaint=OuterRef("pk"), shown_to_complainant=True).order_by()
    latest = shown.values("complaint").annotate(at=Max("at")).values("at")
    return Coalesce(Subquery(latest), "lodged_at")


def _told(row: Complaint, today: date) -> Published:
    is_open = row.state in open_states()
    due_on = clock(row, today).due_on if is_open else None
    return Published(row.number, row.category, row.state, is_open, row.market, row.lodged_at, row.updated_at, due_on)
