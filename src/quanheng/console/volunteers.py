"""Volunteer supervisors at the office: who applied, who serves and until when, and each act with its reason."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quanheng.cases.contact import masked_phone
from quanheng.console import export
from quanheng.console.asked import given
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.part import part_of
from quanheng.console.sheets.supervision import VOLUNTEERS
from quanheng.people import invitations
from quanheng.people.models import Role
from quanheng.register import postings
from quanheng.register.area_names import name_of_area
from quanheng.register.typesetting import NoChineseFont
from quanheng.supervision import appointing, check_list, interests, roll
from quanheng.supervision import card as cards
from quanheng.supervision import told as told_by
from quanheng.supervision.models import Interest, Volunteer

CHECKS_SHOWN = 20


@require_safe
@staff("keep-volunteers")
def page(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in roll.STATES else ""
    rows = Leaves(
        lambda before: part_of(request, roll.volunteers(request.user, state, read_number_key(before))),
        lambda row: row.pk,
    )
    if export.is_asked(request):
        return export.answer(request, VOLUNTEERS, rows)
    found = rows.leaf(request.GET.get("before", ""))
    names = {row.pk: told_by.unsealed(row).name for row in found.rows if row.user is None}
    context = {
        "found": found,
        "rows": [(row, names.get(row.pk, "")) for row in found.rows],
        "state": state,
        "states": ("", *roll.STATES),
        "today": timezone.localdate(),
        "apply_link": request.build_absolute_uri("/volunteer"),
    }
    return render(request, "console/volunteers.html", context)


@never_cache
@staff("keep-volunteers")
def invite(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _invite_page(request, {})
    try:
        row, token = appointing.invite(given(request), by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _invite_page(request, first_messages(wrong))
    return _link_page(request, row, token)


def _invite_page(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    area = request.user.area or ""
    today = timezone.localdate()
    below = [one for one in [area, *postings.areas_below(area)] if Role.VOLUNTEER in postings.roles_at(one)]
    context = {
        "offered": [(one, name_of_area(one)) for one in below],
        "given": request.POST,
        "errors": errors,
        "today": today,
        "usual_end": appointing.usual_end(today),
    }
    return render(request, "console/volunteer_invite.html", context, status=422 if errors else 200)


@require_safe
@staff("keep-volunteers")
def one(request: HttpRequest, volunteer: int) -> HttpResponse:
    return _page(request, _found(request, volunteer))


@never_cache
@require_POST
@staff("keep-volunteers")
def keep(request: HttpRequest, volunteer: int, deed: str) -> HttpResponse:
    row = _found(request, volunteer)
    if deed not in DEEDS:
        raise Http404
    try:
        return DEEDS[deed](request, row, given(request))
    except ValidationError as wrong:
        return _page(request, row, deed, first_messages(wrong))


def _accept(request: HttpRequest, row: Volunteer, told: Mapping[str, str]) -> HttpResponse:
    made, token = appointing.accept(row.pk, told, by=request.user, at=timezone.now())
    return _link_page(request, made, token)


def _contact(request: HttpRequest, row: Volunteer, _told: Mapping[str, str]) -> HttpResponse:
    return _page(request, row, shown=told_by.show(row.pk, to=request.user).phone)


def _no_stake(request: HttpRequest, row: Volunteer, told: Mapping[str, str]) -> HttpResponse:
    number = told.get("interest", "")
    try:
        interests.end(
            int(number) if number.isascii() and number.isdigit() else 0, told, by=request.user, at=timezone.now()
        )
    except (Interest.DoesNotExist, OverflowError):
        raise Http404 from None
    return _done(request, row)


def _by(verb: Callable[..., Any]) -> Callable[[HttpRequest, Volunteer, Mapping[str, str]], HttpResponse]:
    def act(request: HttpRequest, row: Volunteer, told: Mapping[str, str]) -> HttpResponse:
        verb(row.pk, told, by=request.user, at=timezone.now())
        return _done(request, row)

    return act


def _stake(request: HttpRequest, row: Volunteer, told: Mapping[str, str]) -> HttpResponse:
    interests.declare(row, told, by=request.user, at=timezone.now())
    return _done(request, row)


def _done(request: HttpRequest, row: Volunteer) -> HttpResponse:
    messages.success(request, _("Recorded."))
    return redirect("console:volunteer", volunteer=row.pk)


DEEDS = {
    "accept": _accept,
    "decline": _by(appointing.decline),
    "renew": _by(appointing.renew),
    "end": _by(appointing.end),
    "contact": _contact,
    "stake": _stake,
    "no-stake": _no_stake,
}


@require_safe
@staff("keep-volunteers")
def card(request: HttpRequest, volunteer: int) -> HttpResponse:
    return card_of(request, _found(request, volunteer))


def card_of(request: HttpRequest, row: Volunteer) -> HttpResponse:
    if row.number is None:
        raise Http404
    try:
        made = cards.pdf(row, timezone.localdate())
    except NoChineseFont:
        return render(request, "console/no_font.html", status=503)
    headers = {"Content-Disposition": f'inline; filename="{row.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _found(request: HttpRequest, number: int) -> Volunteer:
    try:
        return roll.volunteer(request.user, number)
    except Volunteer.DoesNotExist:
        raise Http404 from None


def _link_page(request: HttpRequest, row: Volunteer, token: str) -> HttpResponse:
    """The only time that the link is seen: what is kept cannot be turned back into it."""
    link = request.build_absolute_uri(reverse("console:invitation", args=[token])) if token else ""
    hours = int(invitations.VALID_FOR.total_seconds()) // 3600
    return render(request, "console/volunteer_link.html", {"volunteer": row, "link": link, "hours": hours})


def _page(
    request: HttpRequest, row: Volunteer, tried: str = "", errors: dict[str, str] | None = None, shown: str = ""
) -> HttpResponse:
    told, today = told_by.unsealed(row), timezone.localdate()
    context = {
        "volunteer": row,
        "told": told,
        "phone": shown or masked_phone(told.phone),
        "is_shown": bool(shown),
        "serves": row.serves_on(today),
        "events": row.events.select_related("by"),
        "interests": [(one, name_of_area(one.area)) for one in interests.standing(row)],
        "checks": check_list.checks(request.user).filter(volunteer=row)[:CHECKS_SHOWN],
        "today": today,
        "usual_end": appointing.usual_end(max(row.serves_until or today, today)),
        "tried": tried,
        "given": request.POST,
        "errors": errors or {},
    }
    return render(request, "console/volunteer.html", context, status=422 if errors else 200)
