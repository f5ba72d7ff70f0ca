"""What is asked about places, organisations, regions, stalls, licences and training."""

from django.utils.translation import gettext_lazy as _

from quanheng.console.own_fields import Question
from quanheng.register.keeping.organisations import DOES
from quanheng.register.models import LicenceKind, PlaceKind, SignKind

REASON = Question("reason", _("Reason"), required=True, characters=500)
CLOSED_ON = Question("closed_on", _("Closed on"), sort="day", required=True)
CREDIT_CODE_HINT = _("18 digits and capital letters, as on the business licence")

PLACE = (
    Question("kind", _("Kind of place"), sort="choice", choices=dict(PlaceKind.choices), required=True),
    Question("name", _("Name of the place"), characters=80, required=True),
    Question("name_en", _("Name in English"), characters=80),
    Question("address", _("Address"), characters=200),
    Question("opened_on", _("Open since"), sort="day"),
    Question("phone", _("Phone"), characters=30),
    Question("complaint_phone", _("Complaints by phone"), characters=30, hint=_("Shown to shoppers")),
    Question("latitude", _("Latitude"), sort="whole", hint=_("Optional, in degrees, such as 28.656")),
    Question("longitude", _("Longitude"), sort="whole"),
    Question("group_standard_adopted_on", _("Adopted the group standard"), sort="day"),
)
RUN_BY = (
    Question("run_by_uscc", _("Credit code of whoever runs it"), characters=40, hint=CREDIT_CODE_HINT),
    Question(
        "run_by_name", _("Its name"), characters=120, hint=_("Only where the register does not know the code yet")
    ),
)
ORGANISATION = (
    Question("uscc", _("Unified social credit code"), characters=40, required=True, hint=CREDIT_CODE_HINT),
    Question("name", _("Name of the organisation"), characters=120, required=True),
    Question("address", _("Address"), characters=200),
    Question("phone", _("Phone"), characters=30),
)
DOES_ASKED = tuple(Question(name, label, sort="tick") for name, label in DOES.items())
REGION = (
    Question("code", _("Code"), characters=6, required=True, hint=_("Six digits; 99… for invented ones")),
    Question("name", _("Name of the region"), characters=80, required=True),
    Question("name_en", _("Name in English"), characters=80),
)
RENAMING = (
    Question("name", _("New name"), characters=80, required=True),
    Question("name_en", _("Name in English"), characters=80),
    Question("until", _("Last day of the old name"), sort="day", required=True),
    REASON,
)
MERGING = (
    Question("on", _("Last day of the region"), sort="day", required=True),
    Question("into", _("Merged into (code)"), characters=6, required=True),
    REASON,
)
STALL = (
    Question("number", _("Stall number"), characters=20, required=True),
    Question(
        "stall_type", _("Stall type"), characters=40, required=True, hint=_("Such as vegetables, meat, aquatic goods")
    ),
    Question("name", _("Name of the stall"), characters=80, hint=_("Empty: as whoever works there")),
)
OPERATOR = (
    Question("operator_name", _("Operator"), characters=80, required=True),
    Question("operator_uscc", _("Credit code of the operator"), characters=40, hint=_("Small traders may have none")),
    Question("licence_number", _("Licence number"), characters=40),
)
OPENED_ON = Question("opened_on", _("Here since"), sort="day")
SINCE = Question("since", _("Here since"), sort="day", required=True)
AREA = (
    Question("area_name", _("Name of the selling area"), characters=80, required=True),
    Question("is_enclosed", _("Enclosed or apart: needs a check scale of its own"), sort="tick"),
    Question("has_live_goods", _("Live poultry or aquatic goods"), sort="tick"),
)
ENTRANCE = (
    Question("entrance_name", _("Name of the entrance"), characters=80, required=True),
    Question("is_main", _("A main entrance"), sort="tick"),
    Question("has_check_scale", _("A check scale stands there"), sort="tick"),
)
SIGN = (
    Question("sign", _("Sign"), sort="choice", choices=dict(SignKind.choices), required=True),
    Question("seen_on", _("Looked at on"), sort="day", required=True),
    Question(
        "state",
        _("State"),
        sort="choice",
        choices={"in-order": _("In place, firm and readable"), "not-in-order": _("Missing or damaged")},
        required=True,
    ),
    Question("note", _("What is missing"), characters=200),
)
LICENCE = (
    Question("kind", _("Kind of licence"), sort="choice", choices=dict(LicenceKind.choices), required=True),
    Question("number", _("Number"), characters=60, required=True),
    Question("issuer", _("Issued by"), characters=120),
    Question("valid_until", _("Valid until"), sort="day", hint=_("Empty: valid for long")),
)
TRAINING = (
    Question("on", _("Trained on"), sort="day", required=True),
    Question("subject", _("Subject of the training"), characters=120, required=True),
    Question("hours", _("Hours"), sort="whole", required=True),
    Question("certificate", _("Certificate number"), characters=60),
    Question("next_due_on", _("Due again on"), sort="day", hint=_("Empty: a year later")),
)
