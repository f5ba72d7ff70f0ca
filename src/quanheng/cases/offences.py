"""How often an operator's short weighing has been established in a market: only confirmed cards count."""

from quanheng.cases.models import Card, Complaint


def next_offence(complaint: Complaint) -> int:
    """1 for a first offence. A later tenant of the same stall does not inherit the former one's cards."""
    if complaint.stall_id is None:
        return 1
    confirmed = Card.objects.filter(
        stall__market_id=complaint.market_id, operator_name=complaint.operator_name, state="confirmed"
    )
    return confirmed.exclude(complaint_id=complaint.pk).count() + 1
