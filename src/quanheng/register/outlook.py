"""What the law says of a scale whatever the day: until when its verification can hold, and until when it may stay.

Kept beside the state of each instrument, so that lists and counts need not ask the law a million times. After a
change of the law ``quanheng.register.retell`` tells them anew.
"""

from datetime import date

from quanheng.law.phase_out import may_be_used
from quanheng.register.life import LifeState
from quanheng.register.models import PRICE_SCALES
from quanheng.register.usage import verification_of


def due_on(state: LifeState, kind: str, *, conforming: bool) -> date | None:
    """The last day of a verification that nothing but time can end any more; None where none holds.

    One whose last day nobody knows holds: ``date.max``, so that it is counted among the valid and never as overdue.
    """
    held = verification_of(state, date.max, conforming=conforming and kind in PRICE_SCALES, kind=kind)
    if held.valid and held.valid_until is None:
        return date.max
    return held.valid_until if set(held.reasons) <= {"expired"} else None


def replace_by(state: LifeState, kind: str, *, conforming: bool, networked: bool) -> date | None:
    """The last day on which a price-computing scale may be used as it is; None for one that may stay (N25-3.1).

    A scale that was never put into use is not one "already in use", whenever that may happen.
    """
    if kind not in PRICE_SCALES:
        return None
    since = state.in_use_since
    legacy = networked and since is not None
    return may_be_used(conforming=conforming, networked=legacy, in_use_since=since, on=since or date.min).until
