"""Locked scales: who asks for an unlocking, who authorises it, and whether the scale confirmed it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.sheets.instruments import LOCKED
from quanheng.people.permissions import may
from quanheng.register import instrument_list, unlock_list, unlocking
from quanheng.register.models import Instrument, InstrumentState


@staff("see-locks")
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    locked = Leaves(
        lambda after: unlock_list.locked(request.user, read_number_key(after) or 0),
        lambda row: row.pk,
        lambda rows: _with_states(rows, now),
    )
    if export.is_asked(request):
        return export.answer(request, LOCKED, locked)
    found = locked.leaf(request.GET.get("after", ""))
    context = {
        "found": found,
        "rows": _with_states(found.rows, now),
        "flagged": unlock_list.without_authorisation(request.user),
    }
    return render(request, "console/unlocking.html", context)


def _with_states(rows: list[InstrumentState], now: datetime) -> list[tuple[InstrumentState, str]]:
    asked = [(row, unlocking.latest(row.instrument)) for row in rows]
    return [(row, one.state(now) if one else "") for row, one in asked]


@staff("see-locks")
def one(request: HttpRequest, device_id: str) -> HttpResponse:
    return _page(request, _instrument(request, device_id))


@require_POST
@staff("request-unlocking")
def request_it(request: HttpRequest, device_id: str) -> HttpResponse:
    instrument = _instrument(request, device_id)
    given = {name: request.POST.get(name, "") for name in ("challenge", "reason")}
    try:
        unlocking.request(instrument, **given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, instrument, given=given, errors=_first(wrong))
    messages.success(request, _("Asked for. The market regulator authorises it."))
    return redirect("console:unlock", device_id=device_id)


@require_POST
@never_cache
@staff("authorise-unlocking")
def authorise(request: HttpRequest, device_id: str) -> HttpResponse:
    """The code is in this one answer and on no page that can be opened again."""
    instrument = _instrument(request, device_id)
    try:
        code = unlocking.authorise(instrument, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, instrument, errors=_first(wrong))
    return _page(request, instrument, code=f"{code[:4]} {code[4:]}")


@require_POST
@staff("request-unlocking")
def confirm(request: HttpRequest, device_id: str) -> HttpResponse:
    instrument = _instrument(request, device_id)
    number = request.POST.get("number", "")
    try:
        is_right = unlocking.confirm(instrument, number=number, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, instrument, errors=_first(wrong))
    if not is_right:
        told = {"number": _("This is not what the scale shows after it took the code.")}
        return _page(request, instrument, given={"number": number}, errors=told)
    messages.success(request, _("Unlocked. Before it is used again it has to be verified."))
    return redirect("console:unlock", device_id=device_id)


def _first(wrong: ValidationError) -> dict[str, str]:
    return {field: said[0] for field, said in wrong.message_dict.items()}


def _instrument(request: HttpRequest, device_id: str) -> Instrument:
    try:
        return instrument_list.reached(request.user, device_id)
    except Instrument.DoesNotExist:
        raise Http404 from None


def _page(
    request: HttpRequest,
    instrument: Instrument,
    *,
    given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    code: str = "",
) -> HttpResponse:
    last = unlocking.latest(instrument)
    state = last.state(timezone.now()) if last else ""
    asks = may(request.user, "request-unlocking")
    context = {
        "instrument": instrument,
        "last": last,
        "state": state,
        "left": unlocking.ATTEMPTS - last.wrong if last else 0,
        "code": code,
        "shows": unlocking.shown_on(instrument) if instrument.state.locked else "",
        "given": given or {},
        "errors": errors or {},
        "may_ask": asks and instrument.state.locked and state not in ("requested", "authorised"),
        "may_authorise": state == "requested" and may(request.user, "authorise-unlocking"),
        "may_confirm": asks and state in ("authorised", "expired"),
        "flagged": unlock_list.unauthorised_of(instrument),
    }
    return render(request, "console/unlock.html", context, status=422 if errors else 200)
