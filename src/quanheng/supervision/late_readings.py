"""A re-weighing that reached us after the volunteer sent the check: it is taken as evidence then, by itself."""

from datetime import datetime, timedelta

from django.db import transaction

from quanheng.people import audit
from quanheng.supervision import weighing
from quanheng.supervision.checking import take_over
from quanheng.supervision.models import SpotCheck

# Check scales keep what they could not send, for days where the network is gone.
WAITED_FOR = timedelta(days=7)
AT_ONCE = 500


def take_in(at: datetime) -> int:
    """How many checks got their reading."""
    waiting = SpotCheck.objects.exclude(purchase_code="").filter(recheck=None, typed_mg=None)
    numbers = waiting.filter(checked_at__gte=at - WAITED_FOR).order_by("checked_at").values_list("pk", flat=True)
    return sum(_weigh(number) for number in numbers[:AT_ONCE])


@transaction.atomic
def _weigh(number: int) -> bool:
    row = SpotCheck.objects.select_for_update(of=("self",)).select_related("market", "trade_scale").get(pk=number)
    if row.trade_scale is None or row.purchase_seq is None or row.weighed_at is None or row.decisions.exists():
        return False
    record = weighing.arrived(row.trade_scale, row.purchase_seq, row.weighed_at)
    if record is None:
        return False
    take_over(row, weighing.of_record(record, row.market, row.goods_class))
    row.save()
    after = {"findings": ", ".join(row.findings)}
    audit.note("spot-check-weighed", f"spot-check:{row.pk}", area=row.area, after=after)
    return True
