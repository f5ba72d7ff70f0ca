"""Words and colours of checks of identity."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quanheng.console.templatetags.words import word
from quanheng.register.models import IdentityCheck

register = template.Library()
OUTCOMES = {
    "match": ("good", _("Match")),
    "elsewhere": ("warn", _("At another place")),
    "mismatch": ("bad", _("Mismatch")),
    "clone": ("bad", _("Seen at two places")),
    "unknown": ("bad", _("Unknown")),
}
SENTENCES = {
    "match": _("It is the scale on record"),
    "elsewhere": _("It is on record for another place: moved, or a copy?"),
    "mismatch": _("What stands on it is not what the register says"),
    "clone": _("The same identity was seen at two places"),
    "unknown": _("The register does not know this scale"),
}
VERDICTS = {
    "same": ("good", _("as on record")),
    "differs": ("bad", _("differs")),
    "missing": ("bad", _("not found on it")),
    "not-on-record": ("quiet", _("not on record")),
    "absent": ("quiet", _("neither")),
    "elsewhere": ("warn", _("at another place")),
}
SAID_BY_MAKER = {
    "same": ("good", _("as the maker has it")),
    "differs": ("bad", _("the maker has another")),
    "unknown": ("quiet", _("the maker keeps none")),
}
MAKER = {
    "not-asked": (
        "quiet",
        _("Its maker has no service on record: the check stands on the register alone."),
    ),
    "answered": ("good", _("The maker's service answered.")),
    "unreachable": ("warn", _("The maker's service could not be reached: the check stands on the register alone.")),
    "late": ("warn", _("The maker's service did not answer in time: the check stands on the register alone.")),
    "refused": ("warn", _("The maker's service refused the question: the check stands on the register alone.")),
    "malformed": ("warn", _("The maker's answer cannot be read: the check stands on the register alone.")),
    "wrongly-signed": (
        "bad",
        _("The answer is not signed by the maker and was not believed: the check stands on the register alone."),
    ),
    "another-question": (
        "bad",
        _("The answer belongs to another question and was not believed: the check stands on the register alone."),
    ),
}
TRIED = {
    "not-asked": _("No service is on record."),
    "answered": _("The service answers, and its answer is signed by this maker."),
    "unreachable": _("The service could not be reached at this address."),
    "late": _("The service did not answer in time."),
    "refused": _("The service refused the question."),
    "malformed": _("The service answers something that cannot be read."),
    "wrongly-signed": _("The service answers, but this key did not sign it."),
    "another-question": _("The service answers another question than it was asked, or its clock is wrong."),
}
VALUES = {
    "intact": _("intact"),
    "broken": _("broken or missing"),
    "scrapped": _("Scrapped"),
    "in-use": _("stands here"),
}
FILTERS = {"": _("All"), "open": _("To be decided")}
DECISIONS = {"dismissed": ("quiet", _("Ruled out")), "referred": ("warn", _("Referred"))}
DECIDE = {"dismissed": _("Rule out"), "referred": _("Refer")}


@register.filter
def identity_outcome(code: str) -> SafeString:
    return word(*OUTCOMES[code])


@register.filter
def identity_tone(code: str) -> str:
    return OUTCOMES[code][0]


@register.filter
def identity_sentence(code: str) -> object:
    return SENTENCES[code]


@register.filter
def identity_filter(code: str) -> object:
    return FILTERS[code] if code in FILTERS else OUTCOMES[code][1]


@register.filter
def identity_verdict(code: str) -> SafeString:
    return word(*VERDICTS[code])


@register.filter
def maker_verdict(code: str) -> SafeString:
    return word(*SAID_BY_MAKER[code])


@register.filter
def maker_state(code: str) -> object:
    return MAKER[code][1]


@register.filter
def maker_tried(code: str) -> object:
    return TRIED[code]


@register.filter
def maker_tone(code: str) -> str:
    return MAKER[code][0]


@register.filter
def mark_value(said: str) -> object:
    """A text as it stands on the scale, or one of our own words."""
    return VALUES.get(said, said)


@register.filter
def decided(row: IdentityCheck) -> SafeString | str:
    """How a finding stands; nothing for what is none."""
    newest = next(iter(row.decisions.all()), None)
    if newest:
        return word(*DECISIONS[newest.kind])
    return word("bad", _("To be decided")) if row.outcome in ("mismatch", "clone", "unknown") else ""


@register.filter
def decision_name(kind: str) -> SafeString:
    return word(*DECISIONS[kind])


@register.filter
def decide_name(kind: str) -> object:
    return DECIDE[kind]
