"""What the page of one card shows: why it is there, what it asks for and how far that is done, who did what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from quanheng.cases import card_fields, card_measures, cards
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Card, CardEvent
from quanheng.console.move_forms import Attempt, MoveForm, Question
from quanheng.law.card_flow import CardAct, card_flow
from quanheng.law.complaint_flow import flow
from quanheng.law.units import format_yuan
from quanheng.people.models import Role, User
from quanheng.people.permissions import may
from quanheng.register.area_names import name_of_area


@dataclass(frozen=True)
class Measure:
    """One thing the card asks for; ``tone`` and ``word`` say how far it is, ``told`` the rest."""

    name: object
    asked: str
    tone: str
    word: object
    told: str = ""


@dataclass(frozen=True)
class Entry:
    at: datetime
    title: str
    who: str
    facts: list[tuple[str, str]]
    note: str


def context_of(card: Card, viewer: User, attempt: Attempt) -> dict[str, object]:
    language = get_language() or "zh-hans"
    return {
        "card": card,
        "clauses": [cited["en" if language.startswith("en") else "zh"] for cited in card.clauses],
        "rectification_clause": card_flow().rectification_clause.cite(language),
        "evidence": evidence_of(card.complaint),
        "measures": measures(card, timezone.localdate()),
        "today": timezone.localdate(),
        "closed_days": card_measures.closed_days(card),
        "story": story(card, viewer),
        "forms": _forms(card, viewer, attempt),
        "attempt": attempt,
        "may_see_complaint": may(viewer, "see-complaints"),
        "appeal_office": name_of_area(cards.office_above(card)) if card.decided_at else "",
        "is_mine_to_judge": card.state == "appealed" and cards.is_above(card, viewer),
        "has_notice": card.state in {*card_flow().standing, "revoked"},
    }


def measures(card: Card, today: date) -> list[Measure]:
    asked = (_closure(card, today), _penalty(card), _expulsion(card, today), _rectification(card))
    return [one for one in asked if one is not None]


def _waits(card: Card, act: str, today: date) -> str:
    if not (card_measures.is_standing(card) and card_measures.is_held_up(card, act, today)):
        return ""
    if card.state == "appealed":
        return _("waits for the decision on the appeal")
    return _("waits until nobody may appeal any more")


def _closure(card: Card, today: date) -> Measure | None:
    if not card.closure_days and card.closed_from is None:
        return None
    name = gettext_lazy("Closure")
    asked = ngettext("%(days)s day", "%(days)s days", card.closure_days) % {"days": card.closure_days}
    if card.closed_from is None or card.closed_until is None:
        return _not_begun(card, name, asked, _waits(card, "close-stall", today))
    span = f"{card.closed_from.isoformat()} – {card.closed_until.isoformat()}"
    if card.reopened_on:
        told = _("%(span)s, trading again since %(day)s") % {"span": span, "day": card.reopened_on.isoformat()}
        return Measure(name, asked, "good", gettext_lazy("Ended"), told)
    if not card_measures.is_standing(card) or today > card.closed_until:
        return Measure(name, asked, "bad", gettext_lazy("To be ended"), span)
    return Measure(name, asked, "warn", gettext_lazy("Closed now"), span)


def _not_begun(card: Card, name: object, asked: str, why: str) -> Measure | None:
    if card.state == "revoked":
        return Measure(name, asked, "quiet", gettext_lazy("No longer"))
    return Measure(name, asked, "quiet" if why else "warn", gettext_lazy("Not begun"), why)


def _penalty(card: Card) -> Measure | None:
    if not card.market_penalty_fen and not card.penalty_paid_on:
        return None
    name, asked = gettext_lazy("Contract penalty"), format_yuan(card.market_penalty_fen)
    if card.penalty_paid_on is None:
        why = _waits(card, "penalty-paid", timezone.localdate())
        return _not_begun(card, name, asked, why) if card.state == "revoked" or why else _unpaid(name, asked)
    told = f"{card.penalty_paid_on.isoformat()} · {_receipt(card, 'penalty-paid')}"
    if card.state != "revoked":
        return Measure(name, asked, "good", gettext_lazy("Paid up"), told)
    if card.penalty_returned_on is None:
        return Measure(name, asked, "bad", gettext_lazy("To be paid back"), told)
    back = f"{card.penalty_returned_on.isoformat()} · {_receipt(card, 'penalty-returned')}"
    return Measure(name, asked, "good", gettext_lazy("Paid back"), f"{told}; {back}")


def _unpaid(name: object, asked: str) -> Measure:
    return Measure(name, asked, "warn", gettext_lazy("Not paid"))


def _receipt(card: Card, act: str) -> str:
    event = card.events.filter(act=act).last()
    return str(event.facts["receipt"]) if event else ""


def _expulsion(card: Card, today: date) -> Measure | None:
    if not card.expelled and card.expelled_on is None:
        return None
    name, asked = gettext_lazy("Leaves the market"), ""
    if card.expelled_on:
        return Measure(name, asked, "good", gettext_lazy("Gone"), card.expelled_on.isoformat())
    return _not_begun(card, name, asked, _waits(card, "expel", today))


def _rectification(card: Card) -> Measure | None:
    name = gettext_lazy("Put right")
    words = {
        "": ("warn", gettext_lazy("Not told yet")),
        "told": ("warn", gettext_lazy("Told, to be confirmed")),
        "accepted": ("good", gettext_lazy("Done and confirmed")),
    }
    if not card_measures.is_standing(card) and card.rectification != "accepted":
        return None
    told = card.events.filter(act="rectify").last()
    return Measure(name, "", *words[card.rectification], str(told.facts["text"]) if told else "")


def story(card: Card, viewer: User) -> list[Entry]:
    """An operator reads which office did what, and not which person."""
    named = viewer.role != Role.OPERATOR
    told = [_entry(event, named=named) for event in card.events.select_related("actor")]
    proposed = Entry(card.proposed_at, _("Proposed by the system"), "", [], "")
    return [proposed, *told]


def _entry(event: CardEvent, *, named: bool) -> Entry:
    language = get_language() or "zh-hans"
    done, role = card_flow().acts.get(event.act), flow().roles.get(event.actor_role)
    office = role.name(language) if role else event.actor_role
    who = f"{event.actor.name} · {office}" if event.actor and named else office
    note = str(event.facts.get("reason") or event.facts.get("text") or "")
    return Entry(event.at, done.label(language) if done else event.act, who, _facts(event), note)


def _facts(event: CardEvent) -> list[tuple[str, str]]:
    told = [
        (card_fields.field(event.act, name).label, _value(name, str(event.facts[name])))
        for name in card_fields.KINDS
        if name in event.facts and name not in ("reason", "text")
    ]
    if event.act == "count-changed":
        told.append((_("Offence as counted now"), str(event.facts["now"])))
        told.append((_("Card that was revoked"), str(event.facts["because"])))
    return told


def _value(name: str, value: str) -> str:
    return str(card_fields.SEEN.get(value, value)) if name == "seen" else value


def _forms(card: Card, viewer: User, attempt: Attempt) -> list[MoveForm]:
    acts = cards.acts_open_to(card, viewer) if may(viewer, "act-on-cards") else []
    opened = attempt.move or (acts[0].name if card.state in ("proposed", "appealed") and acts else "")
    return [_form(one, attempt, is_open=one.name == opened) for one in acts]


def _form(one: CardAct, attempt: Attempt, *, is_open: bool) -> MoveForm:
    tried = attempt if attempt.move == one.name else Attempt()
    known = {"on": timezone.localdate().isoformat()}
    questions = [
        Question(
            card_fields.field(one.name, name), tried.given.get(name, known.get(name, "")), tried.errors.get(name, "")
        )
        for name in (*one.needs, *one.may)
    ]
    label = one.label(get_language() or "zh-hans")
    return MoveForm(one.name, label, [], questions, takes_note=False, note="", note_error="", is_open=is_open, key="")
