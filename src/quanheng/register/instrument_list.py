"""Find scales among those a person may see: by number, by stall, by kind; page after page."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from quanheng.people.areas import within
from quanheng.register.models import Instrument, Kind, Stall

STALLS_MATCHED_MAX = 200


@dataclass(frozen=True)
class Wanted:
    """What is looked for; every part may be empty. ``after`` is the last device id of the page before."""

    words: str = ""
    kind: str = ""
    after: str = ""


def instruments(viewer: object, wanted: Wanted) -> QuerySet[Instrument]:
    found = Instrument.objects.filter(within(viewer)).select_related("place", "stall", "state").order_by("device_id")
    if wanted.kind in Kind.values:
        found = found.filter(kind=wanted.kind)
    if wanted.words:
        found = found.filter(_matches(viewer, wanted.words))
    return found.filter(device_id__gt=wanted.after) if wanted.after else found


def _matches(viewer: object, words: str) -> Q:
    named = Q(name__icontains=words) | Q(number__iexact=words)
    stalls = list(Stall.objects.filter(within(viewer) & named).values_list("pk", flat=True)[:STALLS_MATCHED_MAX])
    by_number = Q(device_id__istartswith=words) | Q(serial__istartswith=words)
    return by_number | Q(stall_id__in=stalls)


def instrument(viewer: object, device_id: str) -> Instrument:
    """Raises Instrument.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return (
        Instrument.objects.filter(within(viewer))
        .select_related("place__region", "stall", "state")
        .get(device_id=device_id)
    )
