"""Operators of whom more than one complaint was upheld in twelve months, each with how much they sold.

Upheld is a complaint after which something was paid, by the operator or first by the market. Who sells more is
complained about more often: so the weighings and re-weighings of the stall stand beside it. Nobody is judged by it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet, Sum

from quanheng.cases.handling_course import Course
from quanheng.cases.models import Complaint, OperatorComplaints, RepeatedOperator
from quanheng.measuring.models import Recheck, Weighing
from quanheng.people.areas import within
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Instrument, StallOperator

UPHELD_LEAST = 2


class OperatorMonths:
    """Of one region and some months, while its complaints are read."""

    def __init__(self) -> None:
        self.rows: defaultdict[tuple[str, int, str, date], list[int]] = defaultdict(lambda: [0, 0])

    def enter(self, complaint: Complaint, month: date, run: Course) -> None:
        if complaint.stall_id is not None:
            counted = self.rows[complaint.area, complaint.stall_id, complaint.operator_name, month]
            counted[0] += 1
            counted[1] += run.remedied

    def replace(self, area: str, months: Iterable[date], since: date) -> None:
        """In place of what stood there; then who is repeated in the region is found anew."""
        OperatorComplaints.objects.filter(area__startswith=area, month__in=list(months)).delete()
        OperatorComplaints.objects.bulk_create(
            (
                OperatorComplaints(
                    area=place, stall_id=stall, operator_name=name, month=month, lodged=lodged, upheld=upheld
                )
                for (place, stall, name, month), (lodged, upheld) in self.rows.items()
            ),
            batch_size=1000,
        )
        find(area, since)


def forget(since: date) -> None:
    """Take out the months before; whoever was told of by one of them is looked at anew, market by market."""
    OperatorComplaints.objects.filter(month__lt=since).delete()
    told = RepeatedOperator.objects.filter(since__lt=since).values_list("stall__market__area", flat=True)
    for area in sorted(set(told)):
        find(area, since)


def find(area: str, since: date) -> None:
    """Who is repeated among the stalls of a region, as of today."""
    RepeatedOperator.objects.filter(area__startswith=area).delete()
    rows = OperatorComplaints.objects.filter(area__startswith=area, month__gte=since)
    summed = rows.values("stall_id", "operator_name").annotate(lodged=Sum("lodged"), upheld=Sum("upheld"))
    areas = dict(rows.filter(upheld__gt=0).values_list("stall_id", "area"))
    RepeatedOperator.objects.bulk_create(
        RepeatedOperator(
            area=areas[one["stall_id"]], since=since, **one, **_trade(one["stall_id"], one["operator_name"], since)
        )
        for one in summed.filter(upheld__gte=UPHELD_LEAST)
    )


def _trade(stall: int, operator: str, since: date) -> dict[str, int]:
    """What the scales of the stall recorded, and what of it was weighed again, while this operator had it."""
    began, ended = _moments(stall, operator, since)
    scales = list(Instrument.objects.filter(stall_id=stall, kind="trade-scale").values_list("pk", flat=True))
    weighed = Weighing.objects.filter(instrument_id__in=scales, weighed_at__gte=began)
    again = Recheck.objects.filter(trade_scale__in=scales, weighed_at__gte=began, pairing="paired", original_state=True)
    if ended:
        weighed, again = weighed.filter(weighed_at__lt=ended), again.filter(weighed_at__lt=ended)
    counted = again.aggregate(
        rechecks=Count("pk"), exceeded=Count("pk", filter=Q(market_exceeded=True) | Q(statute_exceeded=True))
    )
    return {"weighings": weighed.count(), **counted}


def _moments(stall: int, operator: str, since: date) -> tuple[datetime, datetime | None]:
    """The twelve months, cut to the days on which this operator is known to have had the stall."""
    tenure = StallOperator.objects.filter(stall_id=stall, name=operator).order_by("-pk").first()
    first = max(since, tenure.since) if tenure and tenure.since else since
    last = tenure.until if tenure else None
    return datetime.combine(first, time(), SHANGHAI), last and datetime.combine(last, time.max, SHANGHAI)


def repeated(viewer: object, area: str, after: tuple[int, int] | None = None) -> QuerySet[RepeatedOperator]:
    """Of a region or market of one's own area, those with the most upheld complaints first."""
    rows = RepeatedOperator.objects.filter(within(viewer))
    rows = rows.filter(area__startswith=area) if area else rows
    if after:
        rows = rows.filter(Q(upheld__lt=after[0]) | Q(upheld=after[0], pk__gt=after[1]))
    return rows.select_related("stall__market").order_by("-upheld", "pk")
