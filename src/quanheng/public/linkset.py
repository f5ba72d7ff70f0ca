"""What else there is about an instrument, for machines: a link set (RFC 9264) with the link types of GS1."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from quanheng.register.models import Instrument
from quanheng.register.verifying import desk

MEDIA_TYPE = "application/linkset+json"
VOCABULARY = "https://ref.gs1.org/voc/"
LANGUAGES = ["zh-Hans", "en"]


def wants_linkset(request: HttpRequest) -> bool:
    """Asked for by its media type, or as GS1 Digital Link resolvers are asked for all links."""
    if request.GET.get("linkType") in ("all", "linkset"):
        return True
    return request.get_preferred_type(["text/html", MEDIA_TYPE]) == MEDIA_TYPE


def linkset(request: HttpRequest, instrument: Instrument, path: str) -> HttpResponse:
    page = request.build_absolute_uri(path)
    shown = {"href": page, "type": "text/html", "title": f"{instrument.model} {instrument.serial}"}
    links = {
        f"{VOCABULARY}{name}": [{**shown, "hreflang": LANGUAGES}] for name in ("defaultLink", "pip", "traceability")
    }
    number = instrument.state.certificate_number
    # Certificates from before the platform are known by number only.
    if number and desk.issued(number) is not None:
        href = request.build_absolute_uri(reverse("public:certificate", args=[number]))
        links[f"{VOCABULARY}certificationInfo"] = [{"href": href, "type": "application/json", "title": number}]
    answer = {"linkset": [{"anchor": page, **links}]}
    return announced(JsonResponse(answer, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}), path)


def announced(answer: HttpResponse, path: str) -> HttpResponse:
    """Say where the link set is, and that one address has two faces."""
    answer["Link"] = f'<{path}?linkType=all>; rel="linkset"; type="{MEDIA_TYPE}"'
    answer["Vary"] = ", ".join(filter(None, [answer.get("Vary", ""), "Accept"]))
    return answer
