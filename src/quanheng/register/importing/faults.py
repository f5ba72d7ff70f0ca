"""What can be wrong with a row, in plain words, and with a file as a whole."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from quanheng.register import credit_code
from quanheng.register.kinds import unfit

WORDS = {
    "missing": _("this column must not be empty"),
    "too-long": _("expected at most %(max)s characters"),
    "control": _("contains characters that cannot be read"),
    "kind": _("not a kind of instrument known here; expected one of: %(known)s"),
    "choice": _("expected one of: %(known)s"),
    "date": _("expected a date such as 2026-01-31"),
    "future": _("the day is still to come"),
    "before": _("earlier than the day of verification"),
    "gtin": _("expected a GTIN of 8, 12, 13 or 14 digits with a right check digit"),
    "other-gtin": _("the same maker, model and serial number is registered with another GTIN"),
    "region": _("no region with this code or name"),
    "region-outside": _("this region lies outside your area"),
    "place": _("no place of this name in your area; register it first"),
    "place-ambiguous": _("several places have this name: give the county as well"),
    "stall": _("no stall of this number at this place"),
    "stall-twice": _("row %(row)s has this number already"),
    "no-market": _("this place is not a market; only markets have stalls"),
    "operator-later": _("whoever is at this stall now began later than this day; give the day of the change"),
    "region-county": _("several regions, or one with counties below it: give the code of the county"),
    "degrees": _("expected degrees from -%(limit)s to %(limit)s"),
    "firm-elsewhere": _("this organisation is registered outside your area; ask that office to change it"),
    **{f"uscc-{code}": said for code, said in credit_code.WORDS.items()},
    "elsewhere": _("this instrument is registered outside your area; ask that office to move it"),
}
FILE_WORDS = {
    "empty": _("The file has no rows."),
    "too-large": _("The file is larger than 50 MB. Divide it into several files."),
    "unpacks-too-large": _("The workbook unpacks to more than can be read. Save the one sheet that matters as CSV."),
    "old-excel": _("This is a workbook of the old kind (.xls). Save it as .xlsx or as CSV."),
    "not-a-workbook": _("The workbook cannot be read; it may be damaged or locked with a password."),
    "not-text": _("This is neither an .xlsx workbook nor a CSV file in UTF-8 or GB18030."),
    "too-wide": _("The sheet has more than 200 columns."),
    "cell": _("A cell holds more than can be read, or its quotation marks do not match."),
    "gone": _("The file is no longer kept. Upload it again."),
}


class Fault(NamedTuple):
    """``column`` is a field of the ledger; the page shows the heading that the office gave it."""

    column: str
    code: str
    value: str = ""
    facts: dict[str, Any] = {}


class SheetUnreadable(ValueError):
    """The file as a whole cannot be read; ``code`` is a key of FILE_WORDS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words(code: str, facts: dict[str, Any]) -> str:
    return str(WORDS[code] if code in WORDS else unfit.WORDS[code]) % facts
