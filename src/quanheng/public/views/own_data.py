"""What we hold on a complainant: to take along, and to have the contact erased."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quanheng.cases import contact_upkeep, timeline
from quanheng.cases.models import Complaint
from quanheng.cases.own_data import own_data as everything


@require_safe
@never_cache
def own_data(_request: HttpRequest, token: str) -> HttpResponse:
    try:
        complaint = timeline.by_token(token)
    except Complaint.DoesNotExist:
        raise Http404 from None
    answer = JsonResponse(everything(complaint), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{complaint.number}.json"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_POST
def erase_contact(_request: HttpRequest, token: str) -> HttpResponse:
    try:
        contact_upkeep.erase(token)
    except Complaint.DoesNotExist:
        raise Http404 from None
    return redirect("public:follow", token)
