"""What a complainant sees of a complaint: what happened, in plain words, and what comes next and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.cases import secret
from quanheng.cases.clock import clock
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.law.complaint_flow import allowed, flow, refusal_grounds
from quanheng.law.units import format_reading, format_yuan
from quanheng.register.area_names import name_of_area


@dataclass(frozen=True)
class Step:
    at: datetime
    move: str
    state: str
    title: str
    detail: str


@dataclass(frozen=True)
class Next:
    words: str
    due_on: date | None


def by_token(token: str) -> Complaint:
    """The complaint that a secret link belongs to; raises Complaint.DoesNotExist."""
    return Complaint.objects.select_related("market", "stall", "trade_scale").get(secret_sha256=secret.digest(token))


def steps(complaint: Complaint) -> list[Step]:
    return steps_of(complaint.events.filter(shown_to_complainant=True))


def steps_of(shown: Iterable[ComplaintEvent]) -> list[Step]:
    return [Step(event.at, event.move, event.state, title(event), _detail(event)) for event in shown]


def state_name(complaint: Complaint) -> str:
    return flow().states[complaint.state].name(get_language() or "zh-hans")


def next_step(complaint: Complaint, today: date) -> Next:
    words = {
        "lodged": _("The market will read your complaint and tell you here whether it takes it up."),
        "accepted": _("The market will call the stall and you, and weigh again in the open if that helps."),
        "mediation": _("Both sides are being heard. Any agreement will be written here."),
        "agreed": _("An agreement was reached. What is left to pay of it is paid next."),
        "not-agreed": _("No agreement was reached. The market may pay first, or close with an answer to you."),
        "remedied": _("You have been paid. The market will close the complaint with an answer."),
        "refused": _("The complaint was not taken up. You may call 12315 if you disagree."),
        "closed": _("This complaint is closed. You may call 12315 if you disagree."),
        "joined": _("This complaint is handled together with another one about the same matter."),
        "withdrawn": _("You have withdrawn this complaint. Nothing more happens."),
    }
    return Next(words[complaint.state], clock(complaint, today).due_on)


def is_over(complaint: Complaint) -> bool:
    return flow().states[complaint.state].final


def can_withdraw(complaint: Complaint) -> bool:
    return complaint.state in flow().moves["withdraw"].from_states


def open_to_complainant(complaint: Complaint) -> list[str]:
    """What the complainant may do now; an appeal only while the market has it in hand."""
    moves = [move.name for move in allowed(complaint.state, "consumer")]
    has_authority = complaint.desk != complaint.market.area
    return [name for name in moves if not (has_authority and name in ("appeal", "appeal-end"))]


def title(event: ComplaintEvent) -> str:
    titles = {
        "lodge": _("You lodged the complaint"),
        "accept": _("The complaint was accepted"),
        "refuse": _("The complaint was not accepted"),
        "call-operator": _("The stall was called"),
        "call-consumer": _("You were called"),
        "repeat-weighing": _("The goods were weighed again in the open"),
        "start-mediation": _("Mediation began"),
        "agree": _("Both sides agreed"),
        "fail": _("Mediation ended without agreement"),
        "pay": _("The stall paid you"),
        "advance": _("The market paid you first, and will recover it from the stall"),
        "close": _("The complaint was closed"),
        "withdraw": _("You withdrew the complaint"),
        "ask-papers": _("Something is missing: please supply it"),
        "supply": _("You supplied something"),
        "send-for-testing": _("An instrument was sent for testing; the clock stands still meanwhile"),
        "testing-done": _("The result of the testing has come"),
        "split-report": _("What may be an offence is looked into on its own"),
        "transfer": _("Another office takes care of it now"),
        "relocate": _("The place was corrected"),
        "join": _("It was joined to another complaint about the same matter"),
        "appeal": _("You appealed: the market does not act"),
        "appeal-end": _("You appealed against how it was ended"),
        "reopen": _("The authority has taken it up again"),
        "overdue": _("It took too long: the office above has it now"),
        "rate": _("You rated how it was handled"),
    }
    return titles[event.move]


def _detail(event: ComplaintEvent) -> str:
    facts: dict[str, Any] = event.facts
    if event.move == "agree":
        amounts = {name: format_yuan(facts[f"{name}_fen"]) for name in ("refund", "compensation")}
        return _("Refund %(refund)s, compensation %(compensation)s") % amounts
    if event.move in ("pay", "advance"):
        return format_yuan(facts["paid_fen"])
    if event.move == "repeat-weighing":
        masses = {"settled": format_reading(facts["settled_mg"]), "actual": format_reading(facts["actual_mg"])}
        return _("Paid for %(settled)s, weighed %(actual)s") % masses
    if event.move == "rate":
        return f"{_stars(facts['stars'])} {event.note}".strip()
    if event.move in ("transfer", "overdue"):
        return name_of_area(event.facts.get("desk", ""))
    if event.move == "relocate":
        return str(event.facts["place"])
    if event.move == "ask-papers":
        return _("%(text)s (by %(day)s)") % {"text": event.facts["text"], "day": event.facts["papers_due_on"]}
    if event.move in ("supply", "testing-done", "appeal", "appeal-end"):
        return str(event.facts["text"])
    if event.move == "refuse":
        return f"{_ground(facts['ground'], localdate(event.at))} {facts.get('told', '')}".strip()
    return str(facts.get("answer", "") or facts.get("reason", ""))


def _stars(given: int) -> str:
    return _("%(given)s of 5 stars.") % {"given": given}


def _ground(key: str, on: date) -> str:
    return next((ground.name(get_language() or "zh-hans") for ground in refusal_grounds(on) if ground.key == key), key)
