"""Who of the office works on a complaint: given to a colleague, or all of somebody's handed over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quanheng.cases import handing_over
from quanheng.cases.models import Complaint
from quanheng.console.asked import given
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff


@require_POST
@staff("work-complaints")
def assign(request: HttpRequest, number: str) -> HttpResponse:
    to = given(request).get("to", "")
    try:
        changed = handing_over.assign(number, to, by=request.user, at=timezone.now())
    except Complaint.DoesNotExist:
        raise Http404 from None
    except ValidationError as wrong:
        messages.error(request, first_messages(wrong)["to"])
    else:
        messages.success(request, _("Recorded.") if changed else _("It is so already."))
    return redirect("console:complaint", number=number)


@staff("work-complaints")
def page(request: HttpRequest) -> HttpResponse:
    typed, errors = given(request), {}
    if request.method == "POST":
        try:
            done = handing_over.hand_over_all(
                typed.get("of", ""), typed.get("to", ""), by=request.user, at=timezone.now()
            )
        except ValidationError as wrong:
            errors = first_messages(wrong)
        else:
            said = ngettext("%(n)s complaint handed over.", "%(n)s complaints handed over.", done)
            messages.success(request, said % {"n": done})
            return redirect("console:handing-over")
    office = handing_over.colleagues(request.user.area)
    context = {
        "colleagues": [(one, handing_over.handled_by(request.user, one)) for one in office],
        "of": typed.get("of", request.user.username),
        "to": typed.get("to", ""),
        "errors": errors,
    }
    return render(request, "console/handing_over.html", context, status=422 if errors else 200)
