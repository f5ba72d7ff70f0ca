"""Messages to the outside that wait or were given up: to hotlines, by WeChat, by short message."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import outbox
from quanheng.cases.models import NoticeOutbox
from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.sheets.outside import CHANNELS, OUTSIDE


@staff("see-outside-messages")
def page(request: HttpRequest) -> HttpResponse:
    rows = Leaves(lambda before: outbox.unsent(request.user, read_number_key(before)), lambda row: row.pk)
    if export.is_asked(request):
        return export.answer(request, OUTSIDE, rows)
    context = {"found": rows.leaf(request.GET.get("before", "")), "channels": CHANNELS, "dead": NoticeOutbox.DEAD}
    return render(request, "console/outside.html", context)


@require_POST
@staff("see-outside-messages")
def again(request: HttpRequest, notice: int) -> HttpResponse:
    try:
        outbox.send_again(notice, by=request.user, at=timezone.now())
    except NoticeOutbox.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("It will be sent again."))
    return redirect("console:outside")
