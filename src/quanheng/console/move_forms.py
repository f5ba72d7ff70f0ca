"""The moves open to a person as forms: what each asks for, what is already known, what was wrong with an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe

from django.utils import timezone
from django.utils.translation import get_language

from quanheng.cases import move_fields, settle
from quanheng.cases.evidence import Evidence
from quanheng.cases.models import Complaint
from quanheng.cases.progress import fields_asked, moves_open_to
from quanheng.cases.replies import Reply, offered
from quanheng.console.templatetags.quantities import plain_kg, plain_yuan
from quanheng.law.complaint_flow import Move, flow
from quanheng.people.models import User

TAKES_NO_NOTE = frozenset(name for name, move in flow().moves.items() if "text" in move.needs)


@dataclass(frozen=True)
class Question:
    asked: move_fields.Field
    value: str
    error: str


@dataclass(frozen=True)
class MoveForm:
    name: str
    label: str
    clauses: list[str]
    questions: list[Question]
    takes_note: bool
    note: str
    note_error: str
    is_open: bool
    # What is sent with the same key is the same press.
    key: str
    replies: Sequence[Reply] = ()


@dataclass(frozen=True)
class Attempt:
    """A move that was tried and not accepted."""

    move: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def move_forms(complaint: Complaint, viewer: User, evidence: Evidence, terms: settle.Terms, attempt: Attempt) -> list:
    moves = moves_open_to(complaint, viewer)
    known = _known(complaint, evidence, terms)
    opened = attempt.move or (moves[0].name if moves else "")
    forms = [_form(move, complaint, evidence, known, attempt, is_open=move.name == opened) for move in moves]
    words = offered(complaint, viewer)
    return [replace(form, replies=words.get(form.name, ())) for form in forms]


def _form(
    move: Move, complaint: Complaint, evidence: Evidence, known: dict[str, str], attempt: Attempt, *, is_open: bool
) -> MoveForm:
    today = timezone.localdate()
    tried = attempt if attempt.move == move.name else Attempt()
    asked = fields_asked(complaint, move, exceeded=evidence.exceeded)
    language = get_language() or "zh-hans"
    return MoveForm(
        move.name,
        move.label(language),
        [clause.cite(language) for clause in move.clauses_on(today)],
        [
            Question(one, tried.given.get(one.name, known.get(one.name, "")), tried.errors.get(one.name, ""))
            for one in asked
        ],
        move.name not in TAKES_NO_NOTE,
        tried.given.get("note", ""),
        tried.errors.get("note", ""),
        is_open,
        token_urlsafe(12),
    )


def _known(complaint: Complaint, evidence: Evidence, terms: settle.Terms) -> dict[str, str]:
    """What the record and the texts already answer; the person may still write something else."""
    recheck = evidence.recheck
    settled_mg = recheck.settled_mg if recheck else evidence.weighing.net_mg if evidence.weighing else None
    return {
        "settled_mg": plain_kg(settled_mg),
        "refund_fen": plain_yuan(terms.refund_fen),
        "compensation_fen": plain_yuan(terms.compensation_fen),
        "paid_fen": plain_yuan(settle.left_fen(complaint)),
        "recovered_fen": plain_yuan(complaint.to_recover_fen),
    }
