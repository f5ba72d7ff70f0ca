"""The page behind a one-time link: the invited set their own password."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from quanheng.console.complaints import first_messages
from quanheng.people import invitations


@never_cache
@sensitive_post_parameters("password", "again")
def page(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        return _accept(request, token)
    return _ask(request, token, {})


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    given = request.POST.get("password", ""), request.POST.get("again", "")
    try:
        user = invitations.accept(token, *given, address=request.META["REMOTE_ADDR"], now=timezone.now())
    except ValidationError as wrong:
        return _ask(request, token, first_messages(wrong))
    if user is None:
        return _ask(request, token, {})
    return render(request, "console/invitation.html", {"done": user})


def _ask(request: HttpRequest, token: str, errors: dict[str, str]) -> HttpResponse:
    """A link that ran out looks like one that never was."""
    invitation = invitations.standing_invitation(token, timezone.now())
    context = {"invitation": invitation, "errors": errors}
    status = 404 if invitation is None else 422 if errors else 200
    return render(request, "console/invitation.html", context, status=status)
