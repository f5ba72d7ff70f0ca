"""An address below /api/v1/ that is none: answered in the API's one shape and not with a page."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _


def unknown(request: HttpRequest, rest: str) -> JsonResponse:
    error = {"field": "address", "expected": "/api/v1/openapi.json", "message": _("there is nothing at this address")}
    return JsonResponse({"errors": [error]}, status=404)
