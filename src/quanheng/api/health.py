"""`/healthz`: the state of each part, for a person or a load balancer."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from quanheng.connectors import parts
from quanheng.measuring.health import weighings_stored_or_none


def healthz(request: HttpRequest) -> JsonResponse:
    stored = weighings_stored_or_none()
    states: dict[str, Any] = {
        part.name: {"state": part.state, "since": part.since.isoformat(), "restarts": part.restarts}
        for part in parts.read(settings.DATA_DIR)
    }
    states["database"] = {"state": "down" if stored is None else "up"}
    is_well = all(part["state"] == "up" for part in states.values())
    answer = {"status": "ok" if is_well else "degraded", "parts": states, "weighings_stored": stored}
    return JsonResponse(answer, status=503 if stored is None else 200)
