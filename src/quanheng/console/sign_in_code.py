"""The second step at the door: the password was right, and whoever gave it is not in yet."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from quanheng.people.lock_out import LockedOut, Refused
from quanheng.people.models import User
from quanheng.people.sign_in import answer_code

RECOGNISED = "recognised"
SECONDS_TO_ANSWER = 600


def ask_for_code(request: HttpRequest, user: User, onward: str) -> None:
    """Remember who gave the right password, for ten minutes and until the password changes."""
    request.session.flush()
    until = int(timezone.now().timestamp()) + SECONDS_TO_ANSWER
    told = {"user": user.pk, "password": user.get_session_auth_hash(), "until": until, "onward": onward}
    request.session[RECOGNISED] = told


def locked_words(locked: LockedOut) -> str:
    until = timezone.localtime(locked.until).strftime("%H:%M")
    return _("Too many wrong attempts. Try again after %(time)s.") % {"time": until}


def _recognised(request: HttpRequest) -> User | None:
    told = request.session.get(RECOGNISED)
    if not told or told["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), told["password"]) else None


@never_cache
@sensitive_post_parameters("code")
def page(request: HttpRequest) -> HttpResponse:
    user = _recognised(request)
    if user is None:
        return redirect("console:sign-in")
    error = ""
    if request.method == "POST":
        error = _wrong(user, request)
        if not error:
            onward = request.session[RECOGNISED]["onward"]
            request.session.flush()
            auth.login(request, user, settings.AUTHENTICATION_BACKENDS[0])
            return redirect(onward or reverse("console:home"))
    return render(request, "console/sign_in_code.html", {"person": user, "error": error}, status=422 if error else 200)


def _wrong(user: User, request: HttpRequest) -> str:
    code = request.POST.get("code", "").strip()
    if not code:
        return _("Enter the code.")
    try:
        answer_code(user, code, request.META["REMOTE_ADDR"], timezone.now())
    except LockedOut as locked:
        return locked_words(locked)
    except Refused:
        return _("This code is wrong, or was used already. Wait for the next one.")
    return ""
