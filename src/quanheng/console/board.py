"""The live board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from quanheng.console.gate import staff
from quanheng.console.snapshot import take
from quanheng.register import reminders

NOTICES_SHOWN = 6


@staff("see-live-board")
def page(request: HttpRequest) -> HttpResponse:
    """Whole at first sight, and without script; the stream then keeps it new."""
    language = get_language() or "zh-hans"
    now = take(request.user.area, {language})[language] if request.user.area is not None else {}
    notices = reminders.on_board(request.user, timezone.localdate())[:NOTICES_SHOWN]
    return render(request, "console/board.html", {"now": now, "notices": notices})
