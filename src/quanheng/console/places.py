"""Places of every kind: the list, entering one, the page of one, its licences and the training of its people."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.console import export, place_forms
from quanheng.console.asked import Attempt, doer, given, questions, refused
from quanheng.console.division import asked_division, way_up
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.places import PLACES
from quanheng.people.permissions import may
from quanheng.register import find, place_lines
from quanheng.register.keeping import licences, places, training
from quanheng.register.models import Place, PlaceKind, Region

RECORDS_SHOWN = 50


@staff("see-markets")
@opens_with_saved("places")
def page(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    kind = request.GET.get("kind", "")
    listed = Leaves(
        lambda after: part_of(request, places.places(request.user, words, kind, after)),
        lambda place: place.area,
        place_lines.lines,
    )
    if export.is_asked(request):
        return export.answer(request, PLACES, listed)
    found = listed.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    context = {
        "rows": place_lines.lines(found.rows),
        "next": found.next,
        "words": words,
        "kind": kind,
        "kinds": PlaceKind.choices,
        "is_short": bool(words) and len(words) < find.NAME_MIN,
        "may_keep": may(request.user, "keep-places"),
    }
    return render(request, "console/places.html", context)


@staff("keep-places")
def new(request: HttpRequest) -> HttpResponse:
    """First the county is chosen, as the place's area lies below it."""
    division = asked_division(request)
    region = Region.objects.filter(area=division.area).first()
    if region is None or not places.takes_places(region):
        context = {"parts": division.parts(), "way": way_up(request, division), "region": region}
        return render(request, "console/place_where.html", context)
    if request.method != "POST":
        return _new_page(request, region, None)
    try:
        made = places.enter(region, given(request), doer(request), timezone.localdate())
    except ValidationError as wrong:
        return _new_page(request, region, refused("new", request, wrong))
    messages.success(request, _("It is in the register now."))
    return redirect(page_of(made))


def _new_page(request: HttpRequest, region: Region, attempt: Attempt | None) -> HttpResponse:
    kind = request.GET.get("kind", "")
    context = {
        "region": region,
        "asked": questions(place_forms.PLACE, "new", attempt, {"kind": kind}),
        "run_by": questions(place_forms.RUN_BY, "new", attempt),
        "errors": attempt.errors if attempt else {},
    }
    return render(request, "console/place_new.html", context, status=422 if attempt else 200)


@staff("see-markets")
def one(request: HttpRequest, place: int) -> HttpResponse:
    row = of(request, place)
    return redirect(page_of(row)) if row.kind == PlaceKind.MARKET else _page(request, row, None)


@staff("describe-places")
def change(request: HttpRequest, place: int) -> HttpResponse:
    row = of(request, place)
    if request.method != "POST":
        return _change_page(request, row, None)
    try:
        places.change(row, given(request), doer(request), timezone.localdate())
    except ValidationError as wrong:
        return _change_page(request, row, refused("change", request, wrong))
    messages.success(request, _("Recorded."))
    return redirect(page_of(row))


def _change_page(request: HttpRequest, row: Place, attempt: Attempt | None) -> HttpResponse:
    known = {name: _typed(getattr(row, name)) for name in places.FIELDS}
    run_by = {"run_by_uscc": row.run_by.uscc, "run_by_name": ""} if row.run_by else {}
    context = {
        "place": row,
        "asked": questions(place_forms.PLACE, "change", attempt, known),
        "run_by": questions(place_forms.RUN_BY, "change", attempt, run_by),
        "why": questions([place_forms.REASON], "change", attempt),
        "errors": attempt.errors if attempt else {},
        "back": page_of(row),
    }
    return render(request, "console/place_change.html", context, status=422 if attempt else 200)


def _typed(value: object) -> str:
    return "" if value is None else str(value)


@require_POST
@staff("keep-places")
def close(request: HttpRequest, place: int) -> HttpResponse:
    today = timezone.localdate()
    return _try(request, place, "close", lambda row: places.close(row, given(request), doer(request), today))


@require_POST
@staff("keep-places")
def reopen(request: HttpRequest, place: int) -> HttpResponse:
    return _try(request, place, "reopen", lambda row: places.reopen(row, given(request), doer(request)))


@staff("see-markets")
def papers(request: HttpRequest, place: int) -> HttpResponse:
    return _papers_page(request, of(request, place), None)


@require_POST
@staff("keep-market")
def add_licence(request: HttpRequest, place: int) -> HttpResponse:
    return _paper(request, place, "licence", lambda row: licences.enter(row, given(request), doer(request)))


@require_POST
@staff("keep-market")
def add_training(request: HttpRequest, place: int) -> HttpResponse:
    today = timezone.localdate()
    return _paper(request, place, "training", lambda row: training.enter(row, given(request), doer(request), today))


def _try(request: HttpRequest, number: int, form: str, deed: Callable[[Place], object]) -> HttpResponse:
    row = of(request, number)
    try:
        deed(row)
    except ValidationError as wrong:
        return _page(request, row, refused(form, request, wrong))
    messages.success(request, _("Recorded."))
    return redirect(page_of(row))


def _paper(request: HttpRequest, number: int, form: str, deed: Callable[[Place], object]) -> HttpResponse:
    row = of(request, number)
    try:
        deed(row)
    except ValidationError as wrong:
        return _papers_page(request, row, refused(form, request, wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:place-papers", place=number)


def of(request: HttpRequest, number: int) -> Place:
    try:
        return places.place(request.user, number if number < 2**63 else -1)
    except Place.DoesNotExist:
        raise Http404 from None


def page_of(place: Place) -> str:
    """A market has a page of its own, as only markets have stalls and check scales."""
    return reverse("console:market" if place.kind == PlaceKind.MARKET else "console:place", args=[place.pk])


def _page(request: HttpRequest, row: Place, attempt: Attempt | None) -> HttpResponse:
    (line,) = place_lines.lines([row])
    context = {"place": row, "line": line, **acts(request, attempt)}
    return render(request, "console/place.html", context, status=422 if attempt else 200)


def acts(request: HttpRequest, attempt: Attempt | None) -> dict[str, object]:
    """What may be done with a place as a whole, for its page."""
    return {
        "closing": questions([place_forms.CLOSED_ON, place_forms.REASON], "close", attempt),
        "reopening": questions([place_forms.REASON], "reopen", attempt),
        "may_describe": may(request.user, "describe-places"),
        "may_keep": may(request.user, "keep-places"),
        "may_keep_market": may(request.user, "keep-market"),
        "tried": attempt.form if attempt else "",
    }


def _papers_page(request: HttpRequest, row: Place, attempt: Attempt | None) -> HttpResponse:
    today = timezone.localdate()
    people = list(training.people_of(row))
    context = {
        "place": row,
        "tab": "papers",
        "back": page_of(row),
        "licences": licences.held(row, today),
        "entering": questions(place_forms.LICENCE, "licence", attempt),
        "trained": training.standings(people, today),
        "people": people,
        "person": attempt.given.get("person", "") if attempt and attempt.form == "training" else "",
        "person_wrong": attempt.errors.get("person", "") if attempt and attempt.form == "training" else "",
        "training": questions(place_forms.TRAINING, "training", attempt),
        "records": training.records(row)[:RECORDS_SHOWN],
        "may_keep_market": may(request.user, "keep-market"),
        "tried": attempt.form if attempt else "",
    }
    return render(request, "console/place_papers.html", context, status=422 if attempt else 200)
