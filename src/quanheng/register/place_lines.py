"""What a list of places says of each: instruments in use, and which licence runs out or has run out."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from quanheng.register.models import InstrumentState, Licence, Place


@dataclass(frozen=True)
class PlaceLine:
    """``licence_until`` is the earliest day on which a licence of the place that stands runs out."""

    place: Place
    in_use: int
    licence_until: date | None


def lines(places: list[Place]) -> list[PlaceLine]:
    """A fixed number of questions, however many places."""
    used = InstrumentState.objects.filter(status="in-use", instrument__place__in=places)
    in_use = dict(used.values_list("instrument__place").annotate(Count("pk")))
    standing = Licence.objects.filter(place__in=places, stall=None, ended_on=None, valid_until__isnull=False)
    until = dict(standing.values_list("place").annotate(Min("valid_until")))
    return [PlaceLine(place, in_use.get(place.pk, 0), until.get(place.pk)) for place in places]
