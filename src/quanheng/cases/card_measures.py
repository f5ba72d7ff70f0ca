"""What a card brings about and how far that is carried out: closure, penalty, leaving the market, rectification.

Each verb here is given the locked card, which its caller saves, and raises ValidationError where it cannot be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases.models import Card
from quanheng.law.card_flow import card_flow, may_be_begun

Facts = dict[str, Any]


def is_standing(card: Card) -> bool:
    """Whether it counts as an offence: confirmed, and not revoked."""
    return card.state in card_flow().standing


def is_due(card: Card, measure: str) -> bool:
    """Whether something of this measure is still to be done or put on record."""
    return _DUE[measure](card)


def open_measures(card: Card) -> list[str]:
    return [measure for measure in _DUE if is_due(card, measure)]


_DUE: dict[str, Callable[[Card], bool]] = {
    "closure": lambda card: is_standing(card) and card.closure_days > 0 and card.closed_from is None,
    "reopening": lambda card: card.closed_from is not None and card.reopened_on is None,
    "penalty": lambda card: is_standing(card) and card.market_penalty_fen > 0 and card.penalty_paid_on is None,
    "return": lambda card: card.state == "revoked" and bool(card.penalty_paid_on) and not card.penalty_returned_on,
    "expulsion": lambda card: is_standing(card) and card.expelled and card.expelled_on is None,
    "rectification": lambda card: is_standing(card) and card.rectification != "accepted",
    "look-again": lambda card: is_standing(card) and card.asks_again,
}
# Which acts there is something left for.
_OPEN_FOR = {
    "close-stall": lambda card: is_due(card, "closure"),
    "look-at-closure": lambda card: is_due(card, "reopening"),
    "reopen-stall": lambda card: is_due(card, "reopening"),
    "penalty-paid": lambda card: is_due(card, "penalty"),
    "penalty-returned": lambda card: is_due(card, "return"),
    "expel": lambda card: is_due(card, "expulsion"),
    "rectify": lambda card: is_due(card, "rectification"),
    "accept-rectification": lambda card: card.rectification == "told",
    "refuse-rectification": lambda card: card.rectification == "told",
    "recount": lambda card: card.asks_again and card.offence_now is not None,
    "keep": lambda card: card.asks_again,
}


def is_open_for(card: Card, act: str) -> bool:
    return act not in _OPEN_FOR or _OPEN_FOR[act](card)


def is_held_up(card: Card, act: str, on: date) -> bool:
    """Whether an appeal, or the time for one, holds it up (the setting CARD_APPEAL_STAYS).

    What was done before the operator appealed may be put on record while the appeal runs.
    """
    last = card.appeal_until or date.min
    state = "confirmed" if card.state == "appealed" and on < _appealed_on(card) else card.state
    return not may_be_begun(act, state, settings.CARD_APPEAL_STAYS, on=on, last_day_to_appeal=last)


def _appealed_on(card: Card) -> date:
    event = card.events.filter(act__in=("appeal", "appeal-on-paper")).last()
    if event is None:
        return date.min
    return date.fromisoformat(event.facts["on"]) if "on" in event.facts else localdate(event.at)


def carry_out(card: Card, act: str, facts: Facts) -> None:
    if not is_open_for(card, act):
        raise ValidationError({"state": _("There is nothing left to do of this.")})
    if act in _CARRIED_OUT:
        _CARRIED_OUT[act](card, facts)


def _day(facts: Facts) -> date:
    return date.fromisoformat(facts["on"])


def _not_before(on: date, first: date | None, why: str) -> None:
    if first is not None and on < first:
        raise ValidationError({"on": why % {"day": first.isoformat()}})


def _decided_on(card: Card) -> date | None:
    return localdate(card.decided_at) if card.decided_at else None


def _begun(card: Card, act: str, facts: Facts) -> date:
    """The day of a measure: not before the card was confirmed, and not held up by an appeal."""
    on = _day(facts)
    if is_held_up(card, act, on):
        raise ValidationError({"on": _held_up_because(card)})
    _not_before(on, _decided_on(card), _("Not before the card was confirmed, on %(day)s."))
    return on


def _held_up_because(card: Card) -> str:
    if card.state == "appealed":
        return _("An appeal runs; until it is decided this waits.")
    last = card.appeal_until.isoformat() if card.appeal_until else ""
    return _("The operator may appeal until %(day)s; until then this waits.") % {"day": last}


def _stall_closed(card: Card, facts: Facts) -> None:
    card.closed_from = _begun(card, "close-stall", facts)
    card.closed_until = card.closed_from + timedelta(days=card.closure_days - 1)
    facts["until"] = card.closed_until.isoformat()


def _looked_at(card: Card, facts: Facts) -> None:
    on = _day(facts)
    _not_before(on, card.closed_from, _("The closure began on %(day)s."))
    if card.closed_until and on > card.closed_until:
        raise ValidationError({"on": _("The closure ended on %(day)s.") % {"day": card.closed_until.isoformat()}})


def _stall_reopened(card: Card, facts: Facts) -> None:
    on = _day(facts)
    _not_before(on, card.closed_from, _("The closure began on %(day)s."))
    if is_standing(card) and card.closed_until and on <= card.closed_until and not facts["reason"]:
        raise ValidationError(
            {"reason": _("Before the last day, %(day)s: say why.") % {"day": card.closed_until.isoformat()}}
        )
    card.reopened_on = on


def _penalty_paid(card: Card, facts: Facts) -> None:
    card.penalty_paid_on = _begun(card, "penalty-paid", facts)
    facts["paid_fen"] = card.market_penalty_fen


def _penalty_returned(card: Card, facts: Facts) -> None:
    on = _day(facts)
    _not_before(on, card.penalty_paid_on, _("It was paid on %(day)s."))
    card.penalty_returned_on = on


def _expelled(card: Card, facts: Facts) -> None:
    card.expelled_on = _begun(card, "expel", facts)


def _rectified(card: Card, _facts: Facts) -> None:
    card.rectification = "told"


def _rectification_accepted(card: Card, _facts: Facts) -> None:
    card.rectification = "accepted"


def _rectification_refused(card: Card, _facts: Facts) -> None:
    card.rectification = ""


_CARRIED_OUT: dict[str, Callable[[Card, Facts], None]] = {
    "close-stall": _stall_closed,
    "look-at-closure": _looked_at,
    "reopen-stall": _stall_reopened,
    "penalty-paid": _penalty_paid,
    "penalty-returned": _penalty_returned,
    "expel": _expelled,
    "rectify": _rectified,
    "accept-rectification": _rectification_accepted,
    "refuse-rectification": _rectification_refused,
}


@dataclass(frozen=True)
class ClosedDay:
    """One day of the closure; ``seen`` is closed, open, or empty where nobody put a look on record."""

    on: date
    seen: str = ""
    seen_by: str = ""


def closed_days(card: Card) -> list[ClosedDay]:
    """From the first day to the last, or to the day before it traded again; of two looks at a day the later is told."""
    if card.closed_from is None or card.closed_until is None:
        return []
    last = min(card.closed_until, card.reopened_on - timedelta(days=1)) if card.reopened_on else card.closed_until
    looks = {event.facts["on"]: event.facts for event in card.events.filter(act="look-at-closure")}
    days = [card.closed_from + timedelta(days=n) for n in range((last - card.closed_from).days + 1)]
    told = [(day, looks.get(day.isoformat(), {})) for day in days]
    return [ClosedDay(day, look.get("seen", ""), look.get("seen_by", "")) for day, look in told]
