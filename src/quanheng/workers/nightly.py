"""What is done once a night: history is kept, counts are made small again, and what is kept too long is erased."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import TypeVar

from django.utils import timezone
from django.utils.timezone import localdate

from quanheng.cases import attachments, contact_upkeep, handling_count, publication, shoppers, supervision
from quanheng.cases.key_supervision import propose
from quanheng.register import ledgers, replacement
from quanheng.supervision import late_readings, told

say = logging.getLogger("quanheng.nightly")
Done = TypeVar("Done")


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
    weighed: int


def run(on: date) -> Night:
    """How many of each, told as they are done. Twice a night does no harm, and one that was killed is begun again."""
    now = timezone.now()
    clocks = _told("clocks of complaints", lambda: supervision.supervise(now))
    return Night(
        kept=_told("history of replacement", lambda: replacement.keep_day(on)),
        folded=_told("counts folded", ledgers.fold),
        erased=_told("contacts erased", lambda: contact_upkeep.erase_due(now) + told.erase_due(now)),
        abandoned=_told("unfinished photographs", lambda: attachments.clear_abandoned(now)),
        forgotten=_told("unused keys of phones", lambda: shoppers.forget_unused_keys(now)),
        warned=clocks.warned,
        escalated=clocks.escalated,
        counted=_told("how complaints were handled", lambda: handling_count.count(now)),
        published=_told("figures published", lambda: publication.publish(localdate(now))),
        proposed=_told("key supervision proposed", lambda: propose.count(now).proposed),
        weighed=_told("readings of spot checks", lambda: late_readings.take_in(now)),
    )


def _told(what: str, job: Callable[[], Done]) -> Done:
    begun = monotonic()
    done = job()
    say.info("%s: %s, %.1f s", what, done, monotonic() - begun)
    return done
