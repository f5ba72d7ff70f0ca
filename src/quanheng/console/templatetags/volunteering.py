"""Words for volunteer supervisors, their activities and checks."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quanheng.console.templatetags.words import word
from quanheng.supervision import findings
from quanheng.supervision.answers import SENTENCES
from quanheng.supervision.check_list import newest_decision
from quanheng.supervision.models import Activity, SpotCheck, Volunteer

register = template.Library()

CHECK_STATES = {
    "clear": ("good", _("All in order")),
    "open": ("warn", _("To be decided")),
}
DECIDED = {
    "nothing": ("quiet", _("Looked into: nothing")),
    "told": ("good", _("Told")),
    "verify": ("good", _("Sent to verification")),
    "complaint": ("good", _("Handled as a complaint")),
    "report": ("good", _("Handed on as a report")),
}
DECIDE = {
    "nothing": _("Nothing has to be put right"),
    "told": _("The stallholder or the market was told"),
    "verify": _("Send the scale to verification"),
    "complaint": _("Open a complaint"),
    "report": _("Open a report of an offence"),
}
FILTERS = {"": _("All"), "open": _("To be decided"), "decided": _("Decided"), "clear": _("All in order")}
VOLUNTEER_STATES = {"applied": "warn", "declined": "quiet", "appointed": "good", "ended": "quiet"}
ACTIVITY_STATES = {"planned": "warn", "held": "good", "cancelled": "quiet"}
EVENTS = {
    "applied": _("Applied"),
    "invited": _("Asked by the office"),
    "appointed": _("Appointed"),
    "declined": _("Declined"),
    "renewed": _("Renewed"),
    "ended": _("Appointment ended"),
}


@register.filter
def check_state(row: SpotCheck) -> SafeString:
    decision = newest_decision(row)
    return word(*(DECIDED[decision.kind] if decision else CHECK_STATES[row.state]))


@register.filter
def check_filter(value: str) -> object:
    return FILTERS[value]


@register.filter
def finding(code: str) -> str:
    return findings.name(code)


@register.filter
def decide_kind(kind: str) -> object:
    return DECIDE[kind]


@register.filter
def decided_kind(kind: str) -> SafeString:
    return word(*DECIDED[kind])


@register.filter
def told_volunteer(kind: str) -> object:
    return SENTENCES[kind]


@register.filter
def volunteer_state(row: Volunteer) -> SafeString:
    return word(VOLUNTEER_STATES[row.state], row.get_state_display())


@register.filter
def state_filter(value: str) -> object:
    return dict(Volunteer._meta.get_field("state").choices).get(value, _("All"))


@register.filter
def volunteer_event(kind: str) -> object:
    return EVENTS[kind]


@register.filter
def activity_state(row: Activity) -> SafeString:
    return word(ACTIVITY_STATES[row.state], row.get_state_display())
