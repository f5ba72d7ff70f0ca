"""What is done once a night: history is kept, counts are made small again, and what is kept too long is erased."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.timezone import localdate

from quanheng.cases import attachments, contact_upkeep, handling_count, publication, shoppers, supervision
from quanheng.cases.key_supervision import propose
from quanheng.register import ledgers, replacement


@dataclass(frozen=True)
class Night:
    kept: int
    folded: int
    erased: int
    abandoned: int
    forgotten: int
    warned: int
    escalated: int
    counted: int
    published: int
    proposed: int


def run(on: date) -> Night:
    """How many of each. Twice a night does no harm."""
    now = timezone.now()
    clocks = supervision.supervise(now)
    return Night(
        kept=replacement.keep_day(on),
        folded=ledgers.fold(),
        erased=contact_upkeep.erase_due(now),
        abandoned=attachments.clear_abandoned(now),
        forgotten=shoppers.forget_unused_keys(now),
        warned=clocks.warned,
        escalated=clocks.escalated,
        counted=handling_count.count(now),
        published=publication.publish(localdate(now)),
        proposed=propose.count(now).proposed,
    )
