"""Find spot checks among those a person may see: a volunteer the own ones, an office those of its area."""

from django.db.models import Prefetch, Q, QuerySet

from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.supervision.models import SpotCheck, SpotCheckDecision
from quanheng.supervision.models.spot_check import CLEAR, DECIDED, OPEN

SHOWN = ("", OPEN, DECIDED, CLEAR)


def checks(viewer: User, shown: str = "", before: int | None = None) -> QuerySet[SpotCheck]:
    """The newest first."""
    rows = SpotCheck.objects.filter(seen_by(viewer))
    if shown in (OPEN, DECIDED, CLEAR):
        rows = rows.filter(state=shown)
    rows = with_all(rows).order_by("-pk")
    return rows if before is None else rows.filter(pk__lt=before)


def one(viewer: User, number: int) -> SpotCheck:
    """Raises SpotCheck.DoesNotExist for a stranger's as for none."""
    return with_all(SpotCheck.objects.filter(seen_by(viewer))).get(pk=number)


def seen_by(viewer: User) -> Q:
    return Q(volunteer__user=viewer) if viewer.role == Role.VOLUNTEER else within(viewer)


def with_all(rows: QuerySet[SpotCheck]) -> QuerySet[SpotCheck]:
    decisions = SpotCheckDecision.objects.select_related("decided_by", "complaint", "report").order_by("-id")
    joined = ("market", "stall", "volunteer__user", "activity", "trade_scale", "recheck__check_scale", "check_scale")
    return rows.select_related(*joined).prefetch_related(Prefetch("decisions", decisions))


def newest_decision(row: SpotCheck) -> SpotCheckDecision | None:
    return next(iter(row.decisions.all()), None)
