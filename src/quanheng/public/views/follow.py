"""The secret link: every step of a complaint, for who holds it."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quanheng.cases import contact, progress, rate, settle, timeline
from quanheng.cases.categories import Category
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Complaint
from quanheng.cases.verdict import verdict_of
from quanheng.law.errors import MoveNotAllowed
from quanheng.public.bars import bars

TEXT_MAX = 2000
STARS = {
    5: _("very good"),
    4: _("good"),
    3: _("fair"),
    2: _("poor"),
    1: _("very poor"),
}
SAYINGS = {
    "supply": _("Add something that helps"),
    "appeal": _("The market does nothing: call the authority"),
    "appeal-end": _("I disagree with how the market ended it: call the authority"),
}


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    return answered(request, _complaint(token), token, {}, {})


def answered(
    request: HttpRequest, complaint: Complaint, token: str, given: Mapping[str, str], errors: Mapping[str, str]
) -> HttpResponse:
    """The page; with what was given and was wrong in the form for rating."""
    context = _context(request, complaint, token) | {"given": given, "errors": errors}
    response = render(request, "public/follow.html", context, status=422 if errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(request: HttpRequest, complaint: Complaint, token: str) -> dict[str, object]:
    evidence = evidence_of(complaint)
    return {
        "complaint": complaint,
        "category": Category(complaint.category).label,
        "token": token,
        "new": "new" in request.GET,
        "link": request.build_absolute_uri(request.path),
        "state": timeline.state_name(complaint),
        "steps": timeline.steps(complaint),
        "next": timeline.next_step(complaint, localdate()),
        "is_over": timeline.is_over(complaint),
        "told": verdict_of(complaint, evidence),
        "bars": bars(evidence.recheck) if evidence.recheck else [],
        "agreement": settle.agreement(complaint),
        "has_contact": bool(complaint.contact_sealed),
        "contact": contact.unsealed(complaint),
        "looked_at": contact.looked_at(complaint),
        "kept_days": settings.CONTACT_KEPT_DAYS,
        "sayings": [(move, SAYINGS[move]) for move in timeline.open_to_complainant(complaint) if move in SAYINGS],
        "can_rate": rate.can_rate(complaint),
        "stars": STARS,
        "can_withdraw": timeline.can_withdraw(complaint),
    }


@require_POST
def take_back(_request: HttpRequest, token: str) -> HttpResponse:
    return _moved(token, "withdraw", "")


@require_POST
def say(request: HttpRequest, token: str, move: str) -> HttpResponse:
    """The complainant supplies what was asked for, or appeals."""
    if move not in SAYINGS:
        raise Http404
    return _moved(token, move, request.POST.get("text", "")[:TEXT_MAX])


def _moved(token: str, move: str, text: str) -> HttpResponse:
    try:
        progress.by_complainant(token, move, at=timezone.now(), text=text)
    except Complaint.DoesNotExist:
        raise Http404 from None
    except (MoveNotAllowed, ValidationError):
        pass  # closed meanwhile, pressed twice, or nothing was written: the page says how it stands
    return redirect("public:follow", token)


def _complaint(token: str) -> Complaint:
    try:
        return timeline.by_token(token)
    except Complaint.DoesNotExist:
        raise Http404 from None
