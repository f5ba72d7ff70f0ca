"""Scales: the list, and the page of one."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from quanheng.console import export, life
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, leaf, moment_key, read_moment_key
from quanheng.console.part import part_of
from quanheng.console.qr import digital_link
from quanheng.console.sheets.instruments import LEDGER
from quanheng.measuring import instrument_record, line_state
from quanheng.measuring.models import Weighing
from quanheng.people.permissions import may
from quanheng.register import instrument_list, life_acts
from quanheng.register.identity import check_list
from quanheng.register.kinds import told
from quanheng.register.models import Instrument, Kind
from quanheng.register.models.instrument import SCALES

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

    def rows(after: str) -> QuerySet[Instrument]:
        found = instrument_list.instruments(request.user, replace(wanted, after=after))
        return line_state.only(part_of(request, found), line, now)

    instruments = Leaves(rows, lambda row: row.device_id, lambda rows: _with_lines(rows, now))
    if export.is_asked(request):
        return export.answer(request, LEDGER, instruments)
    found = instruments.leaf(wanted.after)
    context = {
        "rows": _with_lines(found.rows, now),
        "next": found.next,
        "wanted": wanted,
        "line": line,
        "kinds": Kind.choices,
        "may_register": may(request.user, "register-instruments"),
        "lines": LINES,
    }
    return render(request, "console/instruments.html", context)


def _with_lines(rows: list[Instrument], now: datetime) -> list[tuple[Instrument, line_state.LineState]]:
    states = line_state.line_states(rows, now)
    return [(row, states[row.pk]) for row in rows]


@staff("see-instruments")
def one(request: HttpRequest, device_id: str) -> HttpResponse:
    return _page(request, _instrument(request, device_id), life.Attempt())


@require_POST
@staff("see-instruments")
def enter(request: HttpRequest, device_id: str, act: str) -> HttpResponse:
    """Enter something into its life."""
    instrument = _instrument(request, device_id)
    if act not in life_acts.ACTS:
        raise Http404
    if not may(request.user, life_acts.ACTS[act].allowed):
        raise PermissionDenied
    answer = life.entered(request, instrument, act)
    return _page(request, instrument, answer) if isinstance(answer, life.Attempt) else answer


def _instrument(request: HttpRequest, device_id: str) -> Instrument:
    try:
        return instrument_list.instrument(request.user, device_id)
    except Instrument.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, instrument: Instrument, attempt: life.Attempt) -> HttpResponse:
    now = timezone.now()
    weighings = leaf(_weighings(instrument, request.GET.get("before", "")), _key, WEIGHINGS_SHOWN)
    described = told.described(instrument)
    context = {
        "instrument": instrument,
        "line": line_state.line_states([instrument], now)[instrument.pk],
        "is_scale": instrument.kind in SCALES,
        "weighings": weighings,
        "rechecks": instrument_record.rechecks(instrument, request.user)[:RECHECKS_SHOWN],
        "events": instrument_record.events(instrument)[:EVENTS_SHOWN],
        "sales": _points(instrument, now),
        "label": digital_link(instrument),
        "identity_checks": check_list.of_instrument(instrument) if may(request.user, "check-identity") else None,
        "own_lines": told.lines(described),
        "own_sheets": told.sheets(described),
        "may_describe": may(request.user, "describe-instruments"),
        **life.context_of(request, instrument, attempt),
    }
    return render(request, "console/instrument.html", context, status=422 if attempt.errors else 200)


def _key(weighing: Weighing) -> str:
    return moment_key(weighing.weighed_at, weighing.seq)


def _weighings(instrument: Instrument, before: str) -> object:
    place = read_moment_key(before)
    return instrument_record.weighings(instrument, (place[1], place[0]) if place else None)


def _points(instrument: Instrument, now: datetime) -> list[tuple[int, float]]:
    """Milliseconds and kilograms, for drawing only."""
    sales = instrument_record.sales_on(instrument, timezone.localdate(now))
    return [(int(at.timestamp() * 1000), net_mg / 1_000_000) for at, net_mg in sales]
