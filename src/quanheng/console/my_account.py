"""My account: the own password, and the code of the own phone at sign-in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from quanheng.connectors import totp
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.qr import drawn
from quanheng.console.sign_in_code import locked_words
from quanheng.people import own_password, second_step
from quanheng.people.lock_out import LockedOut, Refused
from quanheng.people.models import SecondStep
from quanheng.people.permissions import KEEP_OWN_ACCOUNT

own = staff(KEEP_OWN_ACCOUNT)
LONGEST = 200


@never_cache
@own
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, {})


@never_cache
@require_POST
@sensitive_post_parameters()
@own
def password(request: HttpRequest) -> HttpResponse:
    given = _given(request, "old"), _given(request, "new"), request.POST.get("again", "")
    try:
        person = own_password.change(request.user, *given, **_from(request))
    except Refused as why:
        return _page(request, {"old": _words(why, _("The password is wrong."))})
    except ValidationError as wrong:
        told = first_messages(wrong)
        return _page(request, {"new" if field == "password" else field: said for field, said in told.items()})
    auth.update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed. Wherever else you were signed in, you are no longer."))
    return redirect("console:my-account")


@never_cache
@require_POST
@sensitive_post_parameters()
@own
def begin(request: HttpRequest) -> HttpResponse:
    wrong = _tried(
        lambda: second_step.begin(request.user, _given(request, "password"), **_from(request)),
        "begin_password",
        _("The password is wrong."),
    )
    return _page(request, wrong) if wrong else redirect("console:my-account")


@never_cache
@require_POST
@sensitive_post_parameters()
@own
def confirm(request: HttpRequest) -> HttpResponse:
    """The only time that the recovery codes are seen: what is kept cannot be turned back into them."""
    try:
        codes = second_step.confirm(request.user, _given(request, "code"), **_from(request))
    except SecondStep.DoesNotExist:
        return redirect("console:my-account")
    except Refused as why:
        said = _("This code is wrong. Is the clock of the phone right? Enter the one that it shows now.")
        return _page(request, {"code": _words(why, said)})
    return render(request, "console/recovery_codes.html", {"codes": codes})


@never_cache
@require_POST
@sensitive_post_parameters()
@own
def turn_off(request: HttpRequest) -> HttpResponse:
    given = _given(request, "password"), _given(request, "code")
    wrong = _tried(
        lambda: second_step.turn_off(request.user, *given, **_from(request)),
        "off",
        _("The password or the code is wrong, or the code was used already."),
    )
    if wrong:
        return _page(request, wrong)
    messages.success(request, _("From now on the password alone signs you in."))
    return redirect("console:my-account")


def _tried(verb: Callable[[], None], field: str, said: str) -> dict[str, str]:
    try:
        verb()
    except Refused as why:
        return {field: _words(why, said)}
    return {}


def _words(why: Refused, said: str) -> str:
    return locked_words(why) if isinstance(why, LockedOut) else said


def _given(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "")[: LONGEST + 1]


def _from(request: HttpRequest) -> dict[str, object]:
    return {"address": request.META["REMOTE_ADDR"], "now": timezone.now()}


def _page(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    step = second_step.standing(request.user)
    context = {
        "errors": errors,
        "step": step,
        "owed": second_step.is_owed(request.user),
        "required": request.user.role in settings.TOTP_REQUIRED_ROLES,
    }
    if step and step.confirmed_at:
        context["codes_left"] = second_step.recovery_codes_left(step)
    elif step:
        context |= _key(second_step.secret(step), request.user.username)
    return render(request, "console/my_account.html", context, status=422 if errors else 200)


def _key(secret: bytes, username: str) -> dict[str, object]:
    text = totp.key_text(secret)
    groups = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    return {"key": groups, "drawing": drawn(totp.key_uri(secret, "权衡", username))}
