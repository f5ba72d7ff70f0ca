"""Fold every life anew: after a change of the law's tables, or of how a life is told."""

from django.db import transaction

from quanheng.register.models import Instrument
from quanheng.register.record import refold

AT_ONCE = 500


def retell(area: str = "") -> int:
    """How many instruments below an area were told anew; each lot is held while it is folded."""
    told = last = 0
    while lot := _lot(area, last):
        told, last = told + len(lot), lot[-1].pk
    return told


@transaction.atomic
def _lot(area: str, after: int) -> list[Instrument]:
    below = Instrument.objects.filter(area__startswith=area, pk__gt=after).order_by("pk")
    lot = list(below.select_for_update(of=("self",))[:AT_ONCE])
    refold(lot)
    return lot
