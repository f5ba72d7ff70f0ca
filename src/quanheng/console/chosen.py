"""Which instruments are meant by what was chosen in a list, and what may be done with them from there."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

from quanheng.console import due_table, filters, instrument_table, verification_table
from quanheng.console.ticked import ALL, ticked
from quanheng.people.areas import within
from quanheng.people.permissions import may
from quanheng.register.bulk.acts import ACTS
from quanheng.register.models import Instrument


@dataclass(frozen=True)
class Choosing:
    """``instruments`` are those of the list as the address narrows it, ``acts`` what makes sense to do from it."""

    instruments: Callable[[HttpRequest], QuerySet[Instrument]]
    acts: tuple[str, ...]


def _due(request: HttpRequest) -> QuerySet[Instrument]:
    return _of_keys(request, due_table.listed(request).rows("").order_by().values("instrument"))


def _under_verification(request: HttpRequest) -> QuerySet[Instrument]:
    return _of_keys(request, verification_table.listed(request).rows("").order_by().values("instrument"))


def _of_keys(request: HttpRequest, keys: QuerySet) -> QuerySet[Instrument]:
    """Each once, and of one's own area also where it moved away since."""
    rows = Instrument.objects.filter(within(request.user), pk__in=keys)
    return rows.select_related("place__region", "stall", "state").order_by("area", "device_id")


# By the names of their addresses.
LISTS = {
    "instruments": Choosing(
        lambda request: instrument_table.listed(request).rows(""), ("apply", "plan", "stop", "standby")
    ),
    "verifications-due": Choosing(_due, ("apply", "plan", "stop", "standby")),
    "verifications": Choosing(_under_verification, ("plan", "withdraw", "apply")),
}


def asked_list(said: QueryDict) -> str:
    """The list in which it was chosen; that of instruments where none is named."""
    name = said.get("of", "") or "instruments"
    if name not in LISTS:
        raise Http404
    return name


def chosen(request: HttpRequest) -> QuerySet[Instrument]:
    """For an act that is posted: all of the list as the address narrows it, or the rows that are ticked."""
    rows = LISTS[asked_list(request.POST)].instruments(request)
    return rows if request.POST.get("scope") == ALL else rows.filter(device_id__in=ticked(request.POST))


def offered(request: HttpRequest, name: str) -> dict[str, object]:
    """What a list offers for the rows that are ticked in it."""
    acts = [(act, ACTS[act].label) for act in LISTS[name].acts if may(request.user, ACTS[act].allowed)]
    return {
        "bulk_of": name,
        "bulk_acts": acts,
        "bulk_key": token_urlsafe(24),
        "bulk_query": filters.narrowed(request.GET),
        "may_label": may(request.user, "see-instruments"),
        "label_sheets": [(value, sheet["name"]) for value, sheet in settings.LABEL_SHEETS.items()],
    }
