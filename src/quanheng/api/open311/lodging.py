"""A complaint that a partner hands in; the complainant's secret link goes back with the answer, once."""

from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.api.open311.answering import Refused
from quanheng.cases.lodge import lodge
from quanheng.cases.places import place_of
from quanheng.cases.submission import Submission
from quanheng.people.areas import contains
from quanheng.people.models import Partner
from quanheng.people.partners import recognise

# Our fields → what the interface calls them, for what is said of a wrong one.
CALLED = {
    "category": "service_code",
    "market": "address_id",
    "stall": "attribute[stall_id]",
    "purchase_code": "attribute[purchase_code]",
    "goods_class": "attribute[goods_class]",
    "contact_phone": "phone",
    "contact_name": "first_name, last_name",
    "submission_key": "Idempotency-Key",
}


def lodged_by_partner(request: HttpRequest) -> dict[str, object]:
    partner = recognise(request.POST.get("api_key") or request.GET.get("api_key", ""))
    if partner is None:
        raise Refused(403, _("api_key: this key is not admitted"))
    submission = _submission(request, partner)
    try:
        if not contains(partner, place_of(submission).area):
            raise Refused(403, _("this place lies outside the area of the key"))
        lodged = lodge(submission, at=timezone.now())
    except ValidationError as wrong:
        raise Refused(400, "; ".join(_sentences(wrong))) from wrong
    link = settings.PUBLIC_URL + reverse("public:follow", args=[lodged.token])
    notice = _("Give this link to the complainant: %(link)s") % {"link": link}
    return {"service_request_id": lodged.complaint.number, "service_notice": notice, "account_id": None}


def _submission(request: HttpRequest, partner: Partner) -> Submission:
    """The same Idempotency-Key with the same content, sent again by the same partner, is the same complaint."""
    own_key = request.headers.get("Idempotency-Key", "") or token_urlsafe(24)
    name = f"{request.POST.get('last_name', '')}{request.POST.get('first_name', '')}"
    return Submission(
        submission_key=sha256(f"partner {partner.pk} {own_key}".encode()).hexdigest(),
        category=request.POST.get("service_code", ""),
        purchase_code=_attribute(request, "purchase_code"),
        market_id=_number(request.POST.get("address_id", ""), "address_id"),
        stall_id=_number(_attribute(request, "stall_id"), "attribute[stall_id]"),
        goods_class=_attribute(request, "goods_class"),
        description=request.POST.get("description", ""),
        contact_name=name,
        contact_phone=request.POST.get("phone", ""),
        language=get_language() or "zh-hans",
    )


def _attribute(request: HttpRequest, code: str) -> str:
    return request.POST.get(f"attribute[{code}]", "")


def _number(given: str, called: str) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Refused(400, _("%(name)s: expected a number") % {"name": called})
    return int(given)


def _sentences(wrong: ValidationError) -> list[str]:
    return [f"{CALLED.get(field, field)}: {said}" for field, told in wrong.message_dict.items() for said in told]
