"""What the people of the invented city do the day after a repair: its code, a new seal, and the verification anew.

So a stall whose scale was unlocked as it should be sells again by itself; whoever plays may be quicker.
"""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from quanheng.people.models import User
from quanheng.register import life_acts
from quanheng.register.identity.checking import check, marks_on_record
from quanheng.register.identity.looking_up import code_of
from quanheng.register.identity.marks import INTACT, TEXTS
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Instrument, InstrumentEvent, Organisation, Verification
from quanheng.register.models.verification import OPEN
from quanheng.register.verifying import apply, moves, readings
from quanheng.register.verifying.finish import PASS, finish

# Who looks after the scales of which market.
MANAGERS = {"99/01/01/m001/": "manager-chenguang", "99/01/02/m002/": "manager-hewan"}
VERIFIER = "verifier"


def verify_repaired(at: datetime) -> int:
    """How many; a second time finds none. What the law refuses is left to the people who play."""
    done = 0
    for scale in _repaired(at):
        try:
            with transaction.atomic():
                _verify(scale, at)
            done += 1
        except (ValidationError, User.DoesNotExist):
            continue
    return done


def _repaired(at: datetime) -> list[Instrument]:
    """Unlocked with an authorisation before today, in use since, and without a verification that holds."""
    midnight = datetime.combine(localdate(at), time(), SHANGHAI)
    unlocked = InstrumentEvent.objects.filter(kind="unlocked", source="staff", happened_at__lt=midnight)
    rows = Instrument.objects.filter(state__locked=False, state__status="in-use", state__due_on=None)
    rows = rows.filter(pk__in=unlocked.values("instrument")).exclude(verifications__state__in=OPEN)
    return list(rows.select_related("place", "stall", "state").order_by("pk"))


def _verify(scale: Instrument, at: datetime) -> None:
    manager = User.objects.get(username=MANAGERS.get(scale.place.area, ""))
    verifier = User.objects.get(username=VERIFIER)
    _enter(scale, "repair", manager, at, repair_code=f"RX{scale.serial}")
    if not scale.state.seal_intact:
        _enter(scale, "sealed", verifier, at, seal_number=f"QF{scale.serial}"[:60])
    (made,) = apply.apply([scale.device_id], by=manager, at=at).verifications
    body = Organisation.objects.filter(verifies=True).order_by("pk").first()
    told = {"planned_on": localdate(at), "body_id": body.pk if body else None, "verifier_id": verifier.pk}
    moves.schedule([made.number], **told, by=verifier, at=at)
    check(_as_on_record(scale.device_id) | {"key": made.number}, by=verifier, at=at)
    moves.start(made.number, by=verifier, at=at)
    _try_all(made, verifier, at)
    finish(made.number, PASS, reason="", by=verifier, at=at)


def _enter(scale: Instrument, act: str, by: User, at: datetime, **given: str) -> None:
    told = {"reason": "维修后办理（演示）", "key": f"demo-{act}-{at:%Y%m%d}", **given}
    life_acts.enter(scale.device_id, act, told, by=by, at=at)


def _as_on_record(device_id: str) -> dict[str, str]:
    scale = Instrument.objects.select_related("place", "stall", "state").get(device_id=device_id)
    known = marks_on_record(scale)
    where = {"place": scale.place.name, "stall": scale.stall.number if scale.stall else ""}
    return {name: getattr(known, name) for name in TEXTS} | where | {"code": code_of(scale), "seal": INTACT}


def _try_all(made: Verification, by: User, at: datetime) -> None:
    """Each load is shown as it is: the repair was a good one."""
    held = Verification.objects.select_related("instrument").get(pk=made.pk)
    for row in readings.sheet(held).rows:
        shown = {"indication": f"{row.point.load_mg / 1000:g}", "added": ""}
        readings.enter(made.number, row.point.trial, row.point.ordinal, **shown, by=by, at=at)
