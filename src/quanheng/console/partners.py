"""Other systems that may hand in complaints: who is admitted, a new one with its key, and an end to one."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.people import partners
from quanheng.people.models import Partner


@never_cache
@staff("admit-partners")
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    try:
        _partner, key = partners.admit(
            request.user, name=request.POST.get("name", ""), area=request.user.area or "", now=timezone.now()
        )
    except ValidationError as wrong:
        return _page(request, errors=first_messages(wrong))
    return _page(request, key=key)


@require_POST
@staff("admit-partners")
def end(request: HttpRequest, partner: int) -> HttpResponse:
    try:
        partners.end(request.user, partner, reason=request.POST.get("reason", ""), now=timezone.now())
    except Partner.DoesNotExist:
        raise Http404 from None
    except ValidationError as wrong:
        return _page(request, errors=first_messages(wrong) | {"ending": partner})
    return redirect("console:partners")


def _page(request: HttpRequest, *, key: str = "", errors: dict | None = None) -> HttpResponse:
    """``key`` is seen this once."""
    context = {"rows": partners.partners(request.user), "key": key, "errors": errors or {}, "given": request.POST}
    return render(request, "console/partners.html", context, status=422 if errors else 200)
