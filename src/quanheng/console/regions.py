"""The regions of one's area as a tree: what is there, what the code table offers, new names and mergers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quanheng.console import place_forms
from quanheng.console.asked import Attempt, doer, given, questions, refused
from quanheng.console.division import asked_division, way_up
from quanheng.console.gate import staff
from quanheng.law.divisions import edition
from quanheng.people.permissions import may
from quanheng.register import region_lines
from quanheng.register.divisions import Division
from quanheng.register.keeping import regions
from quanheng.register.models import Region


@staff("see-regions")
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, asked_division(request), None)


@require_POST
@staff("keep-regions")
def pick(request: HttpRequest) -> HttpResponse:
    division = asked_division(request)
    made = regions.pick(request.POST.getlist("code"), doer(request), timezone.localdate().year)
    said = ngettext("%(n)d region entered.", "%(n)d regions entered.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return _back(division)


@require_POST
@staff("keep-regions")
def enter(request: HttpRequest) -> HttpResponse:
    return _try(request, "enter", lambda _region: regions.enter(given(request), doer(request)))


@require_POST
@staff("keep-regions")
def rename(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return _try(request, "rename", lambda region: regions.rename(region, given(request), doer(request), today))


@require_POST
@staff("keep-regions")
def merge(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return _try(request, "merge", lambda region: regions.abolish(region, given(request), doer(request), today))


def _try(request: HttpRequest, form: str, deed: object) -> HttpResponse:
    division = asked_division(request)
    region = Region.objects.filter(area=division.area).first()
    if region is None and form != "enter":
        raise Http404
    try:
        deed(region)
    except ValidationError as wrong:
        return _page(request, division, refused(form, request, wrong))
    messages.success(request, _("Recorded."))
    return _back(division)


def _back(division: Division) -> HttpResponse:
    return redirect(f"{reverse('console:regions')}?{urlencode({'area': division.area})}")


def _page(request: HttpRequest, division: Division, attempt: Attempt | None) -> HttpResponse:
    region = Region.objects.filter(area=division.area).select_related("merged_into").first()
    may_keep = may(request.user, "keep-regions")
    is_open = region is None or region.abolished_on is None
    offered = regions.offered(division.area, timezone.localdate().year) if may_keep and division.has_parts else []
    context = {
        "division": division,
        "region": region,
        "way": way_up(request, division),
        "code": regions.code_of(division.area) if region else "",
        "former": region.former_names.order_by("-until") if region else [],
        "lines": region_lines.lines(division),
        "takes_places": region is not None and division.is_divided and not division.parts() and is_open,
        "offered": offered,
        "edition": edition(),
        "may_keep": may_keep and division.is_divided,
        "may_add_places": may(request.user, "keep-places"),
        "entering": questions(place_forms.REGION, "enter", attempt),
        "renaming": questions(place_forms.RENAMING, "rename", attempt),
        "merging": questions(place_forms.MERGING, "merge", attempt),
        "tried": attempt.form if attempt else "",
    }
    return render(request, "console/regions.html", context, status=422 if attempt else 200)
