"""Find scales among those a person may see: by number, by stall, by kind; page after page.

In the order of areas, then of numbers: one index reads off the list of a market as that of a nation.
"""

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.divisions import Division
from quanheng.register.find import named
from quanheng.register.making.trades import seen_by
from quanheng.register.models import Instrument, Stall
from quanheng.register.wanted import Wanted, narrowing

STALLS_MATCHED_MAX = 200


def instruments(viewer: object, wanted: Wanted) -> QuerySet[Instrument]:
    found = (
        Instrument.objects.filter(within(viewer))
        .select_related("place__region", "stall", "state")
        .order_by("area", "device_id")
    )
    found = found.filter(narrowing(wanted, viewer, localdate()))
    if wanted.words:
        found = found.filter(_matches(viewer, wanted.words))
    return found.filter(_behind(viewer, wanted.after)) if wanted.after else found


def _behind(viewer: object, device_id: str) -> Q:
    """What follows the last scale of the page before; the list begins anew where that one was moved away since."""
    last = Instrument.objects.filter(within(viewer), device_id=device_id).first()
    if last is None:
        return Q()
    return Q(area__gte=last.area) & (Q(area__gt=last.area) | Q(device_id__gt=device_id))


def _matches(viewer: object, words: str) -> Q:
    stalls = [*named(Stall, viewer, words, "name"), *_numbered(viewer, words)]
    by_number = Q(device_id__istartswith=words) | Q(serial__istartswith=words)
    return by_number | Q(stall_id__in=stalls[:STALLS_MATCHED_MAX])


def _numbered(viewer: object, words: str) -> list[int]:
    """A stall's number says something within a county at the most: every market has a number 12."""
    if Division(getattr(viewer, "area", None) or "").has_parts:
        return []
    found = Stall.objects.filter(within(viewer), number__iexact=words)
    return list(found.values_list("pk", flat=True)[:STALLS_MATCHED_MAX])


def reached(viewer: User, device_id: str) -> Instrument:
    """Also a maker's own, wherever it is. Raises Instrument.DoesNotExist as ``instrument`` does."""
    rows = Instrument.objects.filter(seen_by(viewer))
    return rows.select_related("place__region", "stall", "state").get(device_id=device_id)


def instrument(viewer: object, device_id: str) -> Instrument:
    """Raises Instrument.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return (
        Instrument.objects.filter(within(viewer))
        .select_related("place__region", "stall", "state")
        .get(device_id=device_id)
    )
