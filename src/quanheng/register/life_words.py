"""The names of what happens to an instrument, and of what is known about it, for timelines."""

from django.utils.translation import gettext_lazy as _

from quanheng.register.area_names import name_of_area
from quanheng.register.describing import changes_told
from quanheng.register.models import InstrumentEvent

KIND_NAMES = {
    "produced": _("Produced"),
    "type-approved": _("Type approved"),
    "production-code": _("Production code given"),
    "sold": _("Sold"),
    "registered": _("Entered in the register"),
    "seal-broken": _("Seal broken"),
    "housing-opened": _("Housing opened"),
    "locked": _("Locked"),
    "parameter-changed": _("Parameter changed"),
    "unlock-requested": _("Unlocking requested"),
    "unlock-authorised": _("Unlocking authorised"),
    "unlock-refused": _("Wrong number in an unlocking"),
    "unlocked": _("Unlocked"),
    "repair": _("Repaired"),
    "part-replacement": _("Part replaced"),
    "label-damaged": _("Label damaged"),
    "label-confirmed": _("Label confirmed"),
    "moved": _("Moved"),
    "described": _("Particulars changed"),
    "sealed": _("Sealed"),
    "verified": _("Passed its verification"),
    "failed": _("Failed its verification"),
    "put-into-use": _("Put into use"),
    "put-on-standby": _("Put on standby"),
    "lent": _("Lent as standby"),
    "returned": _("Returned to standby"),
    "check-failed": _("Failed its weekly check"),
    "stopped": _("Taken out of use"),
    "resumed": _("Back in use"),
    "scrapped": _("Scrapped"),
}
STATUS_NAMES = {
    "registered": _("Registered, not yet in use"),
    "in-use": _("In use"),
    "standby": _("On standby"),
    "stopped": _("Out of use"),
    "scrapped": _("Scrapped"),
}
SOURCE_NAMES = {
    "staff": _("Entered by staff"),
    "device": _("Told by the instrument"),
    "import": _("From an import"),
    "maker": _("From the maker"),
}
_FACT_NAMES = {
    "certificate_number": _("Certificate number"),
    "notice_number": _("Notice number"),
    "verification_body": _("Verification body"),
    "valid_until": _("Valid until"),
    "seal_number": _("Seal number"),
    "production_code": _("Production code"),
    "repair_code": _("Repair code"),
    "verification_code": _("Verification code"),
    "type_approval_number": _("Type approval number"),
    "sold_to": _("Sold to"),
    "instead_of": _("Instead of"),
    "area": _("Place"),
    "detail": _("What it says"),
}
ABSENT = "—"


def kind_name(kind: str) -> str:
    return str(KIND_NAMES.get(kind, kind))


def facts_told(event: InstrumentEvent) -> list[tuple[str, str]]:
    """What is known of an event and has a name for people, in the order of the names."""
    if event.kind == "described":
        return [(label, f"{was or ABSENT} → {now or ABSENT}") for label, was, now in changes_told(event)]
    told = [(name, label) for name, label in _FACT_NAMES.items() if event.facts.get(name)]
    return [(str(label), _said(name, str(event.facts[name]))) for name, label in told]


def _said(name: str, value: str) -> str:
    return name_of_area(value) if name == "area" else value
