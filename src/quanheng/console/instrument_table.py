"""The list of instruments as it is narrowed: for its page, its file, its labels, and acts on many at once."""

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.ticked import ticked
from quanheng.measuring import line_state
from quanheng.register import due, instrument_list, replacement
from quanheng.register.life_words import STATUS_NAMES
from quanheng.register.models import Instrument, Kind
from quanheng.register.wanted import LABEL_DAMAGED, LENT, LOCKED, NO, YES, Wanted

LINES = ((line_state.ONLINE, gettext_lazy("Online")), (line_state.SILENT, gettext_lazy("Silent")))
STATUSES = (
    *STATUS_NAMES.items(),
    (LOCKED, gettext_lazy("Locked")),
    (LENT, gettext_lazy("Lent as standby")),
    (LABEL_DAMAGED, gettext_lazy("Label damaged")),
)
NETWORKED = ((YES, gettext_lazy("Networked")), (NO, gettext_lazy("Not networked")))
SPANS = {
    due.OVERDUE: gettext_lazy("Overdue"),
    due.ENDED: gettext_lazy("Ended before its day"),
    due.UNVERIFIED: gettext_lazy("No verification on record"),
}


def listed(request: HttpRequest) -> Leaves[Instrument]:
    now = timezone.now()
    wanted, line, only = Wanted.read(request.GET), request.GET.get("line", ""), ticked(request.GET)

    def rows(after: str) -> QuerySet[Instrument]:
        found = instrument_list.instruments(request.user, replace(wanted, after=after))
        found = line_state.only(part_of(request, found), line, now)
        return found.filter(device_id__in=only) if only else found

    return Leaves(rows, lambda row: row.device_id, lambda rows: _with_lines(rows, now))


def _with_lines(rows: list[Instrument], now: datetime) -> list[tuple[Instrument, line_state.LineState]]:
    states = line_state.line_states(rows, now)
    return [(row, states[row.pk]) for row in rows]


def asked(request: HttpRequest) -> dict[str, object]:
    """What the form above the list offers, and what is chosen in it."""
    return {
        "wanted": Wanted.read(request.GET),
        "line": request.GET.get("line", ""),
        "kinds": Kind.choices,
        "lines": LINES,
        "statuses": STATUSES,
        "spans": [(one, span_name(one)) for one in due.spans()],
        "days": [(day.isoformat(), date_format(day, "Y-m-d")) for day in replacement.deadlines(timezone.localdate())],
        "networks": NETWORKED,
    }


def span_name(span: str) -> str:
    if span in SPANS:
        return str(SPANS[span])
    return _("Within %(days)s days") % {"days": span}
