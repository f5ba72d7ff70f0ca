"""An audit entry in the reader's language: what was done, and each thing before and after."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from quanheng.cases.card_fields import SEEN
from quanheng.cases.models import KeyState
from quanheng.console.templatetags.identifying import OUTCOMES as IDENTITY
from quanheng.law.card_flow import card_flow
from quanheng.law.complaint_flow import flow
from quanheng.people.models import AuditEntry, Role
from quanheng.register.area_names import name_of_area
from quanheng.register.bulk.acts import ACTS as BULK
from quanheng.register.describing import COLUMNS
from quanheng.register.keeping.organisations import DOES
from quanheng.register.kinds.asked import fields_of
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.kinds.told import words
from quanheng.register.life_acts import ACTS as LIFE_ACTS
from quanheng.register.life_words import KIND_NAMES, STATUS_NAMES
from quanheng.register.models import Kind, LicenceKind, PlaceKind, SignKind
from quanheng.register.models.document import Sort
from quanheng.register.models.verification import VerificationState
from quanheng.register.unified import FIVE
from quanheng.register.unlocking import STEPS as UNLOCKING

ACTS = {
    "sign-in": gettext_lazy("Signed in"),
    "sign-in-refused": gettext_lazy("Sign-in refused"),
    "code-refused": gettext_lazy("Code at sign-in refused"),
    "recovery-code-used": gettext_lazy("Recovery code used"),
    "second-step-begun": gettext_lazy("Second step begun, not yet confirmed"),
    "second-step-on": gettext_lazy("Second step set up"),
    "second-step-off": gettext_lazy("Second step switched off"),
    "second-step-reset": gettext_lazy("Second step taken away, as the phone is lost"),
    "password-changed": gettext_lazy("Own password changed"),
    "reply-kept": gettext_lazy("Reply template kept"),
    "reply-changed": gettext_lazy("Reply template changed"),
    "reply-withdrawn": gettext_lazy("Reply template withdrawn"),
    "account-invited": gettext_lazy("Account given"),
    "account-reset": gettext_lazy("New password asked for"),
    "account-closed": gettext_lazy("Account closed"),
    "account-reopened": gettext_lazy("Account opened again"),
    "account-moved": gettext_lazy("Account follows its area"),
    "password-set": gettext_lazy("Password set"),
    "partner-admitted": gettext_lazy("Other system admitted"),
    "partner-ended": gettext_lazy("Other system ended"),
    "market-reported": gettext_lazy("Quarterly report submitted"),
    "region-added": gettext_lazy("Region entered"),
    "region-renamed": gettext_lazy("Region renamed"),
    "region-abolished": gettext_lazy("Region merged into another"),
    "organisation-added": gettext_lazy("Organisation entered"),
    "organisation-changed": gettext_lazy("Organisation changed"),
    "organisation-closed": gettext_lazy("Organisation closed"),
    "organisation-reopened": gettext_lazy("Organisation opened again"),
    "place-added": gettext_lazy("Place entered"),
    "place-changed": gettext_lazy("Place changed"),
    "place-closed": gettext_lazy("Place closed"),
    "place-reopened": gettext_lazy("Place opened again"),
    "place-moved": gettext_lazy("Place moved to another county"),
    "stall-opened": gettext_lazy("Stall opened"),
    "stall-changed": gettext_lazy("Stall changed"),
    "stall-handed-over": gettext_lazy("Stall handed over"),
    "stall-closed": gettext_lazy("Stall closed"),
    "selling-area-added": gettext_lazy("Selling area entered"),
    "selling-area-changed": gettext_lazy("Selling area changed"),
    "selling-area-removed": gettext_lazy("Selling area taken away"),
    "entrance-added": gettext_lazy("Entrance entered"),
    "entrance-changed": gettext_lazy("Entrance changed"),
    "entrance-removed": gettext_lazy("Entrance taken away"),
    "sign-seen": gettext_lazy("Sign looked at"),
    "licence-added": gettext_lazy("Licence entered"),
    "licence-ended": gettext_lazy("Licence ended"),
    "training-recorded": gettext_lazy("Training recorded"),
    "import-sent": gettext_lazy("Ledger sent"),
    "import-entered": gettext_lazy("Ledger entered"),
    "market-unified": gettext_lazy("Five unified changed"),
    "instrument-registered": gettext_lazy("Instrument registered"),
    "instrument-document-added": gettext_lazy("Document of an instrument added"),
    "instrument-document-withdrawn": gettext_lazy("Document of an instrument withdrawn"),
    "licence-document-added": gettext_lazy("Scan of a licence added"),
    "licence-document-withdrawn": gettext_lazy("Scan of a licence withdrawn"),
    "instrument-described": gettext_lazy("Particulars of an instrument changed"),
    "honesty-reminder-issued": gettext_lazy("Honesty reminder issued"),
    "honesty-reminder-read": gettext_lazy("Honesty reminder read by a place"),
    "honesty-reminder-withdrawn": gettext_lazy("Honesty reminder withdrawn"),
    "filter-shared": gettext_lazy("Filter shared"),
    "filter-forgotten": gettext_lazy("Shared filter forgotten"),
    "bulk-run": gettext_lazy("Act on many instruments"),
    "export": gettext_lazy("List taken away as a file"),
    "weekly-check": gettext_lazy("Weekly check"),
    "verification-apply": gettext_lazy("Verification applied for"),
    "verification-schedule": gettext_lazy("Verification planned"),
    "verification-start": gettext_lazy("Verification begun"),
    "verification-reading-replaced": gettext_lazy("Reading of a verification replaced"),
    "verification-pass": gettext_lazy("Verification passed"),
    "verification-fail": gettext_lazy("Verification failed"),
    "verification-withdraw": gettext_lazy("Verification withdrawn"),
    "identity-check": gettext_lazy("Identity checked"),
    "identity-dismissed": gettext_lazy("Finding about an identity dismissed"),
    "identity-referred": gettext_lazy("Finding about an identity referred"),
    "spot-check": gettext_lazy("Spot check made"),
    "spot-check-weighed": gettext_lazy("Reading of a spot check arrived"),
    "spot-check-nothing": gettext_lazy("Finding of a spot check: nothing to put right"),
    "spot-check-told": gettext_lazy("Finding of a spot check: told the stallholder"),
    "spot-check-verify": gettext_lazy("Finding of a spot check: scale sent to verification"),
    "spot-check-complaint": gettext_lazy("Finding of a spot check: complaint opened"),
    "spot-check-report": gettext_lazy("Finding of a spot check: report opened"),
    "volunteer-applied": gettext_lazy("Applied to be a volunteer supervisor"),
    "volunteer-appointed": gettext_lazy("Volunteer supervisor appointed"),
    "volunteer-declined": gettext_lazy("Application of a volunteer declined"),
    "volunteer-renewed": gettext_lazy("Volunteer supervisor renewed"),
    "volunteer-ended": gettext_lazy("Appointment of a volunteer ended"),
    "volunteer-shown": gettext_lazy("Contact of a volunteer shown"),
    "volunteer-erased": gettext_lazy("Contact of a volunteer erased"),
    "interest-declared": gettext_lazy("Stake of a volunteer declared"),
    "interest-ended": gettext_lazy("Stake of a volunteer taken off"),
    "activity-planned": gettext_lazy("Activity planned"),
    "activity-cancelled": gettext_lazy("Activity cancelled"),
    "activity-held": gettext_lazy("Activity ended with a report"),
    "activity-joined": gettext_lazy("Signed up for an activity"),
    "activity-left": gettext_lazy("Withdrew from an activity"),
    "maker-service-kept": gettext_lazy("Verification service of a maker changed"),
    "maker-delivered": gettext_lazy("Produced scales entered"),
    "maker-sold": gettext_lazy("Scale sold by its maker"),
    "complaint-assign": gettext_lazy("Complaint given to a colleague"),
    "complaint-ask-second-person": gettext_lazy("Second person asked for in a complaint"),
    "card-confirmed": gettext_lazy("Card confirmed"),
    "card-dismissed": gettext_lazy("Card dismissed"),
    "key-supervision-proposed": gettext_lazy("Operator proposed for key supervision"),
    "key-supervision-confirm": gettext_lazy("Operator put under key supervision"),
    "key-supervision-dismiss": gettext_lazy("Proposal of key supervision dismissed"),
    "key-supervision-extend": gettext_lazy("Key supervision extended"),
    "key-supervision-end": gettext_lazy("Key supervision ended"),
    "key-supervision-told": gettext_lazy("Operator told of key supervision"),
    "key-supervision-heard": gettext_lazy("Key supervision read by the operator"),
    "key-supervision-object": gettext_lazy("Objection to key supervision entered from paper"),
    "key-supervision-objected": gettext_lazy("Objection to key supervision"),
    "key-supervision-answer": gettext_lazy("Objection to key supervision answered"),
    "report-decided": gettext_lazy("Report of an offence decided"),
    "report-informed": gettext_lazy("Reporter told of the decision"),
    "paper-signed": gettext_lazy("Paper of a dispute signed"),
    "hotline-ticket": gettext_lazy("Ticket of a hotline taken"),
    "notice-sent-again": gettext_lazy("Message sent again"),
    "contact-shown": gettext_lazy("Contact of a complainant shown"),
    "contact-erased": gettext_lazy("Contact of a complainant erased"),
    **{f"instrument-{kind}": KIND_NAMES[kind] for kind in LIFE_ACTS},
    **{kind: KIND_NAMES[kind] for kind in UNLOCKING},
}
NAMES = {
    **FIVE,
    **DOES,
    "name": pgettext_lazy("of a thing", "Name"),
    "quarter": gettext_lazy("Quarter"),
    "remarks": gettext_lazy("Remarks"),
    "kind": gettext_lazy("Kind"),
    "level": gettext_lazy("Level"),
    "seen_on": gettext_lazy("Looked at on"),
    "in_order": gettext_lazy("In order"),
    "note": gettext_lazy("Remarks"),
    "file": gettext_lazy("File"),
    "next_due_on": gettext_lazy("Due again on"),
    "certificate": gettext_lazy("Certificate number"),
    "ended_on": gettext_lazy("Ended on"),
    "name_en": gettext_lazy("Name in English"),
    "code": gettext_lazy("Code"),
    "uscc": gettext_lazy("Unified social credit code"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone"),
    "complaint_phone": gettext_lazy("Complaints by phone"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "run_by": gettext_lazy("Run by"),
    "opened_on": gettext_lazy("Open since"),
    "closed_on": gettext_lazy("Closed on"),
    "number": gettext_lazy("Number"),
    "stall_type": gettext_lazy("Stall type"),
    "operator_name": gettext_lazy("Operator"),
    "operator_uscc": gettext_lazy("Credit code of the operator"),
    "licence_number": gettext_lazy("Licence number"),
    "is_enclosed": gettext_lazy("Enclosed or apart"),
    "has_live_goods": gettext_lazy("Live poultry or aquatic goods"),
    "is_main": gettext_lazy("A main entrance"),
    "has_check_scale": gettext_lazy("A check scale stands there"),
    "issuer": gettext_lazy("Issued by"),
    "valid_until": gettext_lazy("Valid until"),
    "person": gettext_lazy("Who was trained"),
    "subject": gettext_lazy("Subject of the training"),
    "minutes": gettext_lazy("Minutes"),
    "role": gettext_lazy("Role"),
    "area": gettext_lazy("Area"),
    "active": gettext_lazy("Account open"),
    "state": gettext_lazy("State"),
    "instruments": gettext_lazy("Instruments"),
    "passed": gettext_lazy("Passed"),
    "service_url": gettext_lazy("Address of the service"),
    "service_key": gettext_lazy("Public key of the maker"),
    "outcome": gettext_lazy("Outcome"),
    "check": gettext_lazy("Check number"),
    "decision": gettext_lazy("Decision"),
    "page": gettext_lazy("List"),
    "format": gettext_lazy("Format"),
    "rows": gettext_lazy("Rows"),
    "update_known": gettext_lazy("Known ones put right"),
    "whole": gettext_lazy("Whole"),
    "filters": gettext_lazy("Filter"),
    "offence": gettext_lazy("Offence"),
    "colour": gettext_lazy("Colour"),
    "maker": gettext_lazy("Maker"),
    "model": gettext_lazy("Model"),
    "serial": gettext_lazy("Serial number"),
    "first": gettext_lazy("First serial number"),
    "last": gettext_lazy("Last serial number"),
    "sold_to": gettext_lazy("Sold to"),
    "status": gettext_lazy("State"),
    "handler": gettext_lazy("Handled by"),
    "organisation": gettext_lazy("Organisation"),
    "move": gettext_lazy("Move"),
    "act": gettext_lazy("Act"),
    "sort": gettext_lazy("Kind of document"),
    "title": gettext_lazy("Title"),
    "reminder": gettext_lazy("Reminder"),
    "trades": gettext_lazy("Trade"),
    "sha256": gettext_lazy("Digest"),
    "request": gettext_lazy("Request"),
    "challenge": gettext_lazy("Number that the scale showed"),
    "authorised": gettext_lazy("Authorised"),
    "wrong": gettext_lazy("Wrong numbers"),
    "merged_into": gettext_lazy("Merged into"),
    "abolished_on": gettext_lazy("Until"),
    "readings_mg": gettext_lazy("Readings (mg)"),
    "findings": gettext_lazy("Findings"),
    "complaint": gettext_lazy("Complaint"),
    "report": gettext_lazy("Report"),
    "application": gettext_lazy("Application"),
    "serves_from": gettext_lazy("From"),
    "serves_until": gettext_lazy("Until"),
    "kin": gettext_lazy("A relative's"),
    "wanted": gettext_lazy("Wanted"),
    "came": gettext_lazy("Came"),
    "signed_up": gettext_lazy("Signed up"),
    "point": gettext_lazy("Test point"),
    "unit": gettext_lazy("Unit"),
    "indicated": gettext_lazy("Indication"),
    "reference": gettext_lazy("Reference"),
    "added": gettext_lazy("Small weights added"),
    "limit": gettext_lazy("Limit"),
    "text": gettext_lazy("Text of the reply"),
    "text_en": gettext_lazy("Words in English"),
    "limit_source": gettext_lazy("Source of the limit"),
    "key_state": gettext_lazy("State"),
    "measures": gettext_lazy("What is done meanwhile"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
    "told_on": gettext_lazy("Told on"),
    "on": gettext_lazy("Day"),
    "seen": gettext_lazy("How the stall was found"),
    "seen_by": gettext_lazy("Who saw it"),
    "receipt": gettext_lazy("Number of the receipt"),
    "handed_in_by": gettext_lazy("Who handed it in"),
    "now": gettext_lazy("Offence as counted now"),
    "because": gettext_lazy("Because of"),
}
SUBJECTS = {
    "reply": gettext_lazy("Reply template"),
    "user": gettext_lazy("Account"),
    "partner": gettext_lazy("Other system"),
    "filter": gettext_lazy("Filter"),
    "import": gettext_lazy("Ledger"),
    "bulk": gettext_lazy("Act on many instruments"),
    "region": gettext_lazy("Region"),
    "organisation": gettext_lazy("Organisation"),
    "place": gettext_lazy("Place"),
    "stall": gettext_lazy("Stall"),
    "key-supervision": gettext_lazy("Key supervision"),
    "reminder": gettext_lazy("Honesty reminder"),
    "sellingarea": gettext_lazy("Selling area"),
    "entrance": gettext_lazy("Entrance"),
    "signcheck": gettext_lazy("Sign"),
    "licence": gettext_lazy("Licence"),
    "trainingrecord": gettext_lazy("Training"),
    "spot-check": gettext_lazy("Spot check"),
    "volunteer": gettext_lazy("Volunteer supervisor"),
    "activity": gettext_lazy("Activity"),
}
VALUES = {
    "outcome": {name: said for name, (_tone, said) in IDENTITY.items()},
    "status": STATUS_NAMES,
    "sort": dict(Sort.choices),
    "key_state": dict(KeyState.choices),
    "act": {name: one.label for name, one in BULK.items()},
    "seen": SEEN,
    "colour": {"yellow": gettext_lazy("Yellow card"), "red": gettext_lazy("Red card")},
}
YES_NO = {True: pgettext_lazy("answer", "yes"), False: pgettext_lazy("answer", "no")}
COMPLAINT, CARD = "complaint-", "card-"
# What entries call a kind: no two of these share a key.
KINDS = (PlaceKind, LicenceKind, SignKind, Kind)
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
    language = get_language() or "zh-hans"
    if code.startswith(COMPLAINT) and (move := flow().moves.get(code.removeprefix(COMPLAINT))):
        return _("Complaint: %(move)s") % {"move": move.label(language)}
    if code.startswith(CARD) and (done := card_flow().acts.get(code.removeprefix(CARD))):
        return _("Card: %(act)s") % {"act": done.label(language)}
    return code


def about(subject: str) -> str:
    """The sort of thing in words, then its number or name; an instrument, a complaint or a paper by its number."""
    sort, colon, which = subject.partition(":")
    return f"{SUBJECTS[sort]} {which}" if colon and sort in SUBJECTS else subject


def changes(entry: AuditEntry) -> list[Change]:
    names = dict.fromkeys([*entry.before, *entry.after])
    return [
        Change(
            _name(name, entry),
            _said(name, entry.before, entry),
            _said(name, entry.after, entry),
        )
        for name in names
    ]


def _name(name: str, entry: AuditEntry) -> str:
    if name == "name" and entry.subject.startswith("user:"):
        return _("Name")
    return str(NAMES.get(name) or OWN_NAMES.get(name, name))


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
    if name in ("kind", "trades"):
        return ", ".join(map(_kind, str(value).split(",")))
    if name == "state":
        return _state(entry, str(value))
    if name == "move" and value in flow().moves:
        return flow().moves[value].label(get_language() or "zh-hans")
    if name in VALUES:
        return str(VALUES[name].get(value, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _kind(value: str) -> str:
    return next((str(kinds(value).label) for kinds in KINDS if value in kinds.values), value)


def _state(entry: AuditEntry, value: str) -> str:
    if entry.act.startswith(CARD) and value in card_flow().states:
        return card_flow().states[value].name(get_language() or "zh-hans")
    if entry.act.startswith(COMPLAINT) and value in flow().states:
        return flow().states[value].name(get_language() or "zh-hans")
    return str(VerificationState(value).label) if value in VerificationState.values else value
