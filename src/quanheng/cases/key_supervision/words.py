"""Reasons, innocent explanations and the history in plain words: for the office, for the operator, and on paper."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases.key_supervision import innocent, reasons
from quanheng.cases.key_supervision.figures import Figures
from quanheng.cases.key_supervision.innocent import Explanation
from quanheng.cases.key_supervision.reasons import Reason
from quanheng.cases.key_supervision.thresholds import Thresholds
from quanheng.inference.rates import Share

NAMES: dict[str, Promise] = {
    reasons.COMPLAINTS: gettext_lazy("More people complain than elsewhere"),
    reasons.UPHELD: gettext_lazy("More complaints prove right than elsewhere"),
    reasons.EXCEEDED: gettext_lazy("More re-weighings exceed the limit than elsewhere"),
    reasons.CARDS: gettext_lazy("Several confirmed cards"),
    reasons.IDENTITY: gettext_lazy("A finding on a scale's identity was referred"),
    reasons.OVERDUE: gettext_lazy("Instruments in use long after their verification ended"),
    reasons.OPENED: gettext_lazy("Scales opened without a repair on record"),
}
VERDICTS: dict[str, tuple[str, Promise]] = {
    "more": ("bad", gettext_lazy("speaks for it")),
    "as-others": ("quiet", gettext_lazy("may be chance")),
    "too-few": ("quiet", gettext_lazy("too few to say")),
    "none": ("good", gettext_lazy("nothing")),
}
CIRCLES = {"market": gettext_lazy("other stalls of the market"), "county": gettext_lazy("other stalls of the county")}
# What each count is out of.
_OUT_OF: dict[str, Promise] = {
    reasons.COMPLAINTS: gettext_lazy("%(hits)s people, %(of)s weighings"),
    reasons.UPHELD: gettext_lazy("%(hits)s complaints that proved right, %(of)s weighings"),
    reasons.EXCEEDED: gettext_lazy("%(hits)s of %(of)s re-weighed purchases"),
    reasons.CARDS: gettext_lazy("%(hits)s cards, %(of)s complaints ended"),
    reasons.IDENTITY: gettext_lazy("%(hits)s of %(of)s checks of identity"),
    reasons.OVERDUE: gettext_lazy("%(hits)s of %(of)s instruments in use"),
    reasons.OPENED: gettext_lazy("opened %(hits)s times, %(of)s instruments in use"),
}
_PER_THOUSAND = (reasons.COMPLAINTS, reasons.UPHELD)


@dataclass(frozen=True)
class Line:
    """One look at the figures as a row: what, how many of how many, the rate, the others, and what follows."""

    name: str
    title: str
    tone: str
    word: str
    own: str
    rate: str
    others: str
    rate_of_others: str
    chance: str


def line(reason: Reason) -> Line:
    tone, word = VERDICTS[reason.verdict]
    compared = reason.others is not None
    return Line(
        reason.name,
        str(NAMES[reason.name]),
        tone,
        str(word),
        _own(reason),
        _rate(reason.name, reason.own) if compared else "",
        _count(reason.name, reason.others) if compared else "",
        _rate(reason.name, reason.others) if compared else "",
        _chance(reason),
    )


def _own(reason: Reason) -> str:
    """What is on record; beside it, as what the stall is compared where that is more."""
    if reason.on_record is None:
        return _count(reason.name, reason.own)
    told = _count(reason.name, Share(reason.own.hits, reason.on_record))
    return _("%(told)s (compared as if %(of)s)") % {"told": told, "of": reason.own.of}


def _count(name: str, share: Share) -> str:
    return str(_OUT_OF[name]) % {"hits": share.hits, "of": share.of}


def _rate(name: str, share: Share) -> str:
    if not share.of:
        return "—"
    if name in _PER_THOUSAND:
        return _("%(rate)s in a thousand") % {"rate": f"{share.rate * 1000:.2f}"}
    return f"{share.rate * 100:.1f} %"


def _chance(reason: Reason) -> str:
    """How often it would happen where nothing is different."""
    if reason.tail is None or reason.verdict not in ("more", "as-others"):
        return ""
    if reason.tail < 1e-6:
        return _("less than once in a million")
    return _("once in %(n)s") % {"n": round(1 / reason.tail)}


def sentence(explanation: Explanation) -> str:
    return _EXPLAINED[explanation.name](explanation)


def _said(text: Promise) -> Callable[[Explanation], str]:
    return lambda told: str(text) % {"n": told.n, "of": told.of}


_EXPLAINED = {
    innocent.BUSY: _said(
        gettext_lazy(
            "A busy stall has more complaints: it made %(n)s of the %(of)s weighings. The comparison allows for that, "
            "but not for customers who look more closely."
        )
    ),
    innocent.FEW_PEOPLE: _said(
        gettext_lazy("One angry shopper may complain again and again: %(of)s complaints came from %(n)s people.")
    ),
    innocent.UNRECORDED: _said(
        gettext_lazy(
            "Only %(n)s weighings are on record, so the stall may sell on a scale that sends none; it is compared as "
            "if it had made %(of)s."
        )
    ),
    innocent.CHOSEN_OF_MANY: _said(
        gettext_lazy(
            "Shoppers re-weigh what they doubt, and here %(n)s of %(of)s purchases: those are not a fair sample. "
            "Wrong goods on the pan, a forgotten bag or somebody else's receipt look like short weight as well."
        )
    ),
    innocent.CHOSEN: _said(
        gettext_lazy(
            "Shoppers re-weigh what they doubt, so %(n)s re-weighed purchases are not a fair sample. Wrong goods on "
            "the pan, a forgotten bag or somebody else's receipt look like short weight as well."
        )
    ),
    innocent.CHECK_SCALE: _said(
        gettext_lazy("%(n)s of the %(of)s were re-weighed on a check scale that nobody had checked in the week before.")
    ),
    innocent.SET_ASIDE: _said(
        gettext_lazy("%(n)s more re-weighings were on a check scale that failed its check; they count neither way.")
    ),
    innocent.WATER: _said(
        gettext_lazy("%(n)s of the %(of)s were goods that lose water: lettuce dries, fish drips on the way.")
    ),
    innocent.BROKE: lambda told: (
        _("A scale may break honestly: %(n)s repairs or failed verifications are on record in this time.")
        % {"n": told.n}
        if told.n
        else _("A scale may break, or stand askew, without anybody noticing; no repair is on record in this time.")
    ),
    innocent.NEW_OPERATOR: _said(
        gettext_lazy("Somebody new works at this stall; what was before their first day is not counted.")
    ),
    innocent.MISTAKEN: _said(
        gettext_lazy("Scales are swapped by dealers and repairers too, and the register may be wrong.")
    ),
    innocent.ON_THE_WAY: _said(
        gettext_lazy("The verification may be applied for, or the instrument out of use without anybody telling it.")
    ),
}


def reasons_told(names: list[str]) -> str:
    """For a list: the names in one line, those that this version knows."""
    told = [str(NAMES[name]) for name in names if name in NAMES]
    return _("; ").join(told) or _("what a person saw")


def in_short(figures: Figures, names: list[str], limits: Thresholds) -> list[str]:
    """For a list: of each reason how many of how many, and the rate of the others; never a bare number."""
    told = [one for one in lines(figures, limits) if one.name in names]
    return [
        _("%(own)s, %(rate)s; others %(rate_of_others)s")
        % {"own": one.own, "rate": one.rate, "rate_of_others": one.rate_of_others}
        if one.rate
        else one.own
        for one in told
    ]


def lines(figures: Figures, limits: Thresholds) -> list[Line]:
    return [line(one) for one in reasons.reasons(figures, limits)]


def explained(figures: Figures, names: list[str], limits: Thresholds) -> list[str]:
    return [sentence(one) for one in innocent.explanations(figures, names, limits.least_weighings)]


HISTORY: dict[str, Promise] = {
    "proposed": gettext_lazy("Proposed by the nightly count"),
    "asked": gettext_lazy("Proposed by a person"),
    "counted": gettext_lazy("Something new was counted"),
    "confirm": gettext_lazy("Put under key supervision"),
    "dismiss": gettext_lazy("Proposal dismissed"),
    "extend": gettext_lazy("Key supervision extended"),
    "end": gettext_lazy("Key supervision ended"),
    "told": gettext_lazy("The operator was told"),
    "heard": gettext_lazy("The operator has read it"),
    "object": gettext_lazy("The operator objected, on paper"),
    "objected": gettext_lazy("The operator objected"),
    "answer": gettext_lazy("The objection was answered"),
}
