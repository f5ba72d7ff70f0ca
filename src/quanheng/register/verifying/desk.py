"""Find verifications among those a person may see."""

from django.db.models import QuerySet

from quanheng.people.areas import within
from quanheng.register.models import Verification
from quanheng.register.models.verification import VerificationState


def verifications(viewer: object, state: str, before: int | None = None) -> QuerySet[Verification]:
    """Of one state, the newest first; all where the state is none of ours."""
    rows = Verification.objects.filter(within(viewer))
    if state in VerificationState.values:
        rows = rows.filter(state=state)
    rows = rows.filter(pk__lt=before) if before else rows
    return rows.select_related("instrument__stall", "place", "body", "verifier").order_by("-pk")


def verification(viewer: object, number: str) -> Verification:
    """Raises Verification.DoesNotExist for one outside the viewer's area as for one that is not there."""
    rows = Verification.objects.filter(within(viewer))
    return rows.select_related("instrument__stall", "instrument__state", "place", "body", "verifier").get(number=number)


def of_application(viewer: object, application: str) -> QuerySet[Verification]:
    rows = Verification.objects.filter(within(viewer), application=application)
    return rows.select_related("instrument__stall", "place", "body", "verifier").order_by("pk")


def issued(number: str) -> dict | None:
    """The paper of this number as it was issued; certificates are public."""
    if not number:
        return None
    return Verification.objects.filter(paper_number=number).values_list("paper", flat=True).first()
