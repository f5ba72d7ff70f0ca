"""A complaint in the hands of the one who made it: by its secret link, or by its number on the phone it came from."""

from django.db.models import QuerySet

from quanheng.cases import secret
from quanheng.cases.models import Complaint, Shopper
from quanheng.cases.submission import storable

PAGE = 20


def own(reference: str, shopper: Shopper | None) -> Complaint:
    """Raises Complaint.DoesNotExist, also for a number that is somebody else's: what is not theirs is not there."""
    complaints = Complaint.objects.select_related("market", "stall", "trade_scale")
    if reference.startswith("TS"):
        if shopper is None or not storable(reference):
            raise Complaint.DoesNotExist
        return complaints.get(number=reference, shopper=shopper)
    return complaints.get(secret_sha256=secret.digest(reference))


def complaints_of(shopper: Shopper, before: int | None = None) -> QuerySet[Complaint]:
    """Newest first, a page at a time; ``before`` is the id of the last one already shown."""
    found = Complaint.objects.filter(shopper=shopper).select_related("market", "stall")
    return (found if before is None else found.filter(id__lt=before)).order_by("-id")
