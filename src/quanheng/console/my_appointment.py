"""A volunteer's own appointment: the term, the card, and where they or their kin trade."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quanheng.console.asked import given
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.volunteers import card_of
from quanheng.register.area_names import name_of_area
from quanheng.supervision import interests, roll, where
from quanheng.supervision.models import Volunteer


@staff("spot-check")
def page(request: HttpRequest) -> HttpResponse:
    volunteer = roll.of_user(request.user)
    if request.method != "POST" or volunteer is None:
        return _page(request, volunteer, {})
    try:
        interests.declare(volunteer, given(request), by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, volunteer, first_messages(wrong))
    messages.success(request, _("Declared. You check nothing there; only the office can take it off."))
    return redirect("console:my-appointment")


@require_safe
@staff("spot-check")
def card(request: HttpRequest) -> HttpResponse:
    volunteer = roll.of_user(request.user)
    if volunteer is None:
        raise Http404
    return card_of(request, volunteer)


def _page(request: HttpRequest, volunteer: Volunteer | None, errors: dict[str, str]) -> HttpResponse:
    context = {
        "volunteer": volunteer,
        "serves": volunteer and volunteer.serves_on(timezone.localdate()),
        "interests": [(one, name_of_area(one.area)) for one in interests.standing(volunteer)] if volunteer else [],
        "markets": where.markets(request.user),
        "given": request.POST,
        "errors": errors,
    }
    return render(request, "console/my_appointment.html", context, status=422 if errors else 200)
