"""What a check found, in plain words, and what may innocently be behind it. A finding accuses nobody."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quanheng.law.spot_checks import all_observations
from quanheng.supervision.models import SpotCheck

SHORT, SHORT_TYPED, ASKED = "short", "short-typed", "asked"
_NAMES = {
    SHORT: _("The check scale found more missing than the rules allow"),
    SHORT_TYPED: _("More was missing than the rules allow, by a reading typed by hand"),
    ASKED: _("The volunteer asks the office to look at it"),
}
_INNOCENT: dict[str, tuple[Promise, ...]] = {
    SHORT: (
        _("Something was taken out of the bag, or dripped or dried, between the two weighings."),
        _("The stallholder forgot the tare once; the next purchase shows whether it happens again."),
        _("The stall's scale is out of order without the stallholder knowing: have it verified."),
    ),
    SHORT_TYPED: (
        _("A digit was mistyped, or read from another scale."),
        _("Something was taken out of the bag, or dripped or dried, between the two weighings."),
        _("The goods were weighed with their bag once and without it the other time."),
    ),
    ASKED: (),
    "scale-code": (_("The label came off in cleaning, or the register has not printed it yet."),),
    "label-valid": (
        _("The scale was verified, and the new label is still on its way."),
        _("The label came off; by the standard the stallholder tells the market."),
    ),
    "seal-whole": (
        _("A seal breaks by itself when a scale is dropped or cleaned."),
        _("It was repaired and is waiting for its verification; then it may not be used meanwhile."),
    ),
    "unit-shown": (_("A basket stood in front of the display, or the price board had just been wiped."),),
    "check-scale-sign": (_("The sign was taken down for repair, or the check scale was moved that day."),),
    "phones-shown": (_("The board was being changed."),),
}


@dataclass(frozen=True)
class Finding:
    """One thing found: what, by which clause where it is an observation, and its innocent explanations."""

    code: str
    said: str
    clause: str
    innocent: tuple[Promise, ...]


def findings_of(row: SpotCheck) -> list[str]:
    """As codes. A reading typed by hand is a finding of its own kind: no check scale stands behind it."""
    weighed = [] if not row.exceeded else [SHORT if row.recheck_id and not row.settled_typed else SHORT_TYPED]
    seen = [name for name, is_so in row.observed.items() if not is_so]
    return [*weighed, *seen, *([ASKED] if row.asks_office else [])]


def told(codes: list[str]) -> list[Finding]:
    return [_told(code) for code in codes]


def name(code: str) -> str:
    lang = get_language() or "zh-hans"
    seen = all_observations().get(code)
    return seen.missing(lang) if seen else str(_NAMES.get(code, code))


def _told(code: str) -> Finding:
    lang = get_language() or "zh-hans"
    seen = all_observations().get(code)
    return Finding(code, name(code), seen.clause.cite(lang) if seen else "", _INNOCENT.get(code, ()))
