"""The first page: what one looks at, in ten seconds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def first_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/first.html")
