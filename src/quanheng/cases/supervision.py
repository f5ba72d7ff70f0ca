"""Clocks that nobody stops: a warning before the last day, and the office above after it.

Asked by a timer; each complaint is warned about and handed up once for each of its last days.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from quanheng.cases import progress
from quanheng.cases.clock import MEDIATED_STATES, SOON_DAYS, clock
from quanheng.cases.models import Complaint

AT_ONCE = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Supervised:
    warned: int
    escalated: int


def supervise(at: datetime) -> Supervised:
    """How many were warned about and handed up. Costs what is due, not what is on record; goes on after a kill."""
    today = localdate(at)
    return Supervised(
        warned=_each(_soon(today), "due-soon", at),
        escalated=_each(_overdue(today), "overdue", at),
    )


def _soon(today: date) -> QuerySet[Complaint]:
    return _due(today, today + timedelta(days=SOON_DAYS), "warned_for")


def _overdue(today: date) -> QuerySet[Complaint]:
    return _due(date.min, today - timedelta(days=1), "escalated_for")


def _due(first: date, last: date, told: str) -> QuerySet[Complaint]:
    def untold(due_on: str) -> Q:
        return Q(**{f"{told}__isnull": True}) | ~Q(**{told: F(due_on)})

    lodged = Q(state="lodged", accept_due_on__range=(first, last)) & untold("accept_due_on")
    running = Q(state__in=MEDIATED_STATES, stopped_on=None, mediate_due_on__range=(first, last))
    return Complaint.objects.filter(lodged | (running & untold("mediate_due_on")))


def _each(rows: QuerySet[Complaint], move: str, at: datetime) -> int:
    done = 0
    while numbers := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        for number in numbers:
            with transaction.atomic():
                done += _tell(rows, number, move, at)
        log.info("%s: %d complaints so far", move, done)
    return done


def _tell(rows: QuerySet[Complaint], number: int, move: str, at: datetime) -> bool:
    """Whether it was still to be told when its row was ours."""
    complaint = rows.select_for_update(of=("self",)).filter(pk=number).first()
    if complaint is None:
        return False
    running = clock(complaint, localdate(at))
    facts = {"clock": running.event, "due_on": str(running.due_on)}
    progress.by_system(complaint, move, facts=facts, at=at)
    return True
