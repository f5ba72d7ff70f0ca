"""Accounts: who has one in one's area, inviting somebody, a new password, closing and opening again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quanheng.console import export
from quanheng.console.complaints import first_messages
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import asked_part, part_of
from quanheng.console.sheets.administration import ACCOUNTS
from quanheng.people import administering, audit_trail, invitations, second_step
from quanheng.people.areas import contains
from quanheng.people.models import Role, User
from quanheng.people.permissions import may
from quanheng.register import postings
from quanheng.register.area_names import name_of_area

ENTRIES_SHOWN = 30


@staff("manage-accounts")
@opens_with_saved("accounts")
def page(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    role = request.GET.get("role", "")
    accounts = Leaves(
        lambda after: part_of(request, administering.accounts(request.user, words, role, after)),
        lambda person: person.username,
    )
    if export.is_asked(request):
        return export.answer(request, ACCOUNTS, accounts)
    found = accounts.leaf(request.GET.get("after", "").replace("\0", "")[:60])
    context = {"found": found, "words": words, "role": role, "roles": Role.choices, "area": asked_part(request)}
    return render(request, "console/accounts.html", context)


@never_cache
@staff("manage-accounts")
def invite(request: HttpRequest) -> HttpResponse:
    return _appoint(request) if request.method == "POST" else _invite_page(request, asked_part(request), {})


def _appoint(request: HttpRequest) -> HttpResponse:
    told = {
        name: request.POST.get(name, "").replace("\0", "")[:200]
        for name in ("username", "name", "role", "area", "organisation")
    }
    try:
        told |= {"trades": request.POST.getlist("trades")}
        user, token = postings.appoint(request.user, **told, address=request.META["REMOTE_ADDR"], now=timezone.now())
    except ValidationError as wrong:
        own = contains(request.user, told["area"])
        return _invite_page(request, told["area"] if own else request.user.area, first_messages(wrong))
    return _link_page(request, user, token)


def _invite_page(request: HttpRequest, area: str | None, errors: dict[str, str]) -> HttpResponse:
    roles = [one for one in postings.roles_at(area or "") if administering.may_appoint(request.user, one, area or "")]
    offered = postings.areas_below(area or "")
    context = {
        "area": area,
        "offered": [(one, name_of_area(one)) for one in offered],
        "roles": roles,
        "asks_organisation": bool(set(roles) & set(postings.TRADES)),
        "trades": postings.TRADES_OFFERED.items() if Role.ASSOCIATION in roles else (),
        "trades_given": request.POST.getlist("trades"),
        "given": request.POST,
        "errors": errors,
    }
    return render(request, "console/account_invite.html", context, status=422 if errors else 200)


def _link_page(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """The only time that the link is seen: what is kept cannot be turned back into it."""
    link = request.build_absolute_uri(reverse("console:invitation", args=[token]))
    hours = int(invitations.VALID_FOR.total_seconds()) // 3600
    return render(request, "console/account_link.html", {"person": user, "link": link, "hours": hours})


@staff("manage-accounts")
def one(request: HttpRequest, account: int) -> HttpResponse:
    return _page(request, _account(request, account), {})


@never_cache
@require_POST
@staff("manage-accounts")
def reset(request: HttpRequest, account: int) -> HttpResponse:
    person = _account(request, account)
    try:
        token = invitations.renew(request.user, person, **_told(request))
    except ValidationError as wrong:
        return _page(request, person, first_messages(wrong))
    return _link_page(request, person, token)


@require_POST
@staff("manage-accounts")
def reset_second_step(request: HttpRequest, account: int) -> HttpResponse:
    """The phone is lost: the password is enough again."""
    person = _account(request, account)
    told = {name: value for name, value in _told(request).items() if name != "now"}
    try:
        second_step.reset(request.user, person, **told)
    except ValidationError as wrong:
        return _page(request, person, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:account", account=account)


@require_POST
@staff("manage-accounts")
def close(request: HttpRequest, account: int) -> HttpResponse:
    return _set_active(request, account, active=False)


@require_POST
@staff("manage-accounts")
def reopen(request: HttpRequest, account: int) -> HttpResponse:
    return _set_active(request, account, active=True)


def _set_active(request: HttpRequest, account: int, *, active: bool) -> HttpResponse:
    person = _account(request, account)
    try:
        invitations.set_active(request.user, person, active, **_told(request))
    except ValidationError as wrong:
        return _page(request, person, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:account", account=account)


def _told(request: HttpRequest) -> dict[str, object]:
    reason = request.POST.get("reason", "")
    return {"reason": reason, "address": request.META["REMOTE_ADDR"], "now": timezone.now()}


def _account(request: HttpRequest, number: int) -> User:
    try:
        person = administering.account(request.user, number)
    except User.DoesNotExist:
        raise Http404 from None
    if request.method == "POST" and not administering.may_administer(request.user, person):
        raise PermissionDenied
    return person


def _page(request: HttpRequest, person: User, errors: dict[str, str]) -> HttpResponse:
    context = {
        "person": person,
        "may_change": administering.may_administer(request.user, person),
        "trades": [postings.TRADES_OFFERED.get(kind, kind) for kind in person.trade_kinds],
        "second_step_on": second_step.is_on(person),
        "waits": not person.has_usable_password(),
        "entries": audit_trail.of_account(request.user, person.username)[:ENTRIES_SHOWN],
        "may_see_audit": may(request.user, "see-audit"),
        "reason": request.POST.get("reason", ""),
        "errors": errors,
    }
    return render(request, "console/account.html", context, status=422 if errors else 200)
