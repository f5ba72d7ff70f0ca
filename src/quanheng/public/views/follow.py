"""The secret link: every step of a complaint, for who holds it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quanheng.cases import contact, progress, settle, timeline
from quanheng.cases.categories import Category
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Complaint
from quanheng.cases.verdict import verdict_of
from quanheng.law.errors import MoveNotAllowed
from quanheng.public.bars import bars


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    complaint = _complaint(token)
    response = render(request, "public/follow.html", _context(request, complaint, token))
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
        "can_withdraw": timeline.can_withdraw(complaint),
    }


@require_POST
def take_back(_request: HttpRequest, token: str) -> HttpResponse:
    try:
        progress.withdraw(token, at=timezone.now())
    except Complaint.DoesNotExist:
        raise Http404 from None
    except MoveNotAllowed:
        pass  # closed meanwhile, or the button was pressed twice: the page says how it stands
    return redirect("public:follow", token)


def _complaint(token: str) -> Complaint:
    try:
        return timeline.by_token(token)
    except Complaint.DoesNotExist:
        raise Http404 from None
