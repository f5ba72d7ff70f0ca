"""The live board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.console.gate import staff


@staff("see-live-board")
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "console/board.html")
