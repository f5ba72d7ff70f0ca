"""The form of a complaint, with a scanned code or without."""

import secrets

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quanheng.cases.lodge import Lodged, lodge
from quanheng.cases.pace import TooMany
from quanheng.connectors.gs1 import CodeUnreadable
from quanheng.measuring.purchase import PurchaseView, ReceiptForged, ScaleUnknown, purchase, scale_of
from quanheng.public.forms import ComplaintForm
from quanheng.register.models import Instrument


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        code = request.GET.get("code", "")
        first = {"submission_key": secrets.token_hex(20), "code": code, "category": "short-weight"}
        return _form_page(request, ComplaintForm(initial=first), code, 200)
    form = ComplaintForm(request.POST)
    if form.is_valid() and (lodged := _lodged(request, form)):
        return redirect(f"{reverse('public:follow', args=[lodged.token])}?new=1")
    too_many = any(error.code == "too-many" for error in form.non_field_errors().as_data())
    return _form_page(request, form, request.POST.get("code", ""), 429 if too_many else 422)


def _lodged(request: HttpRequest, form: ComplaintForm) -> Lodged | None:
    try:
        return lodge(form.submission(), at=timezone.now(), address=request.META["REMOTE_ADDR"])
    except ValidationError as refused:
        form.add_refusals(refused)
    except TooMany:
        message = _("Many complaints came from your network within this hour. Please try again later, or call 12315.")
        form.add_error(None, ValidationError(message, code="too-many"))
    return None


def _form_page(request: HttpRequest, form: ComplaintForm, code: str, status: int) -> HttpResponse:
    scale, bought = _known(code)
    context = {
        "form": form,
        "scale": scale,
        "bought": bought,
        "ask_goods": bought is None or not bought.receipt.goods_class,
    }
    return render(request, "public/complain.html", context, status=status)


def _known(code: str) -> tuple[Instrument | None, PurchaseView | None]:
    """What the code tells already and the form need not ask."""
    try:
        bought = purchase(code)
    except (CodeUnreadable, ScaleUnknown, ReceiptForged):
        pass
    else:
        return bought.instrument, bought
    try:
        return scale_of(code), None
    except (CodeUnreadable, ScaleUnknown):
        return None, None
