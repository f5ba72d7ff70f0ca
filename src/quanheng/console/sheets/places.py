"""Places of every kind, organisations, who was trained when, and which markets have reported."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.console.export import Column, Sheet
from quanheng.register.area_names import name_of_area, place_name
from quanheng.register.keeping.organisations import DOES
from quanheng.register.models import Organisation

TRAINED = {
    "never": gettext_lazy("Never trained"),
    "over": gettext_lazy("Training is due"),
    "soon": gettext_lazy("Due soon"),
    "good": gettext_lazy("Trained"),
}


def _open_or_closed(closed_on: object) -> str:
    return _("Closed") if closed_on else _("In operation")


def _does(row: Organisation) -> str:
    return "、".join(str(label) for name, label in DOES.items() if getattr(row, name))


PLACES = Sheet(
    "places",
    gettext_lazy("Places"),
    (
        Column(gettext_lazy("Place"), lambda row: place_name(row.place)),
        Column(gettext_lazy("Kind of place"), lambda row: row.place.get_kind_display()),
        Column(gettext_lazy("County"), lambda row: place_name(row.place.region)),
        Column(gettext_lazy("Address"), lambda row: row.place.address),
        Column(gettext_lazy("Complaints by phone"), lambda row: row.place.complaint_phone),
        Column(gettext_lazy("Instruments in use"), lambda row: row.in_use),
        Column(gettext_lazy("State"), lambda row: _open_or_closed(row.place.closed_on)),
        Column(gettext_lazy("licence until"), lambda row: row.licence_until),
    ),
)
ORGANISATIONS = Sheet(
    "organisations",
    gettext_lazy("Organisations"),
    (
        Column(gettext_lazy("Unified social credit code"), lambda row: row.uscc),
        Column(gettext_lazy("Organisation"), lambda row: row.name),
        Column(gettext_lazy("Area"), lambda row: name_of_area(row.area)),
        Column(gettext_lazy("What it does"), _does),
        Column(gettext_lazy("Address"), lambda row: row.address),
        Column(gettext_lazy("Phone"), lambda row: row.phone),
        Column(gettext_lazy("State"), lambda row: _open_or_closed(row.closed_on)),
    ),
)
LICENCES_SHOWN = {
    "over": gettext_lazy("Run out"),
    "soon": gettext_lazy("Runs out soon"),
    "good": gettext_lazy("Valid"),
}
LICENCES = Sheet(
    "licences",
    gettext_lazy("Licences"),
    (
        Column(gettext_lazy("Kind of licence"), lambda row: str(row.licence.get_kind_display())),
        Column(gettext_lazy("Number"), lambda row: row.licence.number),
        Column(gettext_lazy("Place"), lambda row: place_name(row.licence.place)),
        Column(gettext_lazy("Stall"), lambda row: str(row.licence.stall or "")),
        Column(gettext_lazy("Issued by"), lambda row: row.licence.issuer),
        Column(gettext_lazy("Valid until"), lambda row: row.licence.valid_until),
        Column(gettext_lazy("State"), lambda row: str(LICENCES_SHOWN[row.standing])),
    ),
)
# Of (standing, place or none).
TRAINING = Sheet(
    "training",
    gettext_lazy("Training"),
    (
        Column(gettext_lazy("Account"), lambda row: row[0].person.username),
        Column(gettext_lazy("Name"), lambda row: row[0].person.name),
        Column(gettext_lazy("Place"), lambda row: place_name(row[1]) if row[1] else ""),
        Column(gettext_lazy("Trained last"), lambda row: row[0].last.on if row[0].last else None),
        Column(gettext_lazy("Due again on"), lambda row: row[0].last.next_due_on if row[0].last else None),
        Column(gettext_lazy("State"), lambda row: str(TRAINED[row[0].standing])),
    ),
)
