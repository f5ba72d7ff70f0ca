"""Find checks of identity among those a person may see."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from quanheng.people.areas import within
from quanheng.register.identity.outcome import FINDINGS, OUTCOMES
from quanheng.register.models import IdentityCheck, IdentityDecision, Instrument

# What waits for somebody's decision.
OPEN = "open"
OF_ONE_SHOWN = 10


def checks(viewer: object, shown: str = "", before: int | None = None) -> QuerySet[IdentityCheck]:
    """Those made in the viewer's area, the newest first: of one outcome, open findings, or all."""
    rows = IdentityCheck.objects.filter(within(viewer))
    if shown == OPEN:
        decided = IdentityDecision.objects.filter(check_made=OuterRef("pk"))
        rows = rows.filter(~Exists(decided), outcome__in=FINDINGS)
    elif shown in OUTCOMES:
        rows = rows.filter(outcome=shown)
    return _with_all(rows.filter(pk__lt=before) if before else rows).order_by("-pk")


def one(viewer: object, number: int) -> IdentityCheck:
    """Made in the viewer's area, or of a scale that is registered there. Raises IdentityCheck.DoesNotExist."""
    rows = IdentityCheck.objects.filter(within(viewer) | within(viewer, "instrument__area"))
    return _with_all(rows).get(pk=number)


def of_instrument(instrument: Instrument) -> list[IdentityCheck]:
    rows = IdentityCheck.objects.filter(instrument=instrument)
    return list(_with_all(rows).order_by("-checked_at", "-id")[:OF_ONE_SHOWN])


def named_in_proofs(row: IdentityCheck) -> dict[int, IdentityCheck]:
    """The other checks that a clone rests on, wherever they were made."""
    numbers = [one["number"] for one in row.proofs if one["number"]]
    return {one.pk: one for one in IdentityCheck.objects.select_related("place").filter(pk__in=numbers)}


def _with_all(rows: QuerySet[IdentityCheck]) -> QuerySet[IdentityCheck]:
    told = Prefetch("decisions", IdentityDecision.objects.select_related("decided_by").order_by("-id"))
    return rows.select_related("instrument", "place", "stall", "checked_by").prefetch_related(told)
