"""A purchase for a visitor of the invented city to scan; in a real one purchases are their shoppers' own."""

from django.conf import settings

from quanheng.measuring.live import is_shortfall
from quanheng.measuring.models import Recheck
from quanheng.measuring.purchase import PurchaseView, purchase
from quanheng.measuring.recheck import PAIRED


def freshest_purchase() -> PurchaseView | None:
    """The newest that was re-weighed, one that fell short before any other. None outside a demonstration."""
    if not settings.DEMO:
        return None
    paired = Recheck.objects.filter(pairing=PAIRED).order_by("-checked_at")
    found = paired.filter(is_shortfall()).first() or paired.first()
    return None if found is None else purchase(found.purchase_code)
