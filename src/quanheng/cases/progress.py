"""Move a complaint on: the row is locked, the law of the flow is asked, an event is appended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import cards, consequences, hotline, move_fields, notices, offices, secret, settle
from quanheng.cases.clock import MEDIATED_STATES
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.law.complaint_flow import Move, allowed, flow, next_state
from quanheng.law.errors import MoveNotAllowed
from quanheng.people import audit
from quanheng.people.areas import contains, within
from quanheng.people.models import User
from quanheng.people.permissions import may

ASK_SECOND_PERSON = "ask-second-person"
# What staff say to each other is not for the complainant's page.
INTERNAL = frozenset({"note", "recover", "due-soon", "urge", ASK_SECOND_PERSON})
KEY_LONGEST = 64


def moves_open_to(complaint: Complaint, viewer: User) -> list[Move]:
    """What the law lets this person do now."""
    if viewer.role not in flow().roles:
        return []
    in_hand = offices.is_in_hand_of(complaint, viewer)
    moves = [move for move in allowed(complaint.state, viewer.role) if move.any_desk or in_hand]
    pointless = _pointless(complaint)
    return [move for move in moves if move.name not in pointless]


def _pointless(complaint: Complaint) -> set[str]:
    """What the law lets happen in this state, but would be refused as the money stands."""
    found = set() if complaint.to_recover_fen else {"recover"}
    if complaint.state == "agreed":
        found |= {"close"} if settle.left_fen(complaint) else set(settle.PAYMENTS)
    return found


def fields_asked(complaint: Complaint, move: Move, *, exceeded: bool) -> list[move_fields.Field]:
    names = (*move.needed(complaint.state, exceeded=exceeded), *move.may)
    to = offices.choices(complaint) if "desk" in names else ()
    return [move_fields.field(name, localdate(), to) for name in names]


@transaction.atomic
def move(
    complaint_id: int, move: str, *, actor: User, facts: Mapping[str, Any], at: datetime, note: str = ""
) -> ComplaintEvent:
    """A member of staff moves a complaint of their area.

    Raises Complaint.DoesNotExist for a stranger, MoveNotAllowed, or ValidationError with the fields at fault. Where the
    law asks for a second person, the first one's move is kept as a question, and the second one's same move makes it.
    A form carries a key, as documents and weekly checks do: pressed twice, it is one move.
    """
    # No join here: FOR UPDATE must lock the complaint's row alone.
    complaint = Complaint.objects.select_for_update().filter(within(actor)).get(pk=complaint_id)
    if actor.role not in flow().roles:
        raise MoveNotAllowed(complaint.state, move, actor.role)
    if made := _made_already(complaint, actor, facts):
        return made
    next_state(complaint.state, move, actor.role)
    if not flow().moves[move].any_desk and not offices.is_in_hand_of(complaint, actor):
        raise ValidationError({"state": _("Another office has this complaint in hand.")})
    return _make(complaint, move, actor.role, actor, facts, at, note)


@transaction.atomic
def by_complainant(token: str, move: str, *, at: datetime, text: str = "") -> ComplaintEvent:
    """The complainant withdraws, supplies what was asked for or appeals, by the secret link."""
    complaint = Complaint.objects.select_for_update().get(secret_sha256=secret.digest(token))
    return _said(complaint, move, at, text)


@transaction.atomic
def by_owner(complaint_id: int, move: str, *, at: datetime, text: str = "") -> ComplaintEvent:
    """As above, for a door that has made sure whose complaint it is (`cases.own`)."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    return _said(complaint, move, at, text)


def _said(complaint: Complaint, move: str, at: datetime, text: str) -> ComplaintEvent:
    """A phone that heard no answer sends the same words again: they stand on record once."""
    last = complaint.events.last()
    if last and text.strip() and (last.move, last.actor_role, last.note) == (move, "consumer", text.strip()):
        return last
    return _make(complaint, move, "consumer", None, {}, at, text)


def by_system(complaint: Complaint, move: str, *, facts: Mapping[str, Any], at: datetime) -> ComplaintEvent:
    """A clock ran; the caller holds the complaint's row."""
    return _make(complaint, move, "system", None, facts, at, "")


def withdraw(token: str, *, at: datetime) -> ComplaintEvent:
    return by_complainant(token, "withdraw", at=at)


def withdraw_own(complaint_id: int, *, at: datetime) -> ComplaintEvent:
    return by_owner(complaint_id, "withdraw", at=at)


def _make(
    complaint: Complaint, move: str, role: str, actor: User | None, given: Mapping[str, Any], at: datetime, note: str
) -> ComplaintEvent:
    state = next_state(complaint.state, move, role)
    evidence = evidence_of(complaint)
    needed = flow().moves[move].needed(complaint.state, exceeded=evidence.exceeded)
    note = _plain_note(note)
    given = given if "text" not in needed else {"text": note} | dict(given)
    to = offices.choices(complaint) if "desk" in needed else ()
    facts = move_fields.read(needed, given, localdate(at), to) | _key(given)
    facts |= move_fields.read_besides(flow().moves[move].may, given)
    settle.check(complaint, move, facts)
    if "second_person" in facts and not _agreed_by_second_person(complaint, move, actor, facts):
        return _ask_second_person(complaint, move, role, actor, facts, at, note)
    before, desk_before = complaint.state, complaint.desk
    complaint.recheck = evidence.recheck
    consequences.bring_about(complaint, move, facts, actor, at)
    if complaint.desk != desk_before:
        complaint.handler = None  # a person of the office that had it
    _enter_state(complaint, before, state, at)
    event = _append(complaint, move, role, actor, facts, at, note)
    cards.propose(complaint, at)
    if flow().states[before].final and not flow().states[state].final:
        cards.tell_reopened(complaint, actor, at)
    notices.tell(complaint, event)
    hotline.answer(complaint, event)
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


def _ask_second_person(
    complaint: Complaint, move: str, role: str, actor: User | None, facts: Mapping[str, Any], at: datetime, note: str
) -> ComplaintEvent:
    event = _append(complaint, ASK_SECOND_PERSON, role, actor, {**facts, "move": move}, at, note)
    after, reason = {"move": move}, facts.get("reason", "")
    act = f"complaint-{ASK_SECOND_PERSON}"
    audit.note(act, complaint.number, user=actor, area=complaint.area, after=after, reason=reason)
    return event


def _key(given: Mapping[str, Any]) -> dict[str, str]:
    key = given.get("key")
    return {"key": key[:KEY_LONGEST]} if isinstance(key, str) and key.isascii() and key.isprintable() and key else {}


def _made_already(complaint: Complaint, actor: User, given: Mapping[str, Any]) -> ComplaintEvent | None:
    """By the same press, heard twice: a double tap, or a browser that sends again what was not answered."""
    key = _key(given)
    return complaint.events.filter(actor=actor, facts__key=key["key"]).last() if key else None


def _plain_note(note: str) -> str:
    try:
        return move_fields.plain(note)
    except ValueError as problem:
        raise ValidationError({"note": str(problem)}) from None


def _enter_state(complaint: Complaint, before: str, state: str, at: datetime) -> None:
    complaint.state = state
    if not flow().states[state].final:
        complaint.closed_at = None
        complaint.stars = None  # what is taken up again is rated again, when it has ended again
    elif state != before:
        complaint.closed_at = at  # what is recovered later does not end it anew
    if state not in MEDIATED_STATES:
        complaint.stopped_on = None  # there is no clock left that a test could stop
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
    return _in_this_state(complaint).filter(move=ASK_SECOND_PERSON, actor=second, facts__move=move).exists()


def _in_this_state(complaint: Complaint) -> QuerySet[ComplaintEvent]:
    """Since it came to be as it is: nobody agreed to end again what has been taken up anew since."""
    elsewhere = complaint.events.exclude(state=complaint.state).last()
    return complaint.events.filter(pk__gt=elsewhere.pk if elsewhere else 0)
