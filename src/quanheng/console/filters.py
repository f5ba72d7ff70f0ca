"""Filters that are saved: the chips above a list, saving what is shown, and the one that a list opens with."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.console.gate import staff
from quanheng.console.narrowed import NOT_FILTERS
from quanheng.people import saved_filters
from quanheng.people.models import SavedFilter

# The lists whose filters can be saved, by the names of their addresses.
LISTS = (
    "instruments",
    "markets",
    "complaints",
    "cards",
    "rechecks",
    "verifications",
    "verifications-due",
    "weekly-checks",
    "accounts",
    "audit",
    "rejected",
    "reports",
    "places",
    "organisations",
    "training",
    "key-supervisions",
    "licences",
)
Page = Callable[[HttpRequest], HttpResponse]


def narrowed(asked: QueryDict) -> str:
    """The filters of an address alone, in one order."""
    told = [(name, value) for name, value in asked.items() if name not in (*NOT_FILTERS, "only") and value]
    return urlencode(sorted(told))


def opens_with_saved(name: str) -> Callable[[Page], Page]:
    """A list that is opened without any filter shows the one that the person chose for it."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        def opened(request: HttpRequest) -> HttpResponse:
            if request.method == "GET" and not request.GET and (kept := saved_filters.opening(request.user, name)):
                return redirect(address(kept))
            return page(request)

        return opened

    return decorate


def address(kept: SavedFilter) -> str:
    return f"{reverse(f'console:{kept.page}')}?{kept.query}"


@require_POST
@staff("save-filters")
def save(request: HttpRequest) -> HttpResponse:
    page = request.POST.get("page", "")
    if page not in LISTS:
        raise Http404
    query = narrowed(QueryDict(request.POST.get("query", "").replace("\0", "")))
    told = {"name": request.POST.get("name", ""), "shared": request.POST.get("shared") == "on"}
    try:
        kept = saved_filters.keep(request.user, page=page, query=query, **told)
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
        # What was typed is kept: the form opens again with the name in it.
        typed = urlencode({"filter_name": told["name"][:60]})
        return redirect(f"{reverse(f'console:{page}')}?{query}{'&' if query else ''}{typed}")
    messages.success(request, _("Saved: %(name)s.") % {"name": kept.name})
    return redirect(address(kept))


@require_POST
@staff("save-filters")
def forget(request: HttpRequest, saved: int) -> HttpResponse:
    try:
        kept = saved_filters.forget(request.user, saved)
    except SavedFilter.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Forgotten: %(name)s.") % {"name": kept.name})
    return redirect(f"{reverse(f'console:{kept.page}')}?all=1")


@require_POST
@staff("save-filters")
def open_with(request: HttpRequest, saved: int) -> HttpResponse:
    try:
        kept = saved_filters.open_with(request.user, saved, opens=request.POST.get("opens") == "on")
    except SavedFilter.DoesNotExist:
        raise Http404 from None
    return redirect(address(kept))
