"""The complainant rates how it was handled, on the page of the secret link."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quanheng.cases import rate, timeline
from quanheng.cases.models import Complaint
from quanheng.public.views.follow import STARS, answered


@require_POST
@never_cache
def rate_it(request: HttpRequest, token: str) -> HttpResponse:
    try:
        complaint = timeline.by_token(token)
    except Complaint.DoesNotExist:
        raise Http404 from None
    given = {name: request.POST.get(name, "").replace("\0", "") for name in ("stars", "reason")}
    try:
        rate.rate(complaint.pk, stars=_stars(given), reason=given["reason"], at=timezone.now())
    except ValidationError as wrong:
        errors = {field: said[0] for field, said in wrong.message_dict.items()}
        return answered(request, complaint, token, given, errors)
    return redirect("public:follow", token)


def _stars(given: Mapping[str, str]) -> int:
    """Nothing chosen, or nonsense, is no number of stars."""
    return int(given["stars"]) if given["stars"] in map(str, STARS) else 0
