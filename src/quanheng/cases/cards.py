"""Yellow and red cards (T4-4.2.4.5): proposed when a shortage has been settled, decided by a person, appealed against,
carried out. Each act is appended to the card's events and told to the audit trail.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import card_fields, card_list, card_measures, offences, offices, settle
from quanheng.cases.models import Card, CardEvent, Complaint
from quanheng.law.card_flow import CardAct, card_acts, card_flow, last_day_to_appeal, next_card_state
from quanheng.law.errors import MoveNotAllowed
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.models import Place

SETTLED_STATES = frozenset({"agreed", "remedied", "closed"})
DECISIONS = ("confirm", "dismiss")
APPEALS = ("appeal", "appeal-on-paper")
# A receipt may be of a day before the appeal: its form stays, and the day decides.
RECEIPT = "penalty-paid"
# After these nothing that changed below the card waits for a person any more.
LOOKED_AGAIN = ("recount", "keep", "revoke")


def propose(complaint: Complaint, at: datetime) -> Card | None:
    """The card that the texts foresee; None if not settled, not exceeded, without a stall or outside the standard."""
    if complaint.stall_id is None or complaint.state not in SETTLED_STATES:
        return None
    if card := Card.objects.filter(complaint=complaint).first():
        return card
    owed = settle.terms(complaint).remedy
    if owed is None:
        return None
    card = Card(
        complaint=complaint,
        stall_id=complaint.stall_id,
        operator_name=complaint.operator_name,
        area=complaint.area,
        proposed_at=at,
    )
    _write_measure(card, offences.next_offence(complaint), owed)
    card.save()
    return card


def _write_measure(card: Card, offence: int, owed: settle.Remedy) -> None:
    card.offence = offence
    card.colour = owed.card
    card.market_penalty_fen = owed.market_penalty_fen
    card.closure_days = owed.closure_days
    card.expelled = owed.expelled
    card.clauses = [{"zh": clause.cite("zh"), "en": clause.cite("en")} for clause in owed.clauses]


def confirm(card_id: int, *, actor: User, reason: str, at: datetime) -> Card:
    return act(card_id, "confirm", actor=actor, given={"reason": reason}, at=at)


def dismiss(card_id: int, *, actor: User, reason: str, at: datetime) -> Card:
    return act(card_id, "dismiss", actor=actor, given={"reason": reason}, at=at)


def acts_open_to(card: Card, viewer: User) -> list[CardAct]:
    """What the flow lets this person do now, and there is something left to do of."""
    today = localdate()
    return [
        one
        for one in card_acts(card.state, viewer.role)
        if card_measures.is_open_for(card, one.name)
        and (one.name == RECEIPT or not card_measures.is_held_up(card, one.name, today))
        and _is_theirs(card, one, viewer)
    ]


def _is_theirs(card: Card, one: CardAct, viewer: User) -> bool:
    """A decision over a confirmed card is for the office above, and never for who confirmed it; whoever told what was
    put right does not confirm it."""
    if one.above:
        return is_above(card, viewer)
    if one.name in ("accept-rectification", "refuse-rectification"):
        told = card.events.filter(act="rectify").last()
        return told is None or told.actor_id != viewer.pk
    return True


def is_above(card: Card, viewer: User) -> bool:
    """Whether this person may decide over it: of the office above the one that confirmed it, and another person."""
    desk = office_above(card)
    return viewer.area is not None and desk.startswith(viewer.area) and viewer.pk != card.decided_by_id


def office_above(card: Card) -> str:
    """The next office above the one that confirmed it; the nation's has none above and decides by another person."""
    line = [*offices.line(card.complaint.market), ""]
    return next(
        area for area in line if area == "" or (card.decided_area.startswith(area) and area != card.decided_area)
    )


@transaction.atomic
def act(card_id: int, name: str, *, actor: User, given: Mapping[str, Any], at: datetime) -> Card:
    """Raises Card.DoesNotExist for a stranger, MoveNotAllowed, or ValidationError with the fields at fault."""
    found = card_list.cards_of(actor).select_related("complaint__market").get(pk=card_id)
    # Two cards of one operator, decided at once, must not both be the first.
    Place.objects.select_for_update().get(pk=found.complaint.market_id)
    card = Card.objects.select_for_update(of=("self",)).select_related("complaint__market").get(pk=card_id)
    one = _allowed(card, name, actor)
    facts = card_fields.read(one, given, localdate(at))
    before = card.state
    _bring_about(card, one, facts, actor, at)
    card.state = one.target(before)
    _keep(card)
    _append(card, name, actor.role, actor, facts, at)
    _tell_trail(card, name, actor, before, facts)
    if name == "revoke":
        _tell_later_cards(card, actor, at)
    return card


def _allowed(card: Card, name: str, actor: User) -> CardAct:
    one = card_flow().acts.get(name)
    if one is None or actor.role not in one.who:
        raise MoveNotAllowed(card.state, name, actor.role)
    if card.state not in one.from_states:
        raise ValidationError({"state": _stands_otherwise(card)})
    next_card_state(card.state, name, actor.role)
    if not _is_theirs(card, one, actor):
        raise ValidationError({"state": _("This is for somebody else to decide.")})
    return one


def _stands_otherwise(card: Card) -> str:
    return _("This card has been decided already.") if card.decided_at else _("This card is not decided yet.")


def _bring_about(card: Card, one: CardAct, facts: dict[str, Any], actor: User, at: datetime) -> None:
    if one.name in DECISIONS:
        _decide(card, one.name, facts["reason"], actor, at)
    elif one.name in APPEALS:
        _check_in_time(card, facts, localdate(at))
        card.appeal_desk = office_above(card)
    else:
        card_measures.carry_out(card, one.name, facts)
    if one.name == "recount":
        _measure_anew(card)
    if one.name in LOOKED_AGAIN:
        card.asks_again, card.offence_now = False, None


def _decide(card: Card, name: str, reason: str, actor: User, at: datetime) -> None:
    card.decided_at, card.decided_by, card.reason = at, actor, reason
    card.decided_area = actor.area or ""
    if name == "dismiss":
        return
    owed = settle.terms(card.complaint).remedy if card.complaint.state in SETTLED_STATES else None
    if owed is None:
        raise ValidationError({"state": _groundless(card.complaint)})
    _write_measure(card, offences.next_offence(card.complaint), owed)
    card.appeal_until = last_day_to_appeal(localdate(at), int(settings.CARD_APPEAL_DAYS))


def _groundless(complaint: Complaint) -> str:
    if complaint.state not in SETTLED_STATES:
        return _("The complaint behind it is being handled again. Decide when it has ended.")
    return _("On today's record the group standard gives no card: it was not adopted on that day, or not exceeded.")


def _check_in_time(card: Card, facts: dict[str, Any], today: date) -> None:
    on = date.fromisoformat(facts["on"]) if "on" in facts else today
    wrong = ""
    if card.decided_at and on < localdate(card.decided_at):
        wrong = _("Not before the card was confirmed.")
    elif card.appeal_until and on > card.appeal_until:
        wrong = _("The last day to appeal was %(day)s.") % {"day": card.appeal_until.isoformat()}
    if wrong:
        raise ValidationError({"on" if "on" in facts else "state": wrong})


def _measure_anew(card: Card) -> None:
    owed = settle.terms(card.complaint, offence=card.offence_now).remedy
    if owed is None:
        raise ValidationError({"state": _groundless(card.complaint)})
    _write_measure(card, card.offence_now or card.offence, owed)


def _keep(card: Card) -> None:
    card.is_open = bool(card_measures.open_measures(card))
    card.save()


def _append(card: Card, name: str, role: str, actor: User | None, facts: dict[str, Any], at: datetime) -> None:
    CardEvent.objects.create(card=card, at=at, act=name, state=card.state, actor=actor, actor_role=role, facts=facts)


def _tell_trail(card: Card, name: str, actor: User | None, before: str, facts: dict[str, Any]) -> None:
    told = {key: value for key, value in facts.items() if key not in ("reason", "text", "paid_fen")}
    audit.note(
        f"card-{name}",
        card.complaint.number,
        user=actor,
        area=card.area,
        before={"state": before},
        after={"state": card.state, "colour": card.colour, "offence": card.offence, **told},
        reason=facts.get("reason") or facts.get("text", ""),
    )


def _tell_later_cards(revoked: Card, actor: User, at: datetime) -> None:
    """Those of the same operator that counted this one: told, and left for a person to decide."""
    later = offences.cards_of_operator(revoked.complaint).filter(offence__gt=1)
    for card in later.select_related("complaint").select_for_update(of=("self",)):
        now = offences.offence_of(card)
        if now != card.offence:
            card.asks_again, card.offence_now = True, now
            _tell(card, "count-changed", {"now": now, "because": revoked.complaint.number}, actor, at)


def tell_reopened(complaint: Complaint, actor: User | None, at: datetime) -> None:
    """The complaint behind a card is taken up again: what the card rests on may fall, and a person is told."""
    card = Card.objects.select_for_update().filter(complaint=complaint, state__in=card_flow().standing).first()
    if card is not None:
        card.asks_again = True
        _tell(card, "complaint-reopened", {}, actor, at)


def _tell(card: Card, name: str, facts: dict[str, Any], actor: User | None, at: datetime) -> None:
    _keep(card)
    _append(card, name, "system", None, facts, at)
    _tell_trail(card, name, actor, card.state, facts)
