"""Scales: the list, and the page of one."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quanheng.console.gate import staff
from quanheng.console.leaf import leaf, moment_key, read_moment_key
from quanheng.console.qr import digital_link
from quanheng.measuring import instrument_record, line_state
from quanheng.measuring.models import Weighing
from quanheng.register import instrument_list
from quanheng.register.models import Instrument, Kind

LINES = ((line_state.ONLINE, _("Online")), (line_state.SILENT, _("Silent")))
WEIGHINGS_SHOWN = 25
RECHECKS_SHOWN = 12
EVENTS_SHOWN = 12


@staff("see-instruments")
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wanted = instrument_list.Wanted(
        request.GET.get("q", "").replace("\0", "").strip()[:60],
        request.GET.get("kind", ""),
        request.GET.get("after", "").replace("\0", "")[:60],
    )
    line = request.GET.get("line", "")
    rows = line_state.only(instrument_list.instruments(request.user, wanted), line, now)
    found = leaf(rows, lambda row: row.device_id)
    states = line_state.line_states(found.rows, now)
    context = {
        "rows": [(row, states[row.pk]) for row in found.rows],
        "next": found.next,
        "wanted": wanted,
        "line": line,
        "kinds": Kind.choices,
        "lines": LINES,
    }
    return render(request, "console/instruments.html", context)


@staff("see-instruments")
def one(request: HttpRequest, device_id: str) -> HttpResponse:
    try:
        instrument = instrument_list.instrument(request.user, device_id)
    except Instrument.DoesNotExist:
        raise Http404 from None
    now = timezone.now()
    weighings = leaf(_weighings(instrument, request.GET.get("before", "")), _key, WEIGHINGS_SHOWN)
    context = {
        "instrument": instrument,
        "line": line_state.line_states([instrument], now)[instrument.pk],
        "weighings": weighings,
        "rechecks": instrument_record.rechecks(instrument, request.user)[:RECHECKS_SHOWN],
        "events": instrument_record.events(instrument)[:EVENTS_SHOWN],
        "sales": _points(instrument, now),
        "label": digital_link(instrument),
    }
    return render(request, "console/instrument.html", context)


def _key(weighing: Weighing) -> str:
    return moment_key(weighing.weighed_at, weighing.seq)


def _weighings(instrument: Instrument, before: str) -> object:
    place = read_moment_key(before)
    return instrument_record.weighings(instrument, (place[1], place[0]) if place else None)


def _points(instrument: Instrument, now: datetime) -> list[tuple[int, float]]:
    """Milliseconds and kilograms, for drawing only."""
    sales = instrument_record.sales_on(instrument, timezone.localdate(now))
    return [(int(at.timestamp() * 1000), net_mg / 1_000_000) for at, net_mg in sales]
