"""Which instruments have to be verified soon, and which should have been (T4-4.2.5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from quanheng.people.areas import within
from quanheng.register.models import InstrumentState, Kind, Verification
from quanheng.register.models.verification import OPEN

OVERDUE, ENDED, UNVERIFIED = "overdue", "ended", "unverified"
IN_SERVICE = ("in-use", "standby")


@dataclass(frozen=True)
class Mark:
    """Where the page before ended."""

    valid_until: date | None
    pk: int

    def __str__(self) -> str:
        return f"{self.valid_until.isoformat() if self.valid_until else ''}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        on, _, pk = text.partition(".")
        try:
            return cls(date.fromisoformat(on) if on else None, min(int(pk), 2**63 - 1))
        except ValueError:
            return None


def spans() -> list[str]:
    """What the list can be asked for: overdue, ended before its day, due within so many days, never verified."""
    return [OVERDUE, ENDED, *(str(days) for days in settings.DUE_WITHIN_DAYS), UNVERIFIED]


def due(
    viewer: object, span: str, today: date, *, area: str = "", kind: str = "", after: Mark | None = None
) -> QuerySet:
    """The states of instruments in service, the longest overdue first; ``area`` narrows to a region or market.

    Of meters that are replaced at the end of their period this is the list of those to replace.
    """
    rows = InstrumentState.objects.filter(within(viewer), when(span, today), status__in=IN_SERVICE)
    rows = rows.filter(area__startswith=area) if area else rows
    rows = rows.filter(kind=kind) if kind in Kind.values else rows
    if after and after.valid_until:
        rows = rows.filter(Q(valid_until__gt=after.valid_until) | Q(valid_until=after.valid_until, pk__gt=after.pk))
    elif after:
        rows = rows.filter(pk__gt=after.pk)
    under_way = Verification.objects.filter(instrument=OuterRef("pk"), state__in=OPEN)
    rows = rows.select_related("instrument__place", "instrument__stall").annotate(under_way=Exists(under_way))
    return rows.order_by("valid_until", "pk")


def when(span: str, today: date, of: str = "") -> Q:
    """``of`` leads to the state, where rows of something else are asked for."""
    until = f"{of}valid_until"
    if span == UNVERIFIED:
        return Q(**{f"{until}__isnull": True})
    if span == ENDED:  # by a broken seal, a repair, an opened housing
        return Q(**{f"{of}due_on__isnull": True, f"{until}__gte": today})
    if span == OVERDUE:
        return Q(**{f"{until}__lt": today})
    return Q(**{f"{until}__gte": today, f"{until}__lte": today + timedelta(days=int(span))})
