"""Which instruments of a place one may apply for, and which of them need it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from quanheng.people.areas import within
from quanheng.register.models import Instrument, InstrumentState, Place, Verification
from quanheng.register.models.verification import OPEN
from quanheng.register.standing import Standing, standing
from quanheng.register.verifying.apply import MOST


@dataclass(frozen=True, slots=True)
class Candidate:
    instrument: Instrument
    standing: Standing
    under_way: bool

    @property
    def needs_it(self) -> bool:
        return not self.under_way and self.standing.code != "verified"


def market(viewer: object, pk: int) -> Place:
    """Raises Place.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return Place.objects.select_related("region").filter(within(viewer)).get(pk=pk)


def markets(viewer: object) -> list[Place]:
    """The first places of an area that have instruments, to choose one."""
    held = Instrument.objects.filter(place=OuterRef("pk"))
    return list(Place.objects.filter(within(viewer)).filter(Exists(held)).order_by("area")[:100])


def candidates(place: Place, today: date) -> list[Candidate]:
    rows = Instrument.objects.filter(place=place).exclude(state__status="scrapped")
    busy = Verification.objects.filter(instrument=OuterRef("pk"), state__in=OPEN)
    rows = rows.select_related("state", "stall").annotate(under_way=Exists(busy)).order_by("area", "device_id")
    return [Candidate(row, standing(row, today), row.under_way) for row in rows[:MOST]]


def to_label(place: Place, today: date) -> list[InstrumentState]:
    """The instruments of a place whose verification holds, in the order of its stalls."""
    held = [one.instrument for one in candidates(place, today) if one.standing.may_be_used]
    return [one.state for one in held]
