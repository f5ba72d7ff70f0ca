"""The verification services of makers: where each answers, by whose key, and whether it does (N25-3.4)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.identity import MAKER_SERVICES
from quanheng.register.identity import maker_addresses
from quanheng.register.keeping.change import Doer
from quanheng.register.models import Organisation


@require_safe
@staff("keep-maker-services")
def page(request: HttpRequest) -> HttpResponse:
    makers = Leaves(lambda after: maker_addresses.makers(request.user, after), lambda row: row.uscc)
    if export.is_asked(request):
        return export.answer(request, MAKER_SERVICES, makers)
    found = makers.leaf(request.GET.get("after", "").replace("\0", "")[:18])
    return render(request, "console/maker_services.html", {"found": found})


@staff("keep-maker-services")
def one(request: HttpRequest, maker: int) -> HttpResponse:
    try:
        row = maker_addresses.maker(request.user, maker)
    except Organisation.DoesNotExist:
        raise Http404 from None
    given, errors = {**maker_addresses.told(row), "reason": ""}, {}
    if request.method == "POST":
        given = {name: str(value) for name, value in request.POST.items()}
        try:
            maker_addresses.keep(row, given, Doer(request.user, request.META["REMOTE_ADDR"]))
        except ValidationError as wrong:
            errors = first_messages(wrong)
        else:
            return _kept(request, row.pk)
    heard = maker_addresses.tried(row, timezone.now()) if "try" in request.GET and not errors else None
    context = {"row": row, "given": given, "errors": errors, "heard": heard}
    return render(request, "console/maker_service.html", context, status=422 if errors else 200)


def _kept(request: HttpRequest, number: int) -> HttpResponse:
    """And tried at once: a slip in a key shows here, and not at a scale."""
    messages.success(request, _("Recorded."))
    answer = redirect("console:maker-service", maker=number)
    answer["Location"] += "?try"
    return answer
