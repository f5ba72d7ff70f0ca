"""Colours with their words: verdicts, verification, the line, clocks, states, reasons."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from quanheng.cases.categories import Category
from quanheng.cases.clock import clock
from quanheng.cases.models import Card, Complaint
from quanheng.console import verdicts
from quanheng.console.card_words import left
from quanheng.law.card_flow import card_flow
from quanheng.law.complaint_flow import flow
from quanheng.law.goods import GOODS
from quanheng.measuring import photographs
from quanheng.measuring.line_state import LineState
from quanheng.measuring.models import Recheck
from quanheng.register.area_names import place_name
from quanheng.register.importing.ledgers import LEDGERS
from quanheng.register.models import ImportJob, Instrument, Place, Region
from quanheng.register.replacement_pace import Outlook
from quanheng.register.standing import standing

register = template.Library()

LINE = {
    "online": ("good", _("Online")),
    "quiet": ("warn", _("Online, no record")),
    "offline": ("bad", _("Offline")),
    "never": ("quiet", _("Never heard")),
    "no-line": ("quiet", _("Not networked")),
}
STANDING = {
    "verified": ("good", _("Verified")),
    "due-soon": ("warn", _("Verification due soon")),
    "undated": ("warn", _("Verified, last day not known")),
    "overdue": ("bad", _("Verification overdue")),
    "void": ("bad", _("Verification no longer valid")),
    "failed": ("bad", _("Failed its verification")),
    "unverified": ("bad", _("Not verified")),
}
STATES = {"lodged": "warn", "refused": "quiet", "closed": "quiet", "withdrawn": "quiet", "not-agreed": "bad"}
CLOCK = {"green": "good", "amber": "warn", "red": "bad", "grey": "quiet"}
REASONS = {
    "not-a-frame": _("Not a frame"),
    "malformed": _("Malformed"),
    "too-large": _("Too large"),
    "unknown-scale": _("Unknown scale"),
    "signature-wrong": _("Signature wrong"),
    "wrong-topic": _("Wrong topic"),
    "impossible-time": _("Impossible time"),
    "impossible-mass": _("Impossible mass"),
    "number-reused": _("Number used twice"),
    "not-a-check-scale": _("Not a check scale"),
    "unstorable": _("Could not be stored, our fault"),
}
OUTLOOKS = {
    "done": ("good", _("Done")),
    "in-time": ("good", _("In time")),
    "late": ("bad", _("Too late")),
    "standstill": ("bad", _("No progress")),
    "too-early": ("quiet", _("Too early to say")),
}
IMPORTS = {
    "mapping": ("warn", _("Columns to be confirmed")),
    "check": ("quiet", _("Being checked")),
    "checked": ("warn", _("Checked, not entered yet")),
    "load": ("quiet", _("Being entered")),
    "done": ("good", _("Entered")),
    "refused": ("bad", _("Cannot be read")),
}
CARD_STATES = {
    "proposed": "warn",
    "confirmed": "bad",
    "dismissed": "quiet",
    "appealed": "warn",
    "upheld": "bad",
    "revoked": "quiet",
}
CARDS = {"yellow": _("Yellow card"), "red": _("Red card")}
ACTS = {
    "tare": _("tare"),
    "preset-tare": _("preset tare"),
    "zero": _("zero"),
    "typed-amount": _("amount typed"),
    "typed-mass": _("mass typed"),
    "key-code": _("key code"),
    "void": _("void"),
}
EVENTS = {
    "power-on": _("Switched on"),
    "power-off": _("Switched off"),
    "housing-opened": _("Housing opened"),
    "locked": _("Locked"),
    "unlock-refused": _("Code refused"),
    "unlocked": _("Unlocked"),
    "parameter-changed": _("Parameter changed"),
}


def word(tone: str, said: object) -> SafeString:
    return format_html('<span class="word {}">{}</span>', tone, said)


@register.filter
def verdict(recheck: Recheck) -> SafeString:
    badge = verdicts.badge(recheck)
    return word(badge.tone, badge.word)


@register.filter
def rule_verdict(answer: dict) -> SafeString:
    badge = verdicts.rule_badge(answer)
    return word(badge.tone, badge.word)


@register.filter
def line(state: LineState) -> SafeString:
    return word(*LINE[state.code])


@register.filter
def verification(instrument: Instrument) -> SafeString:
    return word(*STANDING[standing(instrument, timezone.localdate()).code])


@register.filter
def verification_days(instrument: Instrument) -> str:
    left = standing(instrument, timezone.localdate()).days_left
    if left is None:
        return ""
    if left < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -left) % {"days": -left}
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


@register.filter
def state(complaint: Complaint) -> SafeString:
    return word(STATES.get(complaint.state, "good"), state_name(complaint.state))


@register.filter
def state_name(key: str) -> str:
    return flow().states[key].name(get_language() or "zh-hans")


@register.filter
def move_name(key: str) -> str:
    return flow().moves[key].label(get_language() or "zh-hans")


@register.filter
def time_left(complaint: Complaint) -> SafeString:
    running = clock(complaint, timezone.localdate())
    return word(CLOCK[running.colour], running.words)


@register.filter
def card(proposed: Card) -> SafeString:
    return word(f"{proposed.colour}-card", CARDS[proposed.colour])


@register.filter
def card_state(row: Card) -> SafeString:
    name = card_flow().states[row.state].name(get_language() or "zh-hans")
    return word(CARD_STATES[row.state], name[:1].upper() + name[1:])


@register.filter
def card_left(row: Card) -> str:
    return left(row)


@register.filter
def category(key: str) -> object:
    return dict(Category.choices).get(key, key)


@register.filter
def is_kept(photograph_sha256: str) -> bool:
    """A re-weighing names its photograph before the photograph itself has arrived."""
    return photographs.is_kept(photograph_sha256)


@register.filter
def place(somewhere: Place | Region) -> str:
    return place_name(somewhere)


@register.filter
def goods(key: str) -> str:
    return GOODS[key].name(get_language() or "zh-hans") if key in GOODS else key


@register.filter
def reason(key: str) -> object:
    return REASONS.get(key, key)


@register.filter
def act(name: str) -> object:
    return ACTS.get(name, name)


@register.filter
def event(name: str) -> object:
    return EVENTS.get(name, name)


@register.filter
def told(judgement: dict) -> str:
    """The judgement in plain sentences of the reader's language."""
    said = judgement.get("told") or {}
    return said.get("en" if (get_language() or "").startswith("en") else "zh", "")


@register.filter
def in_language(judgement: dict) -> dict:
    """The judgement with its clauses cited in the reader's language."""
    english = (get_language() or "").startswith("en")
    return judgement.get("in_english", judgement) if english else judgement


@register.filter
def outlook(view: Outlook) -> SafeString:
    return word(*OUTLOOKS[view.code])


@register.filter
def import_stage(job: ImportJob) -> SafeString:
    return word(*IMPORTS[job.stage])


@register.filter
def ledger_label(job: ImportJob) -> object:
    return LEDGERS[job.ledger].label if job.ledger in LEDGERS else job.ledger
