"""Unlock a scale whose housing was opened: asked for, authorised by somebody else, confirmed by the scale (N25-3.2).

There is no table beside the life of the scale: an unlocking is the sum of its events. The code itself is kept nowhere;
it follows from the scale's secret, the challenge and the minute of the authorisation.
"""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.connectors.unlock_codes import CHALLENGE_DIGITS, confirmation, secret_of, unlock_code
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.making.trades import require_repairer
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState
from quanheng.register.record import Report, record

ATTEMPTS = 5
REASON_LENGTH = 2000
STEPS = ("unlock-requested", "unlock-authorised", "unlock-refused", "unlocked")


@dataclass(frozen=True, slots=True)
class Unlocking:
    """The last request for one scale, and how far it came."""

    key: str
    challenge: str
    reason: str
    requested_by: User | None
    requested_at: datetime
    authorised_by: User | None = None
    authorised_at: datetime | None = None
    wrong: int = 0
    is_done: bool = False
    # The scale has reported since that it shows another number.
    is_overtaken: bool = False

    @property
    def expires_at(self) -> datetime | None:
        return self.authorised_at + timedelta(minutes=settings.UNLOCK_MINUTES) if self.authorised_at else None

    def state(self, at: datetime) -> str:
        """requested, authorised, expired, overtaken, locked-out or done."""
        if self.is_done:
            return "done"
        if self.is_overtaken:
            return "overtaken"
        if self.wrong >= ATTEMPTS:
            return "locked-out"
        if self.expires_at is None:
            return "requested"
        return "authorised" if at <= self.expires_at else "expired"


def latest(instrument: Instrument) -> Unlocking | None:
    events = InstrumentEvent.objects.filter(instrument=instrument, kind__in=(*STEPS, "locked"))
    found = None
    for event in events.select_related("recorded_by").order_by("id"):
        found = _after(found, event)
    return found


def shown_on(instrument: Instrument) -> str:
    """The number that a locked scale reported itself to show; empty where it reported none."""
    reports = InstrumentEvent.objects.filter(instrument=instrument, source="device", kind__in=("locked", *STEPS))
    last = reports.order_by("-happened_at", "-id").first()
    return last.facts.get("challenge", "") if last else ""


def _after(found: Unlocking | None, event: InstrumentEvent) -> Unlocking | None:
    if event.source != "staff":
        return _overtaken(found, event) if found else None
    if event.kind == "unlock-requested":
        challenge = event.facts["challenge"]
        return Unlocking(event.facts["request"], challenge, event.note, event.recorded_by, event.happened_at)
    if found is None or event.facts.get("request") != found.key:
        return found
    if event.kind == "unlock-authorised":
        return replace(found, authorised_by=event.recorded_by, authorised_at=event.happened_at)
    if event.kind == "unlock-refused":
        return replace(found, wrong=found.wrong + 1)
    return replace(found, is_done=True)


def _overtaken(found: Unlocking, report: InstrumentEvent) -> Unlocking:
    """What the scale showed before the request, and tells of late, does not count."""
    shows = report.facts.get("challenge", found.challenge)
    is_newer = report.happened_at > found.requested_at
    return replace(found, is_overtaken=True) if is_newer and shows != found.challenge else found


@transaction.atomic
def request(instrument: Instrument, *, challenge: str, reason: str, by: User, at: datetime) -> None:
    """Raises ValidationError with each field at fault."""
    require_repairer(by)
    held = _hold(instrument)
    challenge, reason = challenge.replace(" ", ""), reason.replace("\0", "").strip()
    wrong = {}
    if not (challenge.isascii() and challenge.isdigit() and len(challenge) == CHALLENGE_DIGITS):
        wrong["challenge"] = _("Enter the eight digits that the scale shows.")
    elif _was_used(held, challenge):
        wrong["challenge"] = _("This number was used before. Let the scale show a new one.")
    if not reason or len(reason) > REASON_LENGTH:
        wrong["reason"] = _("Say why the housing was opened, in at most 2000 characters.")
    open_one = latest(held)
    if not InstrumentState.objects.get(instrument=held).locked:
        wrong["state"] = _("This scale is not locked.")
    elif open_one and open_one.state(at) in ("requested", "authorised"):
        wrong["state"] = _("A request for this scale is open already.")
    if wrong:
        raise ValidationError(wrong)
    _tell(held, "unlock-requested", {"request": f"{challenge}-{held.pk}", "challenge": challenge}, by, at, reason)


def _was_used(held: Instrument, challenge: str) -> bool:
    asked = InstrumentEvent.objects.filter(instrument=held, kind="unlock-requested")
    return asked.filter(facts__challenge=challenge).exists()


@transaction.atomic
def authorise(instrument: Instrument, *, by: User, at: datetime) -> str:
    """The one-time code, told this once. Raises ValidationError where nothing waits for this person."""
    held = _hold(instrument)
    found = latest(held)
    if found is None or found.state(at) != "requested":
        raise ValidationError({"state": _("There is no request that waits for an authorisation.")})
    if found.requested_by == by:
        raise ValidationError({"state": _("Who asks cannot authorise; a second person does.")})
    _tell(held, "unlock-authorised", {"request": found.key, "minutes": settings.UNLOCK_MINUTES}, by, at)
    return _code(held, found.challenge, at)


@transaction.atomic
def confirm(instrument: Instrument, *, number: str, by: User, at: datetime) -> bool:
    """Whether this is what the scale shows after it took the code; a wrong one counts against the request.

    Asked for also after the code ran out, as a scale off line says nothing of when it took it. Raises ValidationError
    where no code was given out, or where it was guessed at too often.
    """
    held = _hold(instrument)
    found = latest(held)
    if found is None or found.authorised_at is None or found.state(at) not in ("authorised", "expired"):
        raise ValidationError({"state": _("There is no code to confirm.")})
    expected = confirmation(_secret(held), _code(held, found.challenge, found.authorised_at))
    given = number.replace(" ", "")
    is_right = given.isascii() and hmac.compare_digest(given, expected)
    facts = {"request": found.key, "authorised": True} if is_right else {"request": found.key, "wrong": found.wrong + 1}
    _tell(held, "unlocked" if is_right else "unlock-refused", facts, by, at)
    return is_right


def _hold(instrument: Instrument) -> Instrument:
    return Instrument.objects.select_for_update().get(pk=instrument.pk)


def _secret(instrument: Instrument) -> bytes:
    return secret_of(settings.UNLOCK_MASTER_KEY, instrument.device_id)


def _code(instrument: Instrument, challenge: str, at: datetime) -> str:
    return unlock_code(_secret(instrument), challenge, int(at.timestamp()))


def _tell(held: Instrument, kind: str, facts: dict, by: User, at: datetime, note: str = "") -> None:
    key = f"{kind}-{facts['request']}" + (f"-{facts['wrong']}" if "wrong" in facts else "")
    record(held, Report(kind, at, key, facts, note), source="staff", by=by)
    audit.note(kind, held.device_id, user=by, area=held.area, after=facts, reason=note)
