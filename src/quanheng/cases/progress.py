"""Move a complaint on: the row is locked, the law of the flow is asked, an event is appended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import cards, move_fields, notices, secret, settle
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.law.complaint_flow import Move, allowed, flow, next_state
from quanheng.law.deadlines import due_or_earliest
from quanheng.law.errors import MoveNotAllowed
from quanheng.people import audit
from quanheng.people.areas import contains, within
from quanheng.people.models import User
from quanheng.people.permissions import may

ASK_SECOND_PERSON = "ask-second-person"
# What staff say to each other is not for the complainant's page.
INTERNAL = frozenset({"note", ASK_SECOND_PERSON})


def moves_open_to(complaint: Complaint, viewer: User) -> list[Move]:
    """What the law lets this person do now."""
    return allowed(complaint.state, viewer.role) if viewer.role in flow().roles else []


def fields_asked(complaint: Complaint, move: Move) -> list[move_fields.Field]:
    exceeded = evidence_of(complaint).exceeded
    return [move_fields.field(name, localdate()) for name in move.needed(complaint.state, exceeded=exceeded)]


@transaction.atomic
def move(
    complaint_id: int, move: str, *, actor: User, facts: Mapping[str, Any], at: datetime, note: str = ""
) -> ComplaintEvent:
    """A member of staff moves a complaint of their area.

    Raises Complaint.DoesNotExist for a stranger, MoveNotAllowed, or ValidationError with the fields at fault. Where the
    law asks for a second person, the first one's move is kept as a question, and the second one's same move makes it.
    """
    # No join here: FOR UPDATE must lock the complaint's row alone.
    complaint = Complaint.objects.select_for_update().filter(within(actor)).get(pk=complaint_id)
    if actor.role not in flow().roles:
        raise MoveNotAllowed(complaint.state, move, actor.role)
    return _make(complaint, move, actor.role, actor, facts, at, note)


@transaction.atomic
def withdraw(token: str, *, at: datetime) -> ComplaintEvent:
    """The complainant takes the complaint back, by the secret link."""
    complaint = Complaint.objects.select_for_update().get(secret_sha256=secret.digest(token))
    return _make(complaint, "withdraw", "consumer", None, {}, at, "")


@transaction.atomic
def withdraw_own(complaint_id: int, *, at: datetime) -> ComplaintEvent:
    """As above, for a door that has made sure whose complaint it is (`cases.own`)."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    return _make(complaint, "withdraw", "consumer", None, {}, at, "")


def _make(
    complaint: Complaint, move: str, role: str, actor: User | None, given: Mapping[str, Any], at: datetime, note: str
) -> ComplaintEvent:
    state = next_state(complaint.state, move, role)
    evidence = evidence_of(complaint)
    needed = flow().moves[move].needed(complaint.state, exceeded=evidence.exceeded)
    note = _plain_note(note)
    facts = move_fields.read(needed, given if "text" not in needed else {"text": note} | dict(given), localdate(at))
    settle.check(complaint, move, facts)
    if "second_person" in facts and not _agreed_by_second_person(complaint, move, actor, facts):
        return _append(complaint, ASK_SECOND_PERSON, role, actor, facts | {"move": move}, at, note)
    before = complaint.state
    complaint.recheck = evidence.recheck
    _enter_state(complaint, state, at)
    event = _append(complaint, move, role, actor, facts, at, note)
    cards.propose(complaint, at)
    notices.tell(complaint, event)
    audit.note(
        f"complaint-{move}",
        complaint.number,
        user=actor,
        area=complaint.area,
        before={"state": before},
        after={"state": state},
        reason=facts.get("reason", ""),
    )
    return event


def _plain_note(note: str) -> str:
    try:
        return move_fields.plain(note)
    except ValueError as problem:
        raise ValidationError({"note": str(problem)}) from None


def _enter_state(complaint: Complaint, state: str, at: datetime) -> None:
    if complaint.state == "lodged" and state == "accepted":
        complaint.mediate_due_on = due_or_earliest("complaint-mediate", localdate(at))[0]
    complaint.state = state
    complaint.closed_at = at if flow().states[state].final else None
    complaint.save()


def _append(
    complaint: Complaint,
    move: str,
    role: str,
    actor: User | None,
    facts: dict[str, Any],
    at: datetime,
    note: str,
) -> ComplaintEvent:
    return ComplaintEvent.objects.create(
        complaint=complaint,
        at=at,
        move=move,
        state=complaint.state,
        actor=actor,
        actor_role=role,
        facts=facts,
        note=note,
        shown_to_complainant=move not in INTERNAL,
    )


def _agreed_by_second_person(complaint: Complaint, move: str, actor: User | None, facts: dict[str, Any]) -> bool:
    """Whether the named colleague has already asked for the same move; raises ValidationError for an unfit one."""
    second = User.objects.filter(username=facts["second_person"]).first()
    if second is None or second == actor or not may(second, "work-complaints") or not contains(second, complaint.area):
        raise ValidationError(
            {"second_person": _("Name a colleague, other than yourself, who handles these complaints.")}
        )
    return complaint.events.filter(move=ASK_SECOND_PERSON, actor=second, facts__move=move).exists()
