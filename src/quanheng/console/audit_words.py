"""An audit entry in the reader's language: what was done, and each thing before and after."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from quanheng.law.complaint_flow import flow
from quanheng.people.models import AuditEntry, Role
from quanheng.register.area_names import name_of_area
from quanheng.register.describing import COLUMNS
from quanheng.register.kinds.asked import fields_of
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.kinds.told import words
from quanheng.register.models.verification import VerificationState
from quanheng.register.unified import FIVE

ACTS = {
    "sign-in": gettext_lazy("Signed in"),
    "sign-in-refused": gettext_lazy("Sign-in refused"),
    "account-invited": gettext_lazy("Account given"),
    "account-reset": gettext_lazy("New password asked for"),
    "account-closed": gettext_lazy("Account closed"),
    "account-reopened": gettext_lazy("Account opened again"),
    "password-set": gettext_lazy("Password set"),
    "partner-admitted": gettext_lazy("Other system admitted"),
    "partner-ended": gettext_lazy("Other system ended"),
    "market-unified": gettext_lazy("Five unified changed"),
    "instrument-registered": gettext_lazy("Instrument registered"),
    "instrument-described": gettext_lazy("Particulars of an instrument changed"),
    "export": gettext_lazy("List taken away as a file"),
    "weekly-check": gettext_lazy("Weekly check"),
    "verification-apply": gettext_lazy("Verification applied for"),
    "verification-schedule": gettext_lazy("Verification planned"),
    "verification-start": gettext_lazy("Verification begun"),
    "verification-finish": gettext_lazy("Verification finished"),
    "verification-withdraw": gettext_lazy("Verification withdrawn"),
    "identity-check": gettext_lazy("Identity checked"),
    "identity-dismissed": gettext_lazy("Finding about an identity dismissed"),
    "identity-referred": gettext_lazy("Finding about an identity referred"),
    "card-confirm": gettext_lazy("Card confirmed"),
    "card-dismiss": gettext_lazy("Card dismissed"),
    "report-decided": gettext_lazy("Report of an offence decided"),
    "report-informed": gettext_lazy("Reporter told of the decision"),
    "contact-shown": gettext_lazy("Contact of a complainant shown"),
    "contact-erased": gettext_lazy("Contact of a complainant erased"),
}
NAMES = {
    **FIVE,
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Role"),
    "area": gettext_lazy("Area"),
    "active": gettext_lazy("Account open"),
    "state": gettext_lazy("State"),
    "instruments": gettext_lazy("Instruments"),
    "passed": gettext_lazy("Passed"),
    "outcome": gettext_lazy("Outcome"),
    "check": gettext_lazy("Check number"),
    "decision": gettext_lazy("Decision"),
    "format": gettext_lazy("Format"),
    "rows": gettext_lazy("Rows"),
    "whole": gettext_lazy("Whole"),
    "filters": gettext_lazy("Filter"),
    "offence": gettext_lazy("Offence"),
    "colour": gettext_lazy("Colour"),
}
YES_NO = {True: pgettext_lazy("answer", "yes"), False: pgettext_lazy("answer", "no")}
COMPLAINT = "complaint-"
# Of an instrument of a known kind; the same names mean the same wherever two kinds share them.
OWN = {one.name: one for description in DESCRIPTIONS.values() for one in fields_of(description)}
OWN_NAMES = {name: label for name, (label, _length) in COLUMNS.items()} | {
    name: one.asked.label for name, one in OWN.items()
}


@dataclass(frozen=True)
class Change:
    name: str
    before: str
    after: str


def act(code: str) -> str:
    """The code itself where nobody has given it a name."""
    if code in ACTS:
        return str(ACTS[code])
    move = flow().moves.get(code.removeprefix(COMPLAINT)) if code.startswith(COMPLAINT) else None
    return _("Complaint: %(move)s") % {"move": move.label(get_language() or "zh-hans")} if move else code


def changes(entry: AuditEntry) -> list[Change]:
    names = dict.fromkeys([*entry.before, *entry.after])
    return [
        Change(
            str(NAMES.get(name) or OWN_NAMES.get(name, name)),
            _said(name, entry.before, entry),
            _said(name, entry.after, entry),
        )
        for name in names
    ]


def _said(name: str, side: dict, entry: AuditEntry) -> str:
    if name not in side:
        return ""
    value = side[name]
    if entry.act == "instrument-described" and name in OWN:
        return words(OWN[name], value)
    if isinstance(value, bool):
        return str(YES_NO[value])
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name == "area" and isinstance(value, str):
        return name_of_area(value)
    if name == "state":
        return _state(entry, str(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _state(entry: AuditEntry, value: str) -> str:
    if entry.act.startswith(COMPLAINT) and value in flow().states:
        return flow().states[value].name(get_language() or "zh-hans")
    return str(VerificationState(value).label) if value in VerificationState.values else value
