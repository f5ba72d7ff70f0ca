"""What may be wrong with what was entered for a field of a kind, in plain words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

WORDS = {
    "number": _("expected a number, with at most %(decimals)s decimals"),
    "range": _("expected from %(least)s to %(most)s %(unit)s"),
    "detail-long": _("expected at most %(most)s characters"),
    "detail-choice": _("expected one of: %(known)s"),
    "day": _("expected a date such as 2026-01-31"),
    "not-of-kind": _("this kind of instrument has no such particular; leave the cell empty"),
    "intervals": _("expected Max and e as 15kg/5g, or of several ranges as 15kg/5g,30kg/10g"),
    "row-sign": _("must not contain / or ;"),
    "rows-many": _("expected at most %(most)s rows"),
    "row-twice": _("this number stands in two rows"),
    "row-number": _("give the number of this row"),
    "upper": _("the upper end lies below the lower one"),
    "plate": _("expected a licence plate: province, letter, five or six letters and digits"),
    "before-installed": _("earlier than the day of installation"),
}


class Unfit(NamedTuple):
    code: str
    facts: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return str(WORDS[self.code]) % self.facts
