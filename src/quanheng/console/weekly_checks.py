"""Weekly checks of check scales with weights: what is missing, and the check itself, guided on a phone."""

from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.console import export
from quanheng.console.check_history import drawing
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.instruments import WEEKLY_CHECKS
from quanheng.console.templatetags.quantities import plain_kg
from quanheng.measuring import check_scale_watch, weekly_check
from quanheng.measuring.models import WeeklyCheck
from quanheng.people.permissions import may
from quanheng.register import instrument_list
from quanheng.register.models import Instrument, Kind

SHOWN = (
    (check_scale_watch.MISSING, gettext_lazy("Not checked this week")),
    (check_scale_watch.STOPPED, gettext_lazy("Stopped")),
    (check_scale_watch.ALL, gettext_lazy("All")),
)
CHECKS_SHOWN = 30


@staff("see-check-scales")
@opens_with_saved("weekly-checks")
def page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    show = request.GET.get("show", check_scale_watch.MISSING)
    check_scales = Leaves(
        lambda after: check_scale_watch.check_scales(request.user, show, today, _place_in(after)),
        lambda row: f"{row.area}~{row.device_id}",
    )
    if export.is_asked(request):
        return export.answer(request, WEEKLY_CHECKS, check_scales)
    found = check_scales.leaf(request.GET.get("after", "").replace("\0", "")[:200])
    context = {
        "found": found,
        "rows": [(row, check_scale_watch.due_on(row.last_at)) for row in found.rows],
        "counties": check_scale_watch.by_county(request.user, today),
        "show": show,
        "shown": SHOWN,
        "today": today,
        "may_check": may(request.user, "check-weekly"),
    }
    return render(request, "console/weekly_checks.html", context)


def _place_in(after: str) -> tuple[str, str] | None:
    area, tilde, device_id = after.rpartition("~")
    return (area, device_id) if tilde else None


def one(request: HttpRequest, device_id: str) -> HttpResponse:
    return enter(request, device_id) if request.method == "POST" else look(request, device_id)


@staff("see-check-scales")
def look(request: HttpRequest, device_id: str) -> HttpResponse:
    return _page(request, _check_scale(request, device_id), {}, {})


@staff("check-weekly")
def enter(request: HttpRequest, device_id: str) -> HttpResponse:
    check_scale = _check_scale(request, device_id)
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        check = weekly_check.enter(check_scale, given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, check_scale, given, {name: said[0] for name, said in wrong.message_dict.items()})
    if check.passed:
        messages.success(request, _("Recorded."))
    else:
        messages.error(request, _("This scale is stopped. Take it away from the shoppers and have it repaired."))
    return redirect("console:weekly-check", device_id=device_id)


def _check_scale(request: HttpRequest, device_id: str) -> Instrument:
    try:
        found = instrument_list.instrument(request.user, device_id)
    except Instrument.DoesNotExist:
        raise Http404 from None
    if found.kind != Kind.CHECK_SCALE:
        raise Http404
    return found


def _page(request: HttpRequest, check_scale: Instrument, given: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    checks = list(check_scale_watch.history(check_scale)[:CHECKS_SHOWN])
    asked = weekly_check.method(check_scale)
    # A key that was refused is stale: the form goes out again with a fresh one.
    key = token_urlsafe(24) if "key" in errors else given.get("key") or token_urlsafe(24)
    context = {
        "instrument": check_scale,
        "checks": checks,
        "last": checks[0] if checks else None,
        "due_on": check_scale_watch.due_on(checks[0].checked_at if checks else None),
        "today": timezone.localdate(),
        "asked": asked,
        "load": given.get("load", plain_kg(asked.load_mg) if asked else ""),
        "weights": given.get("weights", _weights_used_last(checks)),
        "readings": [(name, given.get(name, ""), errors.get(name, "")) for name in asked.readings] if asked else [],
        "errors": errors,
        "key": key,
        "drawing": drawing(checks),
        "may_check": may(request.user, "check-weekly") and check_scale.state.status in weekly_check.MAY_BE_CHECKED,
    }
    return render(request, "console/weekly_check.html", context, status=422 if errors else 200)


def _weights_used_last(checks: list[WeeklyCheck]) -> str:
    return checks[0].weights if checks else ""
