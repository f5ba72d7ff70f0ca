"""The door of the staff pages: in, out, and in which language."""

from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from quanheng.console import sign_in_code
from quanheng.console.gate import staff
from quanheng.people.accounts import demonstration_accounts
from quanheng.people.lock_out import LockedOut, Refused
from quanheng.people.permissions import KEEP_OWN_ACCOUNT, may
from quanheng.people.second_step import is_on
from quanheng.people.sign_in import recognise


def first_page(user: object) -> str:
    """A market's day, an authority's live board, a maker's scales, a volunteer's checks, an association's figures."""
    if may(user, "make-instruments"):
        return reverse("console:making")
    if may(user, "spot-check"):
        return reverse("console:spot-checks")
    if may(user, "issue-honesty-reminders"):
        return reverse("console:trade-figures")
    if may(user, "check-weekly"):
        return reverse("console:duties")
    if may(user, "see-live-board"):
        return reverse("console:board")
    return reverse("console:instruments" if may(user, "see-instruments") else "console:identity")


def home(request: HttpRequest) -> HttpResponse:
    return redirect(first_page(request.user))


@staff(KEEP_OWN_ACCOUNT)
def missing(_request: HttpRequest) -> HttpResponse:
    """Any other address below the staff pages: not there, whatever one's role."""
    raise Http404


def _onward(request: HttpRequest) -> str:
    return _wanted(request) or first_page(request.user)


def _wanted(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a path of ours; a bare word would be taken for the name of a view."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else ""


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _missing(request)
        if not errors and not (errors := _let_in(request)):
            return redirect(_onward(request) if request.user.is_authenticated else "console:sign-in-code")
    elif request.user.is_authenticated:
        return redirect(_onward(request))
    context = {
        "errors": errors,
        "username": request.POST.get("username") or request.GET.get("as", ""),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "accounts": demonstration_accounts() if settings.DEMO else [],
        "demo_password": settings.DEMO_PASSWORD if settings.DEMO else "",
    }
    return render(request, "console/sign_in.html", context, status=422 if errors else 200)


def _missing(request: HttpRequest) -> dict[str, str]:
    wanted = {"username": _("Enter your user name."), "password": _("Enter your password.")}
    return {field: message for field, message in wanted.items() if not request.POST.get(field, "").strip()}


def _let_in(request: HttpRequest) -> dict[str, str]:
    """Sign the person in, or ask for the code of the phone; errors by field where that failed."""
    given = request.POST["username"][:60], request.POST["password"][:200]
    try:
        user = recognise(*given, request.META["REMOTE_ADDR"], timezone.now())
    except LockedOut as locked:
        return {"username": sign_in_code.locked_words(locked)}
    except Refused:
        return {"password": _("User name or password is wrong.")}
    if is_on(user):
        sign_in_code.ask_for_code(request, user, _wanted(request))
    else:
        auth.login(request, user)
    return {}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("console:sign-in")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = redirect(_onward(request))
    if (chosen := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        translation.activate(chosen)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax")
    return response
