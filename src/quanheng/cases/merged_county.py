"""A county was merged into another: its places move, and what is still open about them moves along.

Ended complaints and reports keep the area of then, as an auditor wants.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Substr

from quanheng.cases import desk
from quanheng.cases.models import Card, Complaint, KeySupervision, Report
from quanheng.people.following import rewrite
from quanheng.register.keeping import merging
from quanheng.register.models import Region


def would_move(gone: Region) -> dict[str, int]:
    """What stands there and what is open about it, counted."""
    found = merging.standing_in(gone)
    return found | {"open cases": sum(rows.count() for rows in _open_at(gone.area))}


def move(
    gone: Region, into: Region, on: date, at: datetime, reason: str, told: Callable[[str, str], None]
) -> tuple[int, int]:
    """How many places and accounts of the office. Each place is a step of its own: a killed run goes on behind it."""
    merging.close_region(gone, into, on, reason)
    moved = 0
    while place := merging.places_left(gone).first():
        with transaction.atomic():
            old, new = merging.move_place(place, into, on, at, reason)
            _follow(old, new)
        moved += 1
        told(old, new)
    with transaction.atomic():
        _follow(gone.area, into.area)
        return moved, merging.move_office(gone, into, reason)


def _open_at(area: str) -> list[QuerySet]:
    below = {"area__startswith": area}
    return [
        Complaint.objects.filter(**below, state__in=desk.open_states()),
        Report.objects.filter(**below, state="lodged"),
        Card.objects.filter(**below, state="proposed") | Card.objects.filter(**below, is_open=True),
        KeySupervision.objects.filter(**below, state__in=("proposed", "running")),
    ]


def _follow(old: str, new: str) -> None:
    """Also whose desk an open complaint lies on."""
    desks = Complaint.objects.filter(desk__startswith=old, state__in=desk.open_states())
    desks.update(desk=Concat(Value(new), Substr(F("desk"), len(old) + 1)))
    for rows in _open_at(old):
        rewrite(rows, old, new)
