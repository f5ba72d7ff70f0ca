"""How many complaints of each market are open."""

from django.db.models import Count

from quanheng.cases.desk import open_states
from quanheng.cases.models import Complaint
from quanheng.register.models import Place


def open_by_market(markets: list[Place]) -> dict[int, int]:
    """By the number of the market; one without an open complaint is not in it."""
    rows = Complaint.objects.filter(market__in=markets, state__in=open_states())
    return dict(rows.values_list("market").annotate(Count("pk")))
