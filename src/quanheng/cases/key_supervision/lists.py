"""Key supervisions as people find them: proposed, running, past; and the one of a stall."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from quanheng.cases.models import KeyState, KeySupervision
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register.models import Stall

DECIDE = "decide-key-supervision"
PAST = (KeyState.ENDED, KeyState.DISMISSED)
# How long before its last day a key supervision is looked at again.
REVIEW_DAYS = 14


def proposed(viewer: User, before: int | None = None) -> QuerySet[KeySupervision]:
    """The newest first; the office's alone."""
    rows = _seen(viewer).filter(state=KeyState.PROPOSED).order_by("-pk")
    return rows.filter(pk__lt=before) if before else rows


def running(viewer: User, after: tuple[date, int] | None = None) -> QuerySet[KeySupervision]:
    """Those whose last day comes first stand first."""
    rows = _seen(viewer).filter(state=KeyState.RUNNING).order_by("until", "pk")
    if after is None:
        return rows
    until, number = after
    return rows.filter(Q(until__gt=until) | Q(until=until, pk__gt=number))


def past(viewer: User, before: int | None = None) -> QuerySet[KeySupervision]:
    rows = _seen(viewer).filter(state__in=PAST).order_by("-pk")
    return rows.filter(pk__lt=before) if before else rows


def one(viewer: User, number: int) -> KeySupervision:
    """Raises KeySupervision.DoesNotExist for a stranger's, and for what is not decided, as for none."""
    return _seen(viewer).select_related("market__region").get(pk=number)


def of_stall(viewer: User, stall: Stall | None, operator: str | None = None) -> KeySupervision | None:
    """The one that runs about whoever works there, or about an operator of then; for those who may see it."""
    if stall is None or not may(viewer, "see-key-supervision"):
        return None
    rows = _seen(viewer).filter(stall=stall, state=KeyState.RUNNING)
    return rows.filter(operator_name=stall.operator_name if operator is None else operator).first()


def to_review(viewer: User, at: datetime) -> QuerySet[KeySupervision]:
    return running(viewer).filter(until__lte=localdate(at) + timedelta(days=REVIEW_DAYS))


def to_tell(viewer: User) -> QuerySet[KeySupervision]:
    return running(viewer).filter(told_on=None)


def objected(viewer: User) -> QuerySet[KeySupervision]:
    return running(viewer).filter(has_open_objection=True)


def _seen(viewer: User) -> QuerySet[KeySupervision]:
    """A market learns of what was decided, and not of a suspicion against its stalls."""
    rows = KeySupervision.objects.filter(within(viewer)).select_related("market", "stall")
    return rows if may(viewer, DECIDE) else rows.filter(state=KeyState.RUNNING)
