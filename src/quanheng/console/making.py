"""A maker's desk: the scales of its own making, one entered, a list entered, one sold (N25-3.5)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import leaf
from quanheng.register.making import delivery_list
from quanheng.register.making.delivering import deliver, maker_of, own, sell
from quanheng.register.making.delivery_row import FIELDS, read
from quanheng.register.making.delivery_sheet import empty_sheet
from quanheng.register.making.trades import organisation_of
from quanheng.register.models import Instrument

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff("make-instruments")
def page(request: HttpRequest) -> HttpResponse:
    maker = organisation_of(request.user, "makes")
    after = request.GET.get("after", "").replace("\0", "")[:60]
    found = leaf(own(maker, after), lambda row: row.device_id) if maker else None
    return render(request, "console/making.html", {"maker": maker, "found": found})


@staff("make-instruments")
def enter_one(request: HttpRequest) -> HttpResponse:
    given = {name: str(value) for name, value in request.POST.items()}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = deliver([read(given, timezone.localdate())], by=request.user)
        except ValidationError as wrong:
            errors = first_messages(wrong)
        else:
            return _entered(request, len(made.new), made.known)
    asked = [(one, given.get(one.name, ""), errors.get(one.name, "")) for one in FIELDS]
    context = {"asked": asked, "errors": errors}
    return render(request, "console/making_one.html", context, status=422 if errors else 200)


def _entered(request: HttpRequest, new: int, known: int) -> HttpResponse:
    told = ngettext("%(new)d scale entered.", "%(new)d scales entered.", new) % {"new": new}
    if known:
        told += " " + _("%(known)d were on record already.") % {"known": known}
    messages.success(request, told)
    return redirect("console:making")


@staff("make-instruments")
def enter_list(request: HttpRequest) -> HttpResponse:
    """Everything or nothing: what is wrong is told row by row, and the whole list is sent again."""
    errors: dict[str, str] = {}
    faults: list[tuple[int, str]] = []
    if request.method == "POST":
        try:
            listed = _listed(request)
            faults = listed.faults
            if not faults:
                made = deliver(listed.rows, by=request.user)
                return _entered(request, len(made.new), made.known)
        except ValidationError as wrong:
            errors = first_messages(wrong)
    shown = faults[: delivery_list.FAULTS_SHOWN]
    context = {"errors": errors, "faults": shown, "more": len(faults) - len(shown), "fields": FIELDS}
    return render(request, "console/making_list.html", context, status=422 if errors or faults else 200)


def _listed(request: HttpRequest) -> delivery_list.Listed:
    maker_of(request.user)
    file = request.FILES.get("list")
    if file is None:
        raise ValidationError({"list": _("Choose a file.")})
    return delivery_list.take(file.chunks(), timezone.localdate())


@require_safe
@staff("make-instruments")
def empty(_request: HttpRequest) -> HttpResponse:
    told = {"Content-Disposition": 'attachment; filename="delivery.xlsx"'}
    return HttpResponse(empty_sheet(), content_type=XLSX, headers=told)


@staff("make-instruments")
def sell_one(request: HttpRequest, device_id: str) -> HttpResponse:
    maker = organisation_of(request.user, "makes")
    scale = own(maker).filter(device_id=device_id).first() if maker else None
    if scale is None:
        raise Http404
    given = {name: str(value) for name, value in request.POST.items()}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            sell(device_id, given, by=request.user, at=timezone.now())
        except Instrument.DoesNotExist:
            raise Http404 from None
        except ValidationError as wrong:
            errors = first_messages(wrong)
        else:
            messages.success(request, _("Recorded."))
            return redirect("console:making")
    context = {"scale": scale, "given": given, "errors": errors, "today": timezone.localdate()}
    return render(request, "console/making_sell.html", context, status=422 if errors else 200)
