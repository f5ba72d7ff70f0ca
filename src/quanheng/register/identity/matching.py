"""Has this scale been compared with the register, and did it match, so that it may be verified now (N25-3.3)?"""

from datetime import datetime, timedelta

from django.conf import settings

from quanheng.register.identity.marks import SAME
from quanheng.register.identity.outcome import CLONE, MATCH
from quanheng.register.legal_day import legal_day
from quanheng.register.models import IdentityCheck, Instrument, InstrumentEvent

# What happened after a check, and makes it tell of a scale that no longer is as it was found.
OVERTAKING = (
    *("production-code", "seal-broken", "housing-opened", "locked", "parameter-changed", "unlocked", "repair"),
    *("part-replacement", "sealed", "verified", "failed", "moved", "scrapped"),
)


def latest(instrument: Instrument) -> IdentityCheck | None:
    return IdentityCheck.objects.filter(instrument=instrument).order_by("-checked_at", "-id").first()


def match_for_verification(instrument: Instrument, at: datetime) -> IdentityCheck | None:
    """The newest check, if it matched, is young enough, nothing overtook it, and no clone waits for a decision."""
    newest = latest(instrument)
    if newest is None or newest.outcome != MATCH or newest.checked_at > at:
        return None
    oldest = legal_day(at) - timedelta(days=settings.IDENTITY_MATCH_DAYS - 1)
    events = InstrumentEvent.objects.filter(instrument=instrument, kind__in=OVERTAKING)
    is_overtaken = events.filter(happened_at__gt=newest.checked_at, happened_at__lte=at).exists()
    if legal_day(newest.checked_at) < oldest or is_overtaken or clone_undecided(instrument):
        return None
    return newest


def clone_undecided(instrument: Instrument) -> IdentityCheck | None:
    """Where the same identity was seen twice, somebody has to say which scale is the one, before it is verified."""
    clones = IdentityCheck.objects.filter(instrument=instrument, outcome=CLONE, decisions__isnull=True)
    return clones.order_by("-checked_at", "-id").first()


def was_found(check: IdentityCheck, name: str) -> bool:
    """Whether a mark was on the scale; one that has no text on record cannot be compared and counts as found."""
    return bool(check.found.get(name)) and all(
        one["verdict"] in (SAME, "not-on-record") for one in check.compared if one["name"] == name
    )
