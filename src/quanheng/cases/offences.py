"""How often an operator's short weighing has been established in a market: only confirmed cards count, revoked ones
never. One under appeal counts until it is revoked.
"""

from django.db.models import QuerySet

from quanheng.cases.models import Card, Complaint
from quanheng.law.card_flow import card_flow


def cards_of_operator(complaint: Complaint) -> QuerySet[Card]:
    """The standing ones besides this complaint's own; a later tenant of the stall does not inherit the former one's."""
    found = Card.objects.filter(
        stall__market_id=complaint.market_id, operator_name=complaint.operator_name, state__in=card_flow().standing
    )
    return found.exclude(complaint_id=complaint.pk)


def next_offence(complaint: Complaint) -> int:
    """1 for a first offence."""
    return 1 if complaint.stall_id is None else cards_of_operator(complaint).count() + 1


def offence_of(card: Card) -> int:
    """Which offence it is on today's record: one more than the standing cards that were confirmed before it."""
    return cards_of_operator(card.complaint).filter(decided_at__lt=card.decided_at).count() + 1
