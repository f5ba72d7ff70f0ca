"""Fold every life anew: after a change of the law's tables, or of how a life is told."""

import logging

from django.db import transaction

from quanheng.register.models import Instrument
from quanheng.register.record import refold

AT_ONCE = 500
SAID_EVERY = 20 * AT_ONCE
log = logging.getLogger(__name__)


def retell(area: str = "", after: int = 0) -> int:
    """How many instruments below an area were told anew; each lot is held while it is folded.

    ``after`` is the number that a run which was killed had come to.
    """
    told, last = 0, after
    while lot := _lot(area, last):
        told, last = told + len(lot), lot[-1].pk
        if told % SAID_EVERY == 0:
            log.info("%d instruments told anew; go on with --after %d", told, last)
    return told


@transaction.atomic
def _lot(area: str, after: int) -> list[Instrument]:
    below = Instrument.objects.filter(area__startswith=area, pk__gt=after).order_by("pk")
    lot = list(below.select_for_update(of=("self",))[:AT_ONCE])
    refold(lot)
    return lot
