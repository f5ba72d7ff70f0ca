"""Tickets of a hotline, handed in by a system that the authority admitted."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status

from quanheng.api.errors import Errors, FieldError, Refused, refused
from quanheng.cases.hotline import OutsideArea, take
from quanheng.connectors.hotline import TicketUnreadable, field_of, read_ticket
from quanheng.people.models import Partner
from quanheng.people.partners import recognise

router = Router(tags=["hotline"])
BEARER = "Bearer "
# Our fields → those of a ticket.
CALLED = {
    "market": "place",
    "purchase_code": "code",
    "description": "text",
    "contact_name": "caller_name",
    "contact_phone": "caller_phone",
    "submission_key": "number",
}


class TicketTaken(Schema):
    complaint: str


@router.post(
    "hotline/tickets",
    summary="Hand in a ticket (docs/wire/hotline.md)",
    response={201: TicketTaken, 200: TicketTaken} | dict.fromkeys((400, 403, 413, 422), Errors),
)
def take_ticket(request: HttpRequest) -> Status:
    partner = _partner(request)
    try:
        taken = take(read_ticket(request.body), of=partner, at=timezone.now())
    except TicketUnreadable as wrong:
        raise refused(422, field_of(wrong), "docs/wire/hotline-ticket.schema.json", wrong) from wrong
    except OutsideArea as outside:
        raise refused(
            403, "place", _("a place of your area"), _("this place lies outside the area of the key")
        ) from outside
    except ValidationError as wrong:
        raise _fields(wrong) from wrong
    return Status(201 if taken.new else 200, TicketTaken(complaint=taken.complaint.number))


def _partner(request: HttpRequest) -> Partner:
    told = request.headers.get("Authorization", "")
    partner = recognise(told.removeprefix(BEARER)) if told.startswith(BEARER) else None
    if partner is None:
        raise refused(403, "Authorization", "Bearer …", _("this key is not admitted"))
    return partner


def _fields(wrong: ValidationError) -> Refused:
    told = [
        (CALLED.get(field, field), str(said)) for field, all_said in wrong.message_dict.items() for said in all_said
    ]
    return Refused(422, *(FieldError(field=field, expected=said, message=said) for field, said in told))
