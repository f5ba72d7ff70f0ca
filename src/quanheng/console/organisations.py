"""Organisations: the list, entering one, the page of one with its changes."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.console import export, place_forms
from quanheng.console.asked import Attempt, doer, given, questions, refused
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.places import ORGANISATIONS
from quanheng.people.areas import within
from quanheng.people.permissions import may
from quanheng.register import find
from quanheng.register.area_names import name_of_area
from quanheng.register.divisions import Division
from quanheng.register.keeping import organisations
from quanheng.register.models import Organisation

PLACES_SHOWN = 50


@staff("see-organisations")
@opens_with_saved("organisations")
def page(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    does = request.GET.get("does", "")
    listed = Leaves(lambda after: organisations.organisations(request.user, words, does, after), lambda row: row.uscc)
    if export.is_asked(request):
        return export.answer(request, ORGANISATIONS, listed)
    context = {
        "found": listed.leaf(request.GET.get("after", "").replace("\0", "")[:18]),
        "words": words,
        "does": does,
        "choices": organisations.DOES.items(),
        "is_short": bool(words) and len(words) < find.NAME_MIN,
        "may_keep": may(request.user, "keep-organisations"),
    }
    return render(request, "console/organisations.html", context)


@staff("keep-organisations")
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _new_page(request, None)
    try:
        made = organisations.enter(given(request), doer(request))
    except ValidationError as wrong:
        return _new_page(request, refused("new", request, wrong))
    messages.success(request, _("It is in the register now."))
    return redirect("console:organisation", organisation=made.pk)


@staff("see-organisations")
def one(request: HttpRequest, organisation: int) -> HttpResponse:
    return _page(request, _organisation(request, organisation), None)


@require_POST
@staff("keep-organisations")
def change(request: HttpRequest, organisation: int) -> HttpResponse:
    return _try(request, organisation, "change", lambda row: organisations.change(row, given(request), doer(request)))


@require_POST
@staff("keep-organisations")
def close(request: HttpRequest, organisation: int) -> HttpResponse:
    today = timezone.localdate()
    return _try(
        request, organisation, "close", lambda row: organisations.close(row, given(request), doer(request), today)
    )


@require_POST
@staff("keep-organisations")
def reopen(request: HttpRequest, organisation: int) -> HttpResponse:
    return _try(request, organisation, "reopen", lambda row: organisations.reopen(row, given(request), doer(request)))


def _try(request: HttpRequest, number: int, form: str, deed: object) -> HttpResponse:
    row = _organisation(request, number)
    try:
        deed(row)
    except ValidationError as wrong:
        return _page(request, row, refused(form, request, wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:organisation", organisation=number)


def _organisation(request: HttpRequest, number: int) -> Organisation:
    found = Organisation.objects.filter(within(request.user), pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    return found


def areas_offered(request: HttpRequest) -> list[tuple[str, str]]:
    """One's own region and the parts of it; deeper ones are chosen from that part's office."""
    own = request.user.area
    below = [region for part in Division(own).parts() for region in (part, *Division(part.area).parts())]
    return [(own, name_of_area(own)), *((one.area, f"{one.code or ''} {one.name}".strip()) for one in below)]


def _asked(form: str, attempt: Attempt | None, known: Mapping[str, str] | None = None) -> dict[str, object]:
    tried = attempt if attempt and attempt.form == form else None
    return {
        "asked": questions(place_forms.ORGANISATION, form, attempt, known),
        "does": questions(place_forms.DOES_ASKED, form, attempt, known),
        "does_wrong": tried.errors.get("does", "") if tried else "",
        "area": tried.given.get("area", "") if tried else (known or {}).get("area", ""),
        "area_wrong": tried.errors.get("area", "") if tried else "",
    }


def _new_page(request: HttpRequest, attempt: Attempt | None) -> HttpResponse:
    known = {"area": request.user.area or ""}
    context = _asked("new", attempt, known) | {"areas": areas_offered(request)}
    return render(request, "console/organisation_new.html", context, status=422 if attempt else 200)


def _page(request: HttpRequest, row: Organisation, attempt: Attempt | None) -> HttpResponse:
    known = {name: getattr(row, name) for name in ("uscc", "name", "address", "phone", "area")}
    known |= {name: "on" if getattr(row, name) else "" for name in organisations.DOES}
    context = _asked("change", attempt, known) | {
        "row": row,
        "areas": areas_offered(request),
        "places": row.places.filter(within(request.user)).order_by("area")[:PLACES_SHOWN],
        "told": [label for name, label in organisations.DOES.items() if getattr(row, name)],
        "why": questions([place_forms.REASON], "change", attempt),
        "closing": questions([place_forms.CLOSED_ON, place_forms.REASON], "close", attempt),
        "reopening": questions([place_forms.REASON], "reopen", attempt),
        "may_keep": may(request.user, "keep-organisations"),
        "tried": attempt.form if attempt else "",
    }
    return render(request, "console/organisation.html", context, status=422 if attempt else 200)
