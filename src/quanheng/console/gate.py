"""Who may open a page: signed in, and allowed the act the page is for."""

from collections.abc import Callable
from functools import wraps

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from quanheng.people.permissions import KEEP_OWN_ACCOUNT, may
from quanheng.people.second_step import is_owed

Page = Callable[..., HttpResponse]


def _elsewhere(request: HttpRequest, user: object, act: str) -> HttpResponse | None:
    """To the door for a stranger; a colleague without the right is told so by 403.

    Where the role must have a second step, the own account is the only page until there is one.
    """
    if not getattr(user, "is_authenticated", False):
        return redirect_to_login(request.get_full_path())
    if not may(user, act):
        raise PermissionDenied
    return redirect("console:my-account") if act != KEEP_OWN_ACCOUNT and is_owed(user) else None


def staff(act: str) -> Callable[[Page], Page]:
    """Open the page to those who ``may`` do ``act``; everybody else signs in first.

    What is not there and what lies outside one's area look the same.
    """

    def decorate(page: Page) -> Page:
        if iscoroutinefunction(page):

            @wraps(page)
            async def admitted_later(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
                if elsewhere := await sync_to_async(_elsewhere)(request, await request.auser(), act):
                    return elsewhere
                return await page(request, *args, **kwargs)

            return admitted_later

        @wraps(page)
        def admitted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                if elsewhere := _elsewhere(request, request.user, act):
                    return elsewhere
                return page(request, *args, **kwargs)
            except PermissionDenied:
                return render(request, "console/not_allowed.html", status=403)
            except Http404:
                return render(request, "console/not_here.html", status=404)

        return admitted

    return decorate
