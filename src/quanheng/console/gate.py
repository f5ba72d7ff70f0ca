"""Who may open a page: signed in, and allowed the act the page is for."""

from collections.abc import Callable
from functools import wraps

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.people.permissions import may

Page = Callable[..., HttpResponse]


def _admit(user: object, act: str) -> bool:
    """False for a stranger; a colleague without the right is told so by 403."""
    if not getattr(user, "is_authenticated", False):
        return False
    if not may(user, act):
        raise PermissionDenied
    return True


def staff(act: str) -> Callable[[Page], Page]:
    """Open the page to those who ``may`` do ``act``; everybody else signs in first.

    What is not there and what lies outside one's area look the same.
    """

    def decorate(page: Page) -> Page:
        if iscoroutinefunction(page):

            @wraps(page)
            async def admitted_later(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
                if not _admit(await request.auser(), act):
                    return redirect_to_login(request.get_full_path())
                return await page(request, *args, **kwargs)

            return admitted_later

        @wraps(page)
        def admitted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                if not _admit(request.user, act):
                    return redirect_to_login(request.get_full_path())
                return page(request, *args, **kwargs)
            except PermissionDenied:
                return render(request, "console/not_allowed.html", status=403)
            except Http404:
                return render(request, "console/not_here.html", status=404)

        return admitted

    return decorate
