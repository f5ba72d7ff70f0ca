"""What is on record about one operator at one stall, each number with what it is out of. Pure."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from quanheng.inference.rates import Share


@dataclass(frozen=True)
class Month:
    """One bar of the chart."""

    month: str
    weighings: int = 0
    complaints: int = 0
    rechecks: int = 0
    exceeded: int = 0


@dataclass(frozen=True)
class Figures:
    """``others`` are the other stalls of the market, or of the county where the market has too few (``circle``)."""

    since: date
    until: date
    circle: str = "market"
    # Weighings taken in before today, own and of the others.
    weighings: int = 0
    weighings_of_others: int = 0
    # Since when sales are on record in the market, where that is later: complaints of before are not compared.
    measured_since: date | None = None
    # Complaints about weight, amount or scale, without those refused, withdrawn or joined; then of how many people.
    complaints: int = 0
    complainants: int = 0
    complainants_of_others: int = 0
    upheld: int = 0
    upheld_of_others: int = 0
    # Purchases that were re-weighed and could be judged.
    rechecks: int = 0
    exceeded: int = 0
    rechecks_of_others: int = 0
    exceeded_of_others: int = 0
    # Of all that was re-weighed, on a check scale that failed its check before or next after it: counts neither way.
    set_aside: int = 0
    # Of the exceeded ones: on a check scale nobody had checked in the week before; of goods that lose water.
    unchecked: int = 0
    watery: int = 0
    cards: int = 0
    complaints_ended: int = 0
    referred: int = 0
    identity_checks: int = 0
    in_use: int = 0
    overdue: int = 0
    opened: int = 0
    locked: int = 0
    # Repairs and failed verifications: an instrument may have broken.
    mended: int = 0
    # Since when this operator works here, where that is within the time looked at.
    operator_since: date | None = None
    # Of each reason the newest fact, so that a dismissed proposal comes back only with a newer one.
    newest: dict[str, datetime] = field(default_factory=dict)
    months: tuple[Month, ...] = ()

    @property
    def rechecked(self) -> Share:
        return Share(self.exceeded, self.rechecks)

    @property
    def rechecked_others(self) -> Share:
        return Share(self.exceeded_of_others, self.rechecks_of_others)

    def as_dict(self) -> dict[str, Any]:
        """What is kept with a proposal, and read back by `read`."""
        told = asdict(self) | {"months": [asdict(one) for one in self.months]}
        told |= {name: told[name].isoformat() for name in ("since", "until")}
        told |= {name: told[name] and told[name].isoformat() for name in _DAYS}
        told["newest"] = {reason: at.isoformat() for reason, at in self.newest.items()}
        return told


_DAYS = ("operator_since", "measured_since")


def read(kept: dict[str, Any]) -> Figures:
    """Figures as they were kept; what a later version counts besides is none in them."""
    known = {one.name for one in fields(Figures)}
    told = {name: value for name, value in kept.items() if name in known}
    told |= {name: date.fromisoformat(told[name]) for name in ("since", "until")}
    told |= {name: date.fromisoformat(told[name]) for name in _DAYS if told.get(name)}
    told["newest"] = {reason: datetime.fromisoformat(at) for reason, at in told.get("newest", {}).items()}
    told["months"] = tuple(Month(**one) for one in told.get("months", ()))
    return Figures(**told)
