"""Scales: the list, and the page of one."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from quanheng.console import chosen, export, instrument_table, life
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import leaf, moment_key, read_moment_key
from quanheng.console.qr import digital_link
from quanheng.console.sheets.instruments import ledger_of
from quanheng.law.verification import is_sealed
from quanheng.measuring import instrument_record, line_state
from quanheng.measuring.models import Weighing
from quanheng.people.permissions import may
from quanheng.register import documents, instrument_list, life_acts
from quanheng.register.identity import check_list
from quanheng.register.kinds import told
from quanheng.register.models import Instrument
from quanheng.register.models.instrument import SCALES
from quanheng.register.usage import lawful_kind

WEIGHINGS_SHOWN = 25
RECHECKS_SHOWN = 12
EVENTS_SHOWN = 12
DOCUMENTS_SHOWN = 6


@staff("see-instruments")
@opens_with_saved("instruments")
def page(request: HttpRequest) -> HttpResponse:
    instruments = instrument_table.listed(request)
    if export.is_asked(request):
        return export.answer(request, ledger_of(request.GET.get("kind", "")), instruments)
    found = instruments.leaf(request.GET.get("after", "").replace("\0", "")[:60])
    context = {
        "rows": instruments.dressed(found.rows),
        "next": found.next,
        "may_register": may(request.user, "register-instruments"),
        **instrument_table.asked(request),
        **chosen.offered(request, "instruments"),
    }
    return render(request, "console/instruments.html", context)


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
        "is_sealed": is_sealed(lawful_kind(instrument.kind)),
        "weighings": weighings,
        "rechecks": instrument_record.rechecks(instrument, request.user)[:RECHECKS_SHOWN],
        "events": instrument_record.events(instrument)[:EVENTS_SHOWN],
        "sales": _points(instrument, now),
        "label": digital_link(instrument),
        "identity_checks": check_list.of_instrument(instrument) if may(request.user, "check-identity") else None,
        "own_lines": told.lines(described),
        "own_sheets": told.sheets(described),
        "documents": documents.of(instrument).filter(withdrawal=None)[:DOCUMENTS_SHOWN],
        "may_add_documents": may(request.user, "add-documents"),
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
