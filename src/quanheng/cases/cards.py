"""Yellow and red cards (T4-4.2.4.5): proposed when a shortage has been settled, decided by a person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.cases import move_fields, settle
from quanheng.cases.models import Card, Complaint
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.models import Place

SETTLED_STATES = frozenset({"agreed", "remedied", "closed"})


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
    _write_measure(card, settle.offences.next_offence(complaint), owed)
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
    return _decide(card_id, "confirmed", actor, reason, at)


def dismiss(card_id: int, *, actor: User, reason: str, at: datetime) -> Card:
    return _decide(card_id, "dismissed", actor, reason, at)


def _plain_reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Please give the reason.")})
    try:
        return move_fields.plain(reason)
    except ValueError as problem:
        raise ValidationError({"reason": str(problem)}) from None


@transaction.atomic
def _decide(card_id: int, decision: str, actor: User, reason: str, at: datetime) -> Card:
    """Raises Card.DoesNotExist for a stranger, ValidationError without a reason or for a card already decided."""
    card = Card.objects.select_related("complaint__market").filter(within(actor)).get(pk=card_id)
    # Two cards of one operator, decided at once, must not both be the first.
    Place.objects.select_for_update().get(pk=card.complaint.market_id)
    card.refresh_from_db(fields=["state"])
    if card.state != "proposed":
        raise ValidationError({"state": _("This card has been decided already.")})
    reason = _plain_reason(reason)
    if decision == "confirmed" and (owed := settle.terms(card.complaint).remedy):
        _write_measure(card, settle.offences.next_offence(card.complaint), owed)
    card.state, card.decided_at, card.decided_by, card.reason = decision, at, actor, reason
    card.save()
    audit.note(
        f"card-{decision}",
        card.complaint.number,
        user=actor,
        area=card.area,
        after={"colour": card.colour, "offence": card.offence},
        reason=card.reason,
    )
    return card
