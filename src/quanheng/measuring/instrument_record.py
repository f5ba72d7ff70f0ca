"""What one scale has on record: its sales, its re-weighings, what it reported of itself.

Whoever calls has made sure that the viewer may see the scale.
"""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from quanheng.measuring.models import DeviceEvent, Recheck, Weighing
from quanheng.measuring.partitions import bounds_of
from quanheng.people.areas import within
from quanheng.register.models import Instrument, Kind

CHART_POINTS_MAX = 3000


def weighings(instrument: Instrument, before: tuple[int, datetime] | None = None) -> QuerySet[Weighing]:
    """The latest first, by number: that is the order of the key, so that a page costs the same at any depth."""
    rows = Weighing.objects.filter(instrument=instrument).order_by("-seq", "-weighed_at")
    if before is None:
        return rows
    seq, weighed_at = before
    return rows.filter(Q(seq__lt=seq) | Q(seq=seq, weighed_at__lt=weighed_at))


def sales_on(instrument: Instrument, day: date) -> list[tuple[datetime, int]]:
    """When and how much, of one legal day; the latest where there are too many to draw."""
    start, end = bounds_of(day)
    rows = Weighing.objects.filter(instrument=instrument, weighed_at__gte=start, weighed_at__lt=end)
    return list(rows.order_by("-seq").values_list("weighed_at", "net_mg")[:CHART_POINTS_MAX])


def rechecks(instrument: Instrument, viewer: object) -> QuerySet[Recheck]:
    """Those against a trade scale, or those made on a check scale.

    A paired one was made in the scale's own market; any other may have happened in an area that is not the viewer's.
    """
    rows = Recheck.objects.select_related("trade_scale__stall", "check_scale__place").order_by("-checked_at", "-id")
    if instrument.kind == Kind.CHECK_SCALE:
        return rows.filter(check_scale=instrument)
    return rows.filter(Q(pairing="paired") | within(viewer), trade_scale=instrument)


def events(instrument: Instrument) -> QuerySet[DeviceEvent]:
    return DeviceEvent.objects.filter(instrument=instrument).order_by("-happened_at", "-seq")
