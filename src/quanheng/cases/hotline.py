"""Tickets of a hotline become complaints, and what happens to these is answered under the ticket's number."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from quanheng.cases import outbox, timeline
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint, ComplaintEvent, HotlineTicket
from quanheng.cases.places import place_of
from quanheng.cases.submission import Submission, storable
from quanheng.connectors.hotline import Answer, Ticket
from quanheng.law.complaint_flow import flow
from quanheng.people import audit
from quanheng.people.areas import contains, within
from quanheng.people.models import Partner
from quanheng.register.models import Place, Stall

CHANNEL = "hotline"
ANSWERED = frozenset(
    {"accept", "refuse", "agree", "fail", "pay", "advance", "close", "withdraw", "join", "reopen", "overdue"}
)


class OutsideArea(PermissionError):
    """The place lies outside what the partner may speak for."""


@dataclass(frozen=True)
class Taken:
    complaint: Complaint
    new: bool


@transaction.atomic
def take(ticket: Ticket, *, of: Partner, at: datetime) -> Taken:
    """The same ticket sent again is the same complaint. Raises ValidationError by field, or OutsideArea."""
    _check(ticket)
    known = HotlineTicket.objects.filter(partner=of, source=ticket.source, number=ticket.number).first()
    if known:
        return Taken(known.complaint, new=False)
    submission = _submission(ticket, of)
    if not contains(of, place_of(submission).area):
        raise OutsideArea
    lodged = lodge(submission, at=at)
    kept = {"source": ticket.source, "number": ticket.number, "called_at": ticket.called_at, "taken_at": at}
    HotlineTicket.objects.create(complaint=lodged.complaint, partner=of, **kept)
    after = {"ticket": f"{ticket.source} {ticket.number}", "system": of.name}
    audit.note("hotline-ticket", lodged.complaint.number, area=lodged.complaint.area, after=after)
    return Taken(lodged.complaint, new=True)


def _check(ticket: Ticket) -> None:
    """What JSON can carry and no database takes, of the fields that no complaint has."""
    if not storable(ticket.number):
        raise ValidationError({"number": _("This text contains characters that cannot be stored.")})
    # Near the ends of the calendar another time zone is off it.
    if not 1970 <= ticket.called_at.year <= 2999:
        raise ValidationError({"called_at": _("Expected a day such as 2026-11-30.")})


def _submission(ticket: Ticket, of: Partner) -> Submission:
    market, stall = (None, None) if ticket.code else _named(ticket, of)
    return Submission(
        submission_key=sha256(f"hotline {of.pk} {ticket.source} {ticket.number}".encode()).hexdigest(),
        category=ticket.category,
        purchase_code=ticket.code,
        market_id=market.pk if market else None,
        stall_id=stall.pk if stall else None,
        description=ticket.text,
        contact_name=ticket.caller_name,
        contact_phone=ticket.caller_phone,
        contact_shown_to_manager=ticket.market_may_call,
    )


def _named(ticket: Ticket, of: Partner) -> tuple[Place, Stall | None]:
    if not storable(ticket.place + ticket.stall):
        raise ValidationError({"place": _("This text contains characters that cannot be stored.")})
    found = list(Place.objects.filter(within(of), name=ticket.place.strip())[:2])
    if len(found) != 1:
        raise ValidationError({"place": _("There is no place, or more than one, of exactly this name.")})
    if not ticket.stall:
        return found[0], None
    stall = Stall.objects.filter(market=found[0], number=ticket.stall.strip()).first()
    if stall is None:
        raise ValidationError({"stall": _("There is no such stall in this market.")})
    return found[0], stall


def answer(complaint: Complaint, event: ComplaintEvent) -> None:
    """In the transaction of the move: the hotline hears of it, or it did not happen."""
    ticket = HotlineTicket.objects.filter(complaint=complaint).first() if event.move in ANSWERED else None
    if ticket is None:
        return
    key = f"event-{event.pk}-{CHANNEL}"
    with translation.override("zh-hans"):
        step = timeline.steps_of([event])[0]
        told = Answer(
            key=key,
            source=ticket.source,
            number=ticket.number,
            complaint=complaint.number,
            state=event.state,
            state_name=flow().states[event.state].name("zh-hans"),
            said="：".join(filter(None, (step.title, step.detail))),
            at=timezone.localtime(event.at).isoformat(timespec="seconds"),
            final=flow().states[event.state].final,
        )
    outbox.put(
        CHANNEL, key, {name: getattr(told, name) for name in told.__struct_fields__}, at=event.at, complaint=complaint
    )
